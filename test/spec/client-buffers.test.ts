// What waits for a connection, and in which order it leaves: events that came early, events that were emitted early, the
// events of `retries`, and then `connect` is told.
import { expect, test } from 'vitest';
import { manager } from '../fixtures/core-client.ts';
import { nextEvent } from '../fixtures/core-server.ts';
import { handshake, ScriptedServer } from '../fixtures/scripted-server.ts';

test('on connect the receive buffer, then the send buffer, then the retry queue are flushed before connect is told', async () => {
  const server = await ScriptedServer.start();
  const socket = manager(server.url, { transports: ['websocket'] }).socket('/', { retries: 1, ackTimeout: 10_000 });
  const order: string[] = [];
  socket.on('early', () => {
    order.push('received');
    socket.volatile.emit('from the listener');
  });
  socket.onAnyOutgoing((name: string) => order.push(`sent ${name}`));
  socket.on('connect', () => order.push('connect'));
  socket.emit('queued', 1);
  // Volatile events are no part of the queue; this one waits, since there is a transport that could take it.
  socket.connect();
  const ws = await server.nextWebSocket();
  ws.send(handshake());
  expect(await ws.next()).toBe('40');
  socket.volatile.emit('buffered', 2);
  ws.send('42["early"]', '40{"sid":"the-socket"}');
  await nextEvent(socket, 'connect');
  expect(order).toEqual(['received', 'sent from the listener', 'sent buffered', 'sent queued', 'connect']);
  expect([await ws.next(), await ws.next(), await ws.next()]).toEqual(['42["from the listener"]', '42["buffered",2]', '420["queued",1]']);
});

test('with retries one event is in flight, and a lost connection sends it again', async () => {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['websocket'], reconnection: true, reconnectionDelay: 1, randomizationFactor: 0 });
  const socket = client.socket('/', { retries: 5, ackTimeout: 10_000 }).connect();
  socket.emit('first');
  socket.emit('second');
  const lost = await server.nextWebSocket();
  lost.send(handshake(), '40{"sid":"the-socket"}');
  expect([await lost.next(), await lost.next()]).toEqual(['40', '420["first"]']);
  lost.ws.terminate();
  const ws = await server.nextWebSocket();
  ws.send(handshake(), '40{"sid":"another"}');
  expect([await ws.next(), await ws.next()]).toEqual(['40', '421["first"]']);
  ws.send('431[]');
  expect(await ws.next()).toBe('422["second"]');
});

test('an event is given up after its retries, and the next one goes', async () => {
  const server = await ScriptedServer.start();
  const socket = manager(server.url, { transports: ['websocket'] })
    .socket('/', { retries: 2, ackTimeout: 10 })
    .connect();
  const ws = await server.nextWebSocket();
  ws.send(handshake(), '40{"sid":"the-socket"}');
  await nextEvent(socket, 'connect');
  const givenUp = new Promise((resolve) => socket.emit('dead', (error: Error) => resolve(error.message)));
  socket.emit('alive');
  expect([await ws.next(), await ws.next(), await ws.next(), await ws.next(), await ws.next()]).toEqual([
    '40',
    '420["dead"]',
    '421["dead"]',
    '422["dead"]',
    '423["alive"]',
  ]);
  expect(await givenUp).toBe('operation has timed out');
});

test('an auth function that calls back when the connection has gone is not heard', async () => {
  const server = await ScriptedServer.start();
  const callbacks: ((data: object) => void)[] = [];
  const client = manager(server.url, { transports: ['websocket'], reconnection: true, reconnectionDelay: 1, randomizationFactor: 0 });
  client.socket('/', { auth: (callback) => callbacks.push(callback) }).connect();
  const lost = await server.nextWebSocket();
  const opened = nextEvent(client, 'open');
  lost.send(handshake());
  await opened;
  lost.ws.terminate();
  const ws = await server.nextWebSocket();
  const again = nextEvent(client, 'open');
  ws.send(handshake());
  await again;
  const [late, now] = callbacks;
  late?.({ token: 'late' });
  now?.({ token: 'now' });
  expect(await ws.next()).toBe('40{"token":"now"}');
});

test('what is too large for the server is refused where it is emitted, and its acknowledgement is not waited for', async () => {
  const server = await ScriptedServer.start();
  const socket = manager(server.url, { transports: ['websocket'] })
    .socket('/')
    .connect();
  const ws = await server.nextWebSocket();
  ws.send(handshake({ maxPayload: 100 }), '40{"sid":"the-socket"}');
  await nextEvent(socket, 'connect');
  expect(() => socket.emit('large', 'x'.repeat(100))).toThrow(expect.objectContaining({ code: 'MESSAGE_TOO_LARGE', limit: 100 }));
  await expect(socket.emitWithAck('large', Buffer.alloc(101))).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE', actual: 101 });
  socket.emit('small');
  expect([await ws.next(), await ws.next()]).toEqual(['40', '42["small"]']);
});

test('a signal takes back the wait for an acknowledgement, and an event that has not left', async () => {
  const server = await ScriptedServer.start();
  const socket = manager(server.url, { transports: ['websocket'] }).socket('/');
  const abort = new AbortController();
  const waiting = socket.withSignal(abort.signal).emitWithAck('never sent');
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  socket.connect();
  const ws = await server.nextWebSocket();
  ws.send(handshake(), '40{"sid":"the-socket"}');
  await nextEvent(socket, 'connect');
  socket.emit('sent');
  expect([await ws.next(), await ws.next()]).toEqual(['40', '42["sent"]']);
});

test('with retries a signal ends the wait, too', async () => {
  const socket = manager('http://127.0.0.1:1').socket('/', { retries: 3, ackTimeout: 10_000 });
  const abort = new AbortController();
  const waiting = socket.withSignal(abort.signal).emitWithAck('never sent');
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
