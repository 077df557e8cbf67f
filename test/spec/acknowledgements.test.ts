// Ours: acknowledgements one by one, and without waiting to the end; listeners that go with a signal.
import { getEventListeners } from 'node:events';
import { type Socket as ClientSocket, io as connect } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import type { Socket } from '../../src/core/server/index.ts';
import { nextEvent, startServer } from '../fixtures/core-server.ts';

async function serverWithClients(count: number) {
  const { io, url } = await startServer();
  const clients: ClientSocket[] = [];
  const sockets: Socket[] = [];
  for (let index = 0; index < count; index++) {
    const client = connect(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    onTestFinished(() => void client.disconnect());
    const [socket] = await nextEvent<[Socket]>(io, 'connection');
    clients.push(client);
    sockets.push(socket);
  }
  return { io, clients, sockets };
}

test('the acknowledgements of a broadcast are handed over as they come', async () => {
  const { io, clients } = await serverWithClients(3);
  const answers: ((value: string) => void)[] = [];
  for (const client of clients) client.on('question', (answer) => answers.push(answer));
  const iterator = io.timeout(5000).acknowledgements('question');
  const first = iterator.next();
  while (answers.length < 3) await new Promise((resolve) => setImmediate(resolve));
  answers[1]?.('b');
  expect(await first).toEqual({ done: false, value: 'b' });
  answers[0]?.('a');
  answers[2]?.('c');
  const rest: unknown[] = [];
  for await (const answer of iterator) rest.push(answer);
  expect(rest).toEqual(['a', 'c']);
});

test('after those that came in time the timeout is thrown', async () => {
  const { io, clients } = await serverWithClients(2);
  clients[0]?.on('question', (answer) => answer('in time'));
  const seen: unknown[] = [];
  const loop = async (): Promise<void> => {
    for await (const answer of io.timeout(100).acknowledgements('question')) seen.push(answer);
  };
  await expect(loop()).rejects.toMatchObject({ code: 'ACK_TIMEOUT' });
  expect(seen).toEqual(['in time']);
});

test('whoever breaks off waits for no more, and no callback is kept', async () => {
  const { io, clients, sockets } = await serverWithClients(2);
  for (const client of clients) client.on('question', (answer) => (client === clients[0] ? answer(1) : undefined));
  for await (const answer of io.timeout(60_000).acknowledgements('question')) {
    expect(answer).toBe(1);
    break;
  }
  expect(sockets.map((socket) => socket.acks.size)).toEqual([0, 0]);
});

test('a signal ends the wait for an acknowledgement of a socket, of a broadcast and of nobody', async () => {
  const { io, sockets } = await serverWithClients(1);
  const controller = new AbortController();
  const waits = [
    sockets[0]?.withSignal(controller.signal).emitWithAck('question'),
    io.timeout(60_000).withSignal(controller.signal).emitWithAck('question'),
  ].map(async (wait) => expect(wait).rejects.toThrow('enough'));
  controller.abort(new Error('enough'));
  await Promise.all(waits);
  await expect(sockets[0]?.withSignal(controller.signal).emitWithAck('question')).rejects.toThrow('enough');
  await expect(io.timeout(60_000).withSignal(controller.signal).emitWithAck('question')).rejects.toThrow('enough');
  expect(sockets[0]?.acks.size).toBe(0);
});

test('a listener goes when its signal aborts, and is not added when it has', async () => {
  const { clients, sockets } = await serverWithClients(1);
  const controller = new AbortController();
  const heard: string[] = [];
  sockets[0]?.on('a', () => heard.push('on'), { signal: controller.signal });
  sockets[0]?.once('a', () => heard.push('once'), { signal: AbortSignal.abort() });
  sockets[0]?.on('fence', (answer) => answer());
  clients[0]?.emit('a');
  await clients[0]?.emitWithAck('fence');
  controller.abort();
  clients[0]?.emit('a');
  await clients[0]?.emitWithAck('fence');
  expect(heard).toEqual(['on']);
});

test('a signal that lives longer keeps nothing of a socket that has left, nor of an acknowledgement that came', async () => {
  const { clients, sockets } = await serverWithClients(1);
  const controller = new AbortController();
  const { signal } = controller;
  sockets[0]?.on('a', () => {}, { signal });
  clients[0]?.on('question', (answer) => answer('yes'));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  expect(await sockets[0]?.withSignal(signal).emitWithAck('question')).toBe('yes');
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  const wait = sockets[0]?.withSignal(signal).emitWithAck('never answered');
  expect(getEventListeners(signal, 'abort')).toHaveLength(2);
  sockets[0]?.disconnect();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  await expect(wait).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
});

test('with a signal, an acknowledgement of a client that has left is not waited for', async () => {
  const { sockets } = await serverWithClients(1);
  const { signal } = new AbortController();
  sockets[0]?.disconnect();
  await expect(sockets[0]?.withSignal(signal).emitWithAck('question')).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a signal given to a socket holds for its broadcasts', async () => {
  const { sockets } = await serverWithClients(2);
  const controller = new AbortController();
  const wait = expect(sockets[0]?.withSignal(controller.signal).timeout(60_000).broadcast.emitWithAck('question')).rejects.toThrow('enough');
  controller.abort(new Error('enough'));
  await wait;
});
