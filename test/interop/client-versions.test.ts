// The official clients of ten years against our server, over each transport.
import { createRequire } from 'node:module';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Server, ServerOptions, Socket } from '../../src/core/server/index.ts';
import { nextEvent, type RunningServer, startServer } from '../fixtures/core-server.ts';

/** What the clients of all versions have. */
interface AnyClient {
  readonly id: string;
  readonly connected: boolean;
  readonly io: { readonly engine: { readonly transport: { readonly name: string }; once(event: string, listener: () => void): void } };
  on(event: string, listener: (...args: never[]) => void): void;
  once(event: string, listener: (...args: never[]) => void): void;
  emit(event: string, ...args: unknown[]): void;
  disconnect(): void;
}

type Connect = (url: string, options: object) => AnyClient;

const require = createRequire(import.meta.url);

const VERSIONS = [
  { version: '1.7.4', revision: 3, connect: require('socket.io-client-1') as Connect },
  { version: '2.5.0', revision: 3, connect: require('socket.io-client-2') as Connect },
  { version: '3.1.3', revision: 4, connect: require('socket.io-client-3') as Connect },
  { version: '4.8.4', revision: 4, connect: require('socket.io-client') as Connect },
];

const TRANSPORTS = [
  ['polling', ['polling']],
  ['websocket', ['websocket']],
  ['upgrade', ['polling', 'websocket']],
] as const;

for (const { version, revision, connect } of VERSIONS) {
  describe.each(TRANSPORTS)(`socket.io-client ${version} over %s`, (name, transports) => {
    function client(server: RunningServer, path = '', options: object = {}): AnyClient {
      const created = connect(`${server.url}${path}`, {
        transports: [...transports],
        forceNew: true,
        reconnection: false,
        reconnectionDelay: 1,
        reconnectionDelayMax: 2,
        ...options,
      });
      onTestFinished(() => created.disconnect());
      return created;
    }

    async function connected(server: RunningServer, path = '', options: object = {}): Promise<AnyClient> {
      const created = client(server, path, options);
      await nextEvent(created, 'connect');
      const { engine } = created.io;
      if (name === 'upgrade' && engine.transport.name !== 'websocket') await nextEvent(engine, 'upgrade');
      return created;
    }

    /** What a listener of `event` acknowledges. */
    function ask(created: AnyClient, event: string, ...args: unknown[]): Promise<unknown[]> {
      return new Promise((resolve) => created.emit(event, ...args, (...answer: unknown[]) => resolve(answer)));
    }

    function start(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
      return startServer({ allowEIO3: true, ...options });
    }

    async function onlySocket(io: Server): Promise<Socket> {
      const [socket] = io.sockets.sockets.values();
      return socket ?? (await nextEvent<[Socket]>(io, 'connection'))[0];
    }

    test('has the session of its revision, on the transport it asked for', async () => {
      const server = await start();
      const created = await connected(server);
      const { conn } = await onlySocket(server.io);
      // The client is ready when it has told the server, the server when it has heard.
      if (name === 'upgrade' && !conn.upgraded) await nextEvent(conn, 'upgrade');
      expect(conn.protocol).toBe(revision);
      expect(conn.transport.name).toBe(name === 'polling' ? 'polling' : 'websocket');
      expect(created.id).toBe((await onlySocket(server.io)).id);
    });

    test('text, unicode, numbers, null and nested values survive both ways', async () => {
      const server = await start();
      server.io.on('connection', (socket) => socket.on('echo', (...args) => args.pop()(...args)));
      const values = ['plain', 'é€😀\u2028', 0, -1.5, true, null, [1, [2]], { a: { b: ['c'] } }, ''];
      expect(await ask(await connected(server), 'echo', ...values)).toEqual(values);
    });

    test('nested binary survives both ways', async () => {
      const server = await start();
      server.io.on('connection', (socket) => socket.on('echo', (value, answer) => answer(value)));
      const value = { first: Buffer.from([0, 255]), list: [{ second: Buffer.from([1, 2, 3]) }], text: '€' };
      expect(await ask(await connected(server), 'echo', value)).toEqual([value]);
    });

    test('payloads of 900 kB survive both ways', async () => {
      // Over polling, 1.x encodes what is UTF-8 already as UTF-8 once more: it is twice as long.
      const server = await start(version === '1.7.4' ? { maxHttpBufferSize: 2e6 } : {});
      server.io.on('connection', (socket) => socket.on('echo', (value, answer) => answer(value)));
      const created = await connected(server);
      const text = '€'.repeat(300_000);
      expect((await ask(created, 'echo', text))[0] === text).toBe(true);
      const bytes = Buffer.alloc(600_000, 7);
      expect(Buffer.compare((await ask(created, 'echo', bytes))[0] as Buffer, bytes)).toBe(0);
    });

    test('acknowledgements of the client come back, with binary', async () => {
      const server = await start();
      const created = await connected(server);
      created.on('sum', (a: number, b: number, answer: (sum: number, bytes: Buffer) => void) => answer(a + b, Buffer.from([a, b])));
      const socket = await onlySocket(server.io);
      const answer = await new Promise((resolve) => socket.emit('sum', 2, 3, (...args: unknown[]) => resolve(args)));
      expect(answer).toEqual([5, Buffer.from([2, 3])]);
    });

    test('a thousand events of one tick arrive in order, with binary between them', async () => {
      const server = await start();
      const created = await connected(server);
      const received: number[] = [];
      const all = new Promise<void>((resolve) =>
        created.on('n', (value: number | Buffer) => {
          received.push(typeof value === 'number' ? value : value.readUInt16BE());
          if (received.length === 1000) resolve();
        }),
      );
      const socket = await onlySocket(server.io);
      for (let n = 0; n < 1000; n++) {
        const bytes = Buffer.alloc(2);
        bytes.writeUInt16BE(n);
        socket.emit('n', n % 7 === 0 ? bytes : n);
      }
      await all;
      expect(received).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    });

    test('a broadcast reaches the members of its rooms, and no others', async () => {
      const server = await start();
      server.io.on('connection', (socket) => {
        socket.on('join', (room: string, answer: () => void) => {
          void socket.join(room);
          answer();
        });
        socket.on('fence', (answer: () => void) => answer());
      });
      const clients = await Promise.all(['a', 'b', 'c'].map(() => connected(server)));
      const heard: number[] = [];
      for (const [index, created] of clients.entries()) {
        created.on('hello', () => heard.push(index));
        await ask(created, 'join', index < 2 ? 'pair' : 'alone');
      }
      server.io.to('pair').emit('hello', Buffer.from([1]));
      await Promise.all(clients.map((created) => ask(created, 'fence')));
      expect(heard.sort()).toEqual([0, 1]);
    });

    test('namespaces of one connection are apart', async () => {
      const server = await start();
      for (const path of ['/a', '/b']) {
        server.io.of(path).on('connection', (socket) => socket.on('where', (answer) => answer(path, socket.id)));
      }
      const a = await connected(server, '/a');
      const b = client(server, '/b', { forceNew: false });
      expect((await ask(a, 'where'))[0]).toBe('/a');
      expect(await ask(b, 'where')).toEqual(['/b', expect.any(String)]);
      server.io.of('/a').emit('only a');
      await nextEvent(a, 'only a');
    });

    test('a middleware error arrives with its data', async () => {
      const server = await start();
      server.io.of('/closed').use((_socket, next) => next(Object.assign(new Error('not authorized'), { data: { code: 7 } })));
      const created = client(server, '/closed');
      if (revision === 3) expect((await nextEvent(created, 'error'))[0]).toEqual({ code: 7 });
      else expect((await nextEvent(created, 'connect_error'))[0]).toMatchObject({ message: 'not authorized', data: { code: 7 } });
    });

    test('a query reaches the handshake, and in revision 4 of the protocol becomes auth', async () => {
      const server = await start();
      const shakes = new Promise<Socket['handshake']>((resolve) => server.io.of('/q').on('connection', (socket) => resolve(socket.handshake)));
      await connected(server, '/q', { query: { token: 'é' }, auth: { token: 'é' } });
      const { query, auth } = await shakes;
      if (version === '1.7.4') expect(query.token).toBe('é');
      else expect({ ...auth }).toEqual({ token: 'é' });
    });

    test.each([
      ['the server disconnects the socket', 'io server disconnect', (io: Server) => io.disconnectSockets()],
      ['the server closes the connection', 'io server disconnect', (io: Server) => io.disconnectSockets(true)],
      ['the server shuts down', 'transport close', (io: Server) => void io.close()],
    ])('it is told that %s', async (_name, reason, end) => {
      const server = await start();
      const created = await connected(server);
      await onlySocket(server.io);
      const told = nextEvent<[string]>(created, 'disconnect');
      end(server.io);
      // A polling client may learn of a shutdown by a GET that is refused.
      expect(reason === 'transport close' ? [reason, 'transport error'] : [reason]).toContain((await told)[0]);
    });

    test('the server is told why it left', async () => {
      const server = await start();
      const created = await connected(server);
      const gone = nextEvent<[string]>(await onlySocket(server.io), 'disconnect');
      created.disconnect();
      expect((await gone)[0]).toBe('client namespace disconnect');
    });

    test('it reconnects when its connection is cut', async () => {
      const server = await start();
      const created = await connected(server, '', { reconnection: true });
      const again = nextEvent<[Socket]>(server.io, 'connection');
      const first = await onlySocket(server.io);
      first.conn.close(true);
      const [second] = await again;
      expect(second.id).not.toBe(first.id);
      if (!created.connected) await nextEvent(created, 'connect');
      expect(created.id).toBe(second.id);
    });
  });
}
