// A server is killed and comes back on its port: what becomes of our client's sockets, and of what is emitted meanwhile.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Socket } from '../../../src/core/client/index.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { ALL_SERVERS, isMissing, PeerLaunch, TRANSPORTS } from '../../fixtures/servers/peers.ts';

const BACKOFF = { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 40 } as const;

/** A client in two namespaces, and what it is told. */
async function connected(url: string, name: string, transports: readonly string[]) {
  const io = manager(url, { ...BACKOFF, transports: [...transports], protocolVersion: 'auto' });
  const socket = io.socket('/').connect();
  const chat = io.socket('/chat').connect();
  await Promise.all([nextEvent(socket, 'connect'), nextEvent(chat, 'connect')]);
  if (name === 'upgrade') await upgraded(io);
  const told: unknown[] = [];
  const events: string[] = [];
  socket.on('relayed', (value: unknown) => told.push(value));
  for (const event of ['reconnect_attempt', 'reconnect_error', 'reconnect'] as const) io.on(event, () => events.push(event));
  return { socket, chat, told, events, transport: name === 'polling' ? 'polling' : 'websocket' };
}

const echo = (socket: Socket): Promise<unknown> => socket.timeout(5000).emitWithAck('echo', 'back');

describe.each(ALL_SERVERS)('server %s', (name) => {
  let first: PeerLaunch;
  let second: PeerLaunch;

  beforeAll(() => {
    first = new PeerLaunch(name);
    second = new PeerLaunch(name);
  });
  afterAll(() => Promise.all([first.end(), second.end()]));

  test.skipIf(isMissing(name))(
    'killed and back on its port, it has each socket again, and in order what was emitted meanwhile',
    { timeout: 30_000 },
    async () => {
      const server = await first.listen();
      const clients = await Promise.all(TRANSPORTS.map(([transport, transports]) => connected(server.url, transport, transports)));
      const ids = clients.map(({ socket }) => socket.id);

      const lost = Promise.all(
        clients.flatMap(({ socket, chat }) => [nextEvent<[string]>(socket, 'disconnect'), nextEvent<[string]>(chat, 'disconnect')]),
      );
      const failed = Promise.all(clients.map(({ socket }) => nextEvent(socket, 'connect_error')));
      // It is asked, and will never answer.
      const owed = Promise.allSettled(clients.map(({ socket }) => socket.emitWithAck('ask', 'how?')));
      await server.kill();
      for (const answer of await owed) expect(answer).toMatchObject({ reason: { message: 'socket has been disconnected' } });
      for (const [reason] of await lost) expect(reason).toMatch(/^transport (close|error)$/);
      for (const { socket } of clients) {
        for (const value of [0, Buffer.from([1]), { two: '2' }, 3]) socket.emit('relay', value);
        socket.volatile.emit('relay', 'never');
        socket.once('connect', () => socket.emit('relay', 'connected'));
      }
      // It is away for long enough that attempts fail.
      await failed;

      const back = Promise.all(clients.flatMap(({ socket, chat }) => [nextEvent(socket, 'connect'), nextEvent(chat, 'connect')]));
      await second.listen({ port: server.port });
      await back;
      await vi.waitFor(() => {
        for (const { told } of clients) expect(told).toEqual([0, Buffer.from([1]), { two: '2' }, 3, 'connected']);
      });
      for (const [index, { socket, chat, events, transport }] of clients.entries()) {
        expect([await echo(socket), await echo(chat)]).toEqual(['back', 'back']);
        expect([socket.recovered, socket.id === ids[index]]).toEqual([false, false]);
        expect(events.slice(0, 2)).toEqual(['reconnect_attempt', 'reconnect_error']);
        expect(events.slice(-2)).toEqual(['reconnect_attempt', 'reconnect']);
        await vi.waitFor(() => expect(socket.io.engine?.transport.name).toBe(transport));
      }
    },
  );
});
