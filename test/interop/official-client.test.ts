// The official socket.io-client 4.8.4 against our server, over each transport.
import { type Socket as ClientSocket, io as connect } from 'socket.io-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Server, Socket } from '../../src/core/server/index.ts';
import { nextEvent, type RunningServer, startServer } from '../fixtures/core-server.ts';

const TRANSPORTS = [
  ['polling', ['polling']],
  ['websocket', ['websocket']],
  ['upgrade', ['polling', 'websocket']],
] as const;

describe.each(TRANSPORTS)('over %s', (name, transports) => {
  async function connected(server: RunningServer, namespace = '/', options = {}): Promise<ClientSocket> {
    const client = connect(`${server.url}${namespace}`, { transports: [...transports], forceNew: true, reconnection: false, ...options });
    onTestFinished(() => {
      client.disconnect();
    });
    await nextEvent(client, 'connect');
    const { engine } = client.io;
    if (name === 'upgrade' && engine.transport.name !== 'websocket') await nextEvent(engine, 'upgrade');
    return client;
  }

  function onlySocket(io: Server): Socket {
    const [socket] = io.sockets.sockets.values();
    if (socket === undefined) throw new Error('nobody is connected');
    return socket;
  }

  test('text, unicode, numbers, null and nested values survive both ways', async () => {
    const server = await startServer();
    server.io.on('connection', (socket) => socket.on('echo', (...args) => args.pop()(...args)));
    const client = await connected(server);
    const values = ['plain', 'é€😀\u2028', 0, -1.5, true, null, [1, [2]], { a: { b: ['c'] } }, ''];
    const answer = new Promise((resolve) => client.emit('echo', ...values, (...back: unknown[]) => resolve(back)));
    expect(await answer).toEqual(values);
  });

  test('nested binary survives both ways', async () => {
    const server = await startServer();
    server.io.on('connection', (socket) => socket.on('echo', (value, answer) => answer(value)));
    const client = await connected(server);
    const value = { first: Buffer.from([0, 255]), list: [{ second: new Uint8Array([1, 2, 3]) }], text: 'x' };
    expect(await client.emitWithAck('echo', value)).toEqual({ first: Buffer.from([0, 255]), list: [{ second: Buffer.from([1, 2, 3]) }], text: 'x' });
  });

  test('a payload of 900 kB survives both ways', async () => {
    const server = await startServer();
    server.io.on('connection', (socket) => socket.on('echo', (value, answer) => answer(value)));
    const client = await connected(server);
    const text = '€'.repeat(300_000);
    expect((await client.emitWithAck('echo', text)) === text).toBe(true);
    const bytes = Buffer.alloc(600_000, 7);
    expect((await client.emitWithAck('echo', bytes)).equals(bytes)).toBe(true);
  });

  test('a thousand events of one tick arrive in order, with binary between them', async () => {
    const server = await startServer();
    const client = await connected(server);
    const received: number[] = [];
    const all = new Promise<void>((resolve) =>
      client.on('n', (value: number | Buffer) => {
        received.push(typeof value === 'number' ? value : value.readUInt16BE());
        if (received.length === 1000) resolve();
      }),
    );
    const socket = onlySocket(server.io);
    for (let n = 0; n < 1000; n++) {
      const bytes = Buffer.alloc(2);
      bytes.writeUInt16BE(n);
      socket.emit('n', n % 7 === 0 ? bytes : n);
    }
    await all;
    expect(received).toEqual(Array.from({ length: 1000 }, (_, n) => n));
  });

  test('acknowledgements of the client come back, and a missing one times out', async () => {
    const server = await startServer();
    const client = await connected(server);
    client.on('sum', (a: number, b: number, answer: (sum: number) => void) => answer(a + b));
    const socket = onlySocket(server.io);
    expect(await socket.timeout(5000).emitWithAck('sum', 2, 3)).toBe(5);
    await expect(socket.timeout(10).emitWithAck('silence')).rejects.toMatchObject({ code: 'ACK_TIMEOUT', message: 'operation has timed out' });
  });

  test('a broadcast reaches the union of its rooms without the excepted, each once', async () => {
    const server = await startServer();
    const names = ['a', 'b', 'ab', 'abc', 'none'];
    server.io.on('connection', (socket) => socket.join(String(socket.handshake.auth.rooms).split('')));
    const clients = await Promise.all(names.map((rooms) => connected(server, '/', { auth: { rooms: rooms === 'none' ? '' : rooms } })));
    const received: string[] = [];
    for (const [index, client] of clients.entries()) client.on('hello', () => received.push(names[index] ?? ''));
    server.io.to(['a', 'b']).except('c').emit('hello');
    // Behind it on every connection: whoever was to get it has it by then.
    await Promise.all(clients.map((client) => fence(server, client)));
    expect(received.sort()).toEqual(['a', 'ab', 'b']);
  });

  test('an acknowledged broadcast collects all answers, and with its error those that came', async () => {
    const server = await startServer();
    const clients = await Promise.all([connected(server), connected(server), connected(server)]);
    for (const [index, client] of clients.entries()) {
      client.on('all', (answer: (value: number) => void) => answer(index));
      if (index > 0) client.on('some', (answer: (value: number) => void) => answer(index));
    }
    expect((await server.io.timeout(5000).emitWithAck('all')).sort()).toEqual([0, 1, 2]);
    const failure = await server.io
      .timeout(200)
      .emitWithAck('some')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: 'operation has timed out', responses: expect.any(Array) });
    expect((failure as { responses: number[] }).responses.sort()).toEqual([1, 2]);
    await expect(server.io.to('nobody').timeout(50).emitWithAck('all')).resolves.toEqual([]);
  });

  test('a middleware error arrives as connect_error with its data', async () => {
    const server = await startServer();
    server.io.of('/closed').use((_socket, next) => next(Object.assign(new Error('not authorized'), { data: { code: 7 } })));
    const client = connect(`${server.url}/closed`, { transports: [...transports], forceNew: true });
    onTestFinished(() => {
      client.disconnect();
    });
    const [error] = await nextEvent<[Error & { data: unknown }]>(client, 'connect_error');
    expect(error).toMatchObject({ message: 'not authorized', data: { code: 7 } });
  });

  test.each([
    ['io server disconnect', (io: Server) => io.disconnectSockets(), 'server namespace disconnect'],
    ['io server disconnect', (io: Server) => io.disconnectSockets(true), 'server namespace disconnect'],
    ['transport close', (io: Server) => void io.close(), 'server shutting down'],
  ])('the client is told "%s"', async (reason, end, reasonHere) => {
    const server = await startServer();
    const client = await connected(server);
    const [there, here] = [nextEvent(client, 'disconnect'), nextEvent(onlySocket(server.io), 'disconnect')];
    end(server.io);
    expect((await here)[0]).toBe(reasonHere);
    // A polling client may learn of it by a GET that is refused.
    expect([reason, 'transport error']).toContain((await there)[0]);
  });

  test('the server is told when a client leaves', async () => {
    const server = await startServer();
    const client = await connected(server);
    const socket = onlySocket(server.io);
    const rooms: string[][] = [];
    socket.on('disconnecting', () => rooms.push([...socket.rooms]));
    const gone = nextEvent(socket, 'disconnect');
    client.disconnect();
    expect((await gone)[0]).toBe('client namespace disconnect');
    expect(rooms).toEqual([[socket.id]]);
    expect([...socket.rooms]).toEqual([]);
  });

  test('listeners of every event hear both directions, and socket middlewares can refuse', async () => {
    const server = await startServer();
    const heard: string[] = [];
    server.io.on('connection', (socket) => {
      socket.onAny((event) => heard.push(`in ${event}`));
      socket.onAnyOutgoing((event) => heard.push(`out ${event}`));
      socket.use(([event], next) => next(event === 'bad' ? new Error('refused') : undefined));
      socket.on('error', (error) => socket.emit('told', error.message));
      socket.on('bad', () => expect.unreachable());
    });
    const client = await connected(server);
    const told = nextEvent(client, 'told');
    client.emit('bad');
    expect(await told).toEqual(['refused']);
    expect(heard).toEqual(['in bad', 'out told']);
  });

  /** Resolves when everything sent to `client` before has arrived. */
  async function fence(server: RunningServer, client: ClientSocket): Promise<void> {
    const arrived = nextEvent(client, 'fence');
    for (const socket of server.io.sockets.sockets.values()) if (socket.id === client.id) socket.emit('fence');
    await arrived;
  }
});
