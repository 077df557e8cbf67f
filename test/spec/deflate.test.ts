// permessage-deflate (RFC 7692): messages are compressed off the event loop; order and meaning stay.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { nextEvent, type RunningServer, startServer } from '../fixtures/core-server.ts';

async function connected(
  server: RunningServer,
  perMessageDeflate: ClientOptions['perMessageDeflate'] = true,
): Promise<{ ws: WebSocket; messages: (string | Buffer)[]; until: (last: string) => Promise<void> }> {
  const { port } = server.httpServer.address() as AddressInfo;
  const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate });
  onTestFinished(() => ws.terminate());
  const messages: (string | Buffer)[] = [];
  ws.on('message', (data: Buffer, isBinary) => messages.push(isBinary ? data : data.toString()));
  await nextEvent(ws, 'message');
  expect(ws.extensions).toContain('permessage-deflate');
  const joined = nextEvent(server.io.sockets, 'connection');
  ws.send('40');
  await joined;
  const until = async (last: string): Promise<void> => {
    while (messages.at(-1) !== last) await nextEvent(ws, 'message');
  };
  return { ws, messages, until };
}

const CONTEXT_TAKEOVER = { serverNoContextTakeover: false, clientNoContextTakeover: false };

test.each([
  ['without context takeover', {}, {}],
  ['with context takeover, which the program asks for', CONTEXT_TAKEOVER, {}],
  ['with a window that the client asks for', {}, { serverMaxWindowBits: 9 }],
])('large and small, compressed or not, text and bytes arrive in order, %s', async (_title, perMessageDeflate, ofClient) => {
  const server = await startServer({ perMessageDeflate });
  const { messages, until } = await connected(server, ofClient);
  const large = 'x'.repeat(20_000);
  const bytes = randomBytes(5000);
  for (let n = 0; n < 20; n++) {
    server.io.emit('large', n, large);
    server.io.compress(false).emit('plain', n, large);
    server.io.emit('small', n);
    server.io.emit('bytes', n, bytes);
  }
  server.io.emit('last');
  await until('42["last"]');
  const order = messages
    .slice(2, -1)
    .map((message) => (typeof message === 'string' ? message.replace(/^[^[]*\["(\w+)",(\d+).*$/s, '$1 $2') : message.length));
  expect(order).toEqual(Array.from({ length: 20 }, (_, n) => [`large ${n}`, `plain ${n}`, `small ${n}`, `bytes ${n}`, 5000]).flat());
});

test('the server announces that no message refers to one before it, in either direction', async () => {
  const server = await startServer({ perMessageDeflate: true });
  const { port } = server.httpServer.address() as AddressInfo;
  const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  onTestFinished(() => ws.terminate());
  const response = await nextEvent<[IncomingMessage]>(ws, 'upgrade');
  expect(response[0].headers['sec-websocket-extensions']).toBe('permessage-deflate; server_no_context_takeover; client_no_context_takeover');
});

test('compressed messages of the client are read one by one, each by itself', async () => {
  const server = await startServer({ perMessageDeflate: true });
  server.io.on('connection', (socket) => socket.on('large', (n: number, text: string) => socket.emit('got', n, text.length)));
  const { ws, until } = await connected(server, { threshold: 0 });
  for (let n = 0; n < 5; n++) ws.send(`42["large",${n},"${'x'.repeat(5000)}"]`);
  await until('42["got",4,5000]');
});

test('what waits for its compression counts as buffered, and is drained once it is sent', async () => {
  const server = await startServer({ perMessageDeflate: true });
  const { until } = await connected(server);
  const [socket] = server.io.sockets.sockets.values();
  socket?.emit('large', 'x'.repeat(50_000));
  await new Promise((resolve) => process.nextTick(resolve));
  expect(socket?.bufferedBytes).toBeGreaterThan(50_000);
  await socket?.drained();
  expect(socket?.bufferedBytes).toBe(0);
  socket?.emit('last');
  await until('42["last"]');
});

test('what is being compressed leaves before the close', async () => {
  const server = await startServer({ perMessageDeflate: true });
  const { ws, messages } = await connected(server);
  for (let n = 0; n < 5; n++) server.io.emit('large', n, 'x'.repeat(50_000));
  server.io.disconnectSockets(true);
  await nextEvent(ws, 'close');
  expect(messages.slice(2).map((message) => String(message).slice(0, 12))).toEqual(
    [0, 1, 2, 3, 4].map((n) => `42["large",${n}`.slice(0, 12)).concat('41'),
  );
});

test('while it compresses, volatile events are dropped and the others wait', async () => {
  const server = await startServer({ perMessageDeflate: true });
  const { messages, until } = await connected(server);
  server.io.emit('large', 'x'.repeat(50_000));
  await new Promise((resolve) => process.nextTick(resolve));
  const [socket] = server.io.sockets.sockets.values();
  expect(socket?.conn.transport.writable).toBe(false);
  server.io.volatile.emit('dropped');
  server.io.emit('kept');
  await until('42["kept"]');
  expect(messages).not.toContain('42["dropped"]');
});
