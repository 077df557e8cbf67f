// Why a socket is disconnected, as it is told, and whether it comes back by itself.
import { expect, test } from 'vitest';
import type { Socket } from '../../src/core/client/index.ts';
import { manager } from '../fixtures/core-client.ts';
import { nextEvent } from '../fixtures/core-server.ts';
import { handshake, ScriptedServer, type ScriptedWebSocket } from '../fixtures/scripted-server.ts';

async function connected(change: object = {}): Promise<{ socket: Socket; ws: ScriptedWebSocket; server: ScriptedServer }> {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['websocket'], reconnection: true, reconnectionDelay: 1, randomizationFactor: 0 });
  const socket = client.socket('/').connect();
  const isConnected = nextEvent(socket, 'connect');
  const ws = await server.nextWebSocket();
  ws.send(handshake(change), '40{"sid":"the-socket"}');
  await ws.next();
  await isConnected;
  return { socket, ws, server };
}

test('io server disconnect: the server left the namespace; it does not come back by itself', async () => {
  const { socket, ws } = await connected();
  const gone = nextEvent(socket, 'disconnect');
  ws.send('41');
  expect(await gone).toEqual(['io server disconnect', undefined]);
  expect(socket.active).toBe(false);
});

test('io client disconnect: the program did; it does not come back by itself', async () => {
  const { socket, ws } = await connected();
  const gone = nextEvent(socket, 'disconnect');
  socket.disconnect();
  expect(await gone).toEqual(['io client disconnect', undefined]);
  expect(await ws.next()).toBe('41');
  expect(socket.active).toBe(false);
});

test('transport close: the connection was closed; it comes back', async () => {
  const { socket, ws, server } = await connected();
  const gone = nextEvent(socket, 'disconnect');
  ws.ws.close(1001, 'restart');
  expect(await gone).toEqual(['transport close', { description: 'websocket connection closed', context: { code: 1001, reason: 'restart' } }]);
  expect(socket.active).toBe(true);
  await server.nextWebSocket();
});

test('transport error: the connection broke; it comes back', async () => {
  const { socket, ws, server } = await connected();
  const gone = nextEvent<[string, Error]>(socket, 'disconnect');
  // A frame with a reserved bit: no WebSocket.
  (ws.ws as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(Buffer.from([0xf1, 0x00]));
  const [reason, error] = await gone;
  expect(reason).toBe('transport error');
  expect(error.message).toBe('websocket error');
  await server.nextWebSocket();
});

test('ping timeout: the server was silent; it comes back', async () => {
  const { socket, server } = await connected({ pingInterval: 10, pingTimeout: 10 });
  expect((await nextEvent(socket, 'disconnect'))[0]).toBe('ping timeout');
  await server.nextWebSocket();
});

test('parse error: the server sent what is no packet; it comes back', async () => {
  for (const text of ['42', '4zz', '42["connect"]', '49']) {
    const { socket, ws, server } = await connected();
    const gone = nextEvent(socket, 'disconnect');
    ws.send(text);
    expect((await gone)[0]).toBe('parse error');
    await server.nextWebSocket();
  }
});

test('forced close: the manager was closed; it does not come back by itself', async () => {
  const { socket, ws } = await connected();
  const gone = nextEvent(socket, 'disconnect');
  socket.io.disconnect();
  expect((await gone)[0]).toBe('forced close');
  await ws.closed;
});

test('a refusal is an error with the data of the middleware, and the socket asks no more', async () => {
  const server = await ScriptedServer.start();
  const socket = manager(server.url, { transports: ['websocket'] })
    .socket('/admin')
    .connect();
  const ws = await server.nextWebSocket();
  ws.send(handshake());
  expect(await ws.next()).toBe('40/admin,');
  ws.send('44/admin,{"message":"not authorized","data":{"code":401}}');
  const [error] = await nextEvent<[Error & { data: unknown }]>(socket, 'connect_error');
  expect([error.message, error.data]).toEqual(['not authorized', { code: 401 }]);
  expect(socket.active).toBe(false);
});

test('a session that opens when nobody wants it any more is closed, and not left to the server', async () => {
  const text = handshake();
  for (const [protocolVersion, answer, close] of [
    [4, text, '1'],
    ['auto', `${text.length}:${text}2:40`, '1:1'],
  ] as const) {
    const server = await ScriptedServer.start();
    const client = manager(server.url, { transports: ['polling'], protocolVersion });
    client.socket('/').connect();
    const get = await server.nextGet();
    client.disconnect();
    get.answer(answer);
    const post = await server.nextPost();
    expect([post.url.searchParams.get('sid'), post.body]).toEqual(['the-sid', close]);
    post.answer('ok');
  }
});

test('a namespace that is left before the server has answered is left at the server, too', async () => {
  const { socket, ws } = await connected();
  const other = socket.io.socket('/a').connect();
  expect(await ws.next()).toBe('40/a,');
  other.disconnect();
  ws.send('40/a,{"sid":"nobody"}');
  expect(await ws.next()).toBe('41/a,');
  expect(other.connected).toBe(false);
});

test('who comes back before the server has answered takes that answer, and asks no second time', async () => {
  const { socket, ws } = await connected();
  const other = socket.io.socket('/a').connect();
  expect(await ws.next()).toBe('40/a,');
  other.disconnect().connect();
  const isConnected = nextEvent(other, 'connect');
  ws.send('40/a,{"sid":"the-same"}');
  await isConnected;
  other.emit('first');
  expect(await ws.next()).toBe('42/a,["first"]');
});

test('who leaves alone before the server has answered, and comes back, asks over the new connection', async () => {
  const server = await ScriptedServer.start();
  const socket = manager(server.url, { transports: ['websocket'] })
    .socket('/')
    .connect();
  const first = await server.nextWebSocket();
  first.send(handshake());
  expect(await first.next()).toBe('40');
  socket.disconnect();
  await first.closed;
  socket.connect();
  const second = await server.nextWebSocket();
  second.send(handshake());
  expect(await second.next()).toBe('40');
  const isConnected = nextEvent(socket, 'connect');
  second.send('40{"sid":"the-socket"}');
  await isConnected;
});
