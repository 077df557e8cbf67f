// Our client, with servers of every version that is about, over each transport.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ManagerOptions, Socket } from '../../../src/core/client/index.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { ALL_SERVERS, type AnyServer, isMissing, startPeer, TRANSPORTS } from '../../fixtures/servers/peers.ts';

const REVISIONS = {
  '2.5.1': ['auto', 3],
  '3.1.2': ['auto', 3, 4],
  '4.8.4': ['auto', 3, 4],
  ours: ['auto', 3, 4],
  aiohttp: ['auto', 4],
  eventlet: ['auto', 4],
} as const;

const SERVER_OPTIONS: Readonly<Partial<Record<AnyServer, object>>> = {
  '3.1.2': { allowEIO3: true },
  '4.8.4': { allowEIO3: true },
  ours: { allowEIO3: true },
};

interface Who {
  readonly id: string;
  readonly auth: unknown;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

for (const name of ALL_SERVERS) describe.skipIf(isMissing(name))(`server ${name}`, () => withServer(name));

function withServer(server: AnyServer): void {
  let peer: Awaited<ReturnType<typeof startPeer>>;
  beforeAll(async () => {
    peer = await startPeer(server, { options: SERVER_OPTIONS[server] ?? {} });
  });
  afterAll(() => peer.close());

  describe.each(TRANSPORTS)('over %s', (name, transports) => {
    describe.each(REVISIONS[server])('asked for %s', (protocolVersion) => {
      const revision = server === '2.5.1' || protocolVersion === 3 ? 3 : 4;

      function opened(namespace = '/', auth: object = {}, options: Partial<ManagerOptions> = {}): Socket {
        return manager(peer.url, { transports: [...transports], protocolVersion, ...options })
          .socket(namespace, { auth })
          .connect();
      }

      async function connected(...how: Parameters<typeof opened>): Promise<Socket> {
        const socket = opened(...how);
        await nextEvent(socket, 'connect');
        const { engine } = socket.io;
        if (engine === undefined) throw new Error('no engine');
        if (name === 'upgrade') await upgraded(socket.io);
        return socket;
      }

      test('the revision is the one that the server speaks', async () => {
        const { engine } = (await connected()).io;
        expect(engine).toMatchObject({ protocol: revision, transport: { name: name === 'polling' ? 'polling' : 'websocket' } });
      });

      test('text, unicode and nested binary go both ways', async () => {
        const socket = await connected();
        const value = { text: 'é€😀\u2028\u0000"\\', list: [1, null, true, -0.5], file: { bytes: Buffer.from([0, 1, 255]), empty: Buffer.alloc(0) } };
        expect(await socket.timeout(5000).emitWithAck('echo', value)).toEqual(value);
        const relayed = nextEvent(socket, 'relayed');
        socket.emit('relay', value, Buffer.from('more'), '');
        expect(await relayed).toEqual([value, Buffer.from('more'), '']);
      });

      test('events and acknowledgements keep their order', async () => {
        const socket = await connected();
        const told: unknown[] = [];
        const answers: Promise<unknown>[] = [];
        socket.on('relayed', (value: unknown) => told.push(value));
        for (let n = 0; n < 20; n++) {
          const value = n % 3 === 0 ? Buffer.from([n]) : n;
          socket.emit('relay', value);
          answers.push(socket.timeout(5000).emitWithAck('echo', value));
        }
        const expected = Array.from({ length: 20 }, (_, n) => (n % 3 === 0 ? Buffer.from([n]) : n));
        expect(await Promise.all(answers)).toEqual(expected);
        // Python's servers run each handler by itself: an event may come after an acknowledgement that was asked for later.
        await vi.waitFor(() => expect(told).toEqual(expected));
      });

      test('an acknowledgement carries several values', async () => {
        const socket = await connected();
        const answer = await new Promise((resolve) => socket.emit('echo', 1, Buffer.from([2]), 'three', (...values: unknown[]) => resolve(values)));
        expect(answer).toEqual([1, Buffer.from([2]), 'three']);
      });

      test('the client answers what the server asks', async () => {
        const socket = await connected();
        socket.on('question', (question: unknown, acknowledge: (answer: unknown) => void) => acknowledge({ question, bytes: Buffer.from([7]) }));
        expect(await socket.timeout(5000).emitWithAck('ask', 'how?')).toEqual({ question: 'how?', bytes: Buffer.from([7]) });
      });

      test('namespaces share the connection', async () => {
        const socket = await connected();
        const chat = socket.io.socket('/chat').connect();
        await nextEvent(chat, 'connect');
        expect(await chat.timeout(5000).emitWithAck('echo', 'hi')).toBe('hi');
        expect(chat.id).not.toBe(socket.id);
        chat.disconnect();
        expect(await socket.timeout(5000).emitWithAck('echo', 'still here')).toBe('still here');
      });

      test('the server sees the id, query, headers and auth that the client has', async () => {
        const socket = await connected(
          '/guarded',
          { token: 'open sesame', name: 'é&=?' },
          { query: { from: 'a b&c' }, extraHeaders: { 'x-from': 'patchbay' } },
        );
        const { id, auth, query, headers } = (await socket.timeout(5000).emitWithAck('who')) as Who;
        expect(id).toBe(socket.id);
        // Servers of revision 4 have it in the query; a server that takes both revisions gives it as `auth`.
        if (server === '2.5.1') expect(query).toMatchObject({ token: 'open sesame', name: 'é&=?' });
        else expect(auth).toEqual({ token: 'open sesame', name: 'é&=?' });
        expect(decodeURIComponent(query.from?.replaceAll('+', ' ') ?? '')).toBe('a b&c');
        expect(headers['x-from']).toBe('patchbay');
      });

      test('a namespace tells who has no token why not', async () => {
        const refused = opened('/guarded', { token: 'wrong' });
        const [error] = await nextEvent<[Error & { data: unknown }]>(refused, 'connect_error');
        expect(error.data).toEqual({ code: 401 });
        expect(refused.active).toBe(false);
      });

      test('a namespace that is not there is refused, and the others stay', async () => {
        const socket = await connected();
        const nope = socket.io.socket('/nope').connect();
        const [error] = await nextEvent<[Error]>(nope, 'connect_error');
        expect(error.message).toMatch(/invalid namespace|unable to connect/i);
        expect(await socket.timeout(5000).emitWithAck('echo', 1)).toBe(1);
      });

      test('the server disconnects a namespace', async () => {
        const socket = await connected();
        const gone = nextEvent(socket, 'disconnect');
        socket.emit('bye');
        expect((await gone)[0]).toBe('io server disconnect');
        expect(socket.active).toBe(false);
      });

      test('the server closes the connection', async () => {
        const socket = await connected();
        const gone = nextEvent(socket, 'disconnect');
        socket.emit('cut');
        expect((await gone)[0]).toBe('transport close');
        expect(socket.active).toBe(true);
      });
    });
  });
}
