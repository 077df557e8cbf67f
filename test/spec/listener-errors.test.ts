// Ours: what a listener throws need not end the process.
import { io as connect } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import type { ServerOptions } from '../../src/core/server/index.ts';
import { nextEvent, type RunningServer, startServer } from '../fixtures/core-server.ts';
import { uncaughtDuring } from '../interop/two-servers.ts';

async function serverWithClient(options: Partial<ServerOptions> = {}) {
  const server: RunningServer = await startServer(options);
  const client = connect(server.url, { transports: ['websocket'], reconnection: false });
  onTestFinished(() => void client.disconnect());
  const [socket] = await nextEvent<[import('../../src/core/server/index.ts').Socket]>(server.io, 'connection');
  return { io: server.io, client, socket };
}

const FAILING = {
  throws: () => {
    throw new Error('thrown');
  },
  rejects: async () => {
    await Promise.resolve();
    throw new Error('rejected');
  },
};

for (const [name, listener] of Object.entries(FAILING)) {
  const message = name === 'throws' ? 'thrown' : 'rejected';

  test(`listener_error tells of a socket's listener that ${name}, and where`, async () => {
    const { io, client, socket } = await serverWithClient();
    socket.on('fails', listener);
    const told = nextEvent<[Error, { event: string; namespace: string; socket: unknown }]>(io, 'listener_error');
    const uncaught = await uncaughtDuring(async () => {
      client.emit('fails');
      await told;
    });
    expect(uncaught).toEqual([]);
    const [error, place] = await told;
    expect(error.message).toBe(message);
    expect(place).toEqual({ event: 'fails', namespace: '/', socket });
    expect(socket.connected).toBe(true);
  });

  test(`listener_error tells of a connection listener that ${name}`, async () => {
    const { io, url } = await startServer();
    io.of('/a').on('connection', listener);
    const told = nextEvent<[Error, { event: string; namespace: string; socket?: unknown }]>(io, 'listener_error');
    const client = connect(`${url}/a`, { transports: ['websocket'], reconnection: false });
    onTestFinished(() => void client.disconnect());
    expect((await told)[1]).toEqual({ event: 'connection', namespace: '/a' });
  });

  test(`without it, one that ${name} is uncaught as in any program, whoever listens for the socket's errors`, async () => {
    const { client, socket } = await serverWithClient();
    socket.on('error', () => expect.unreachable());
    socket.on('fails', listener);
    socket.on('fence', (answer) => answer());
    const messages = await uncaughtDuring(async () => {
      client.emit('fails');
      await client.emitWithAck('fence');
    });
    expect(messages).toEqual([message]);
  });
}

test('a listener_error listener that throws is uncaught, and asked once', async () => {
  const { io, client, socket } = await serverWithClient();
  socket.on('fails', FAILING.throws);
  socket.on('fence', (answer) => answer());
  let calls = 0;
  io.on('listener_error', () => {
    calls++;
    throw new Error('in the handler');
  });
  const messages = await uncaughtDuring(async () => {
    client.emit('fails');
    await client.emitWithAck('fence');
  });
  expect([messages, calls]).toEqual([['in the handler'], 1]);
});

test('with ackFromReturn, what a listener returns acknowledges the event, and errors are told', async () => {
  const { io, client, socket } = await serverWithClient({ ackFromReturn: true });
  socket.on('sync', (a: number) => a + 1);
  socket.on('async', async (a: number) => Promise.resolve(a + 2));
  socket.on('callback', (a: number, answer: (value: number) => void) => void setImmediate(answer, a + 3));
  socket.on('both', (answer: (value: string) => void) => {
    answer('first');
    return 'second';
  });
  socket.on('fails', FAILING.rejects);
  expect(await client.emitWithAck('sync', 1)).toBe(2);
  expect(await client.emitWithAck('async', 1)).toBe(3);
  expect(await client.emitWithAck('callback', 1)).toBe(4);
  expect(await client.emitWithAck('both')).toBe('first');
  const told = nextEvent<[Error]>(io, 'listener_error');
  client.emit('fails', () => {});
  expect((await told)[0].message).toBe('rejected');
});

test('without ackFromReturn, what a listener returns goes nowhere', async () => {
  const { client, socket } = await serverWithClient();
  socket.on('returns', () => 'value');
  await expect(client.timeout(50).emitWithAck('returns')).rejects.toThrow('timed out');
});
