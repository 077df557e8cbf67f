// What only clients of 4.x have, with the official socket.io-client 4.8.4 over each transport; see client-versions.test.ts.
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
