// Engine.IO protocol, revision 4: "Message", "WebSocket" and "Packets encoding".
import { expect, test } from 'vitest';
import type { Socket } from '../../src/core/engine/index.ts';
import { decodePacket, ENGINE_PACKET } from '../../src/core/engine/packet.ts';
import { startEngine } from '../fixtures/engine-server.ts';

function echo(session: Socket): void {
  session.on('message', (data: string | Buffer) => session.send(data));
}

test('once the handshake is completed, the client and the server can exchange data in message packets', async () => {
  const running = await startEngine();
  running.engine.on('connection', echo);
  const { text } = await running.ask('EIO=4&transport=polling');
  const query = `EIO=4&transport=polling&sid=${(JSON.parse(text.slice(1)) as { sid: string }).sid}`;
  const post = await running.ask(query, { method: 'POST', body: '4hello\x1e4€\x1ebAQIDBA==' });
  expect([post.status, post.text]).toEqual([200, 'ok']);
  expect((await running.ask(query)).text).toBe('4hello\x1e4€\x1ebAQIDBA==');
});

test('over WebSocket each packet is sent in its own frame, and binary payloads are sent as is', async () => {
  const running = await startEngine();
  running.engine.on('connection', echo);
  const ws = running.webSocket('EIO=4&transport=websocket');
  await ws.next();
  await ws.send('4hello', Buffer.from([1, 2, 3, 4]), '4', Buffer.alloc(0));
  expect([await ws.next(), await ws.next(), await ws.next(), await ws.next()]).toEqual(['4hello', Buffer.from([1, 2, 3, 4]), '4', Buffer.alloc(0)]);
});

test.each([1000, 100_000])('a buffer of %i bytes may be used again at once: what was sent arrives', async (size) => {
  const running = await startEngine();
  const [opened, ws] = [running.nextSession(), running.webSocket('EIO=4&transport=websocket')];
  await ws.next();
  const overWebSocket = await opened;
  const { query, session: overPolling } = await running.openPolling();
  const bytes = Buffer.alloc(size, 'a');
  // What is behind it waits for its turn.
  for (const session of [overWebSocket, overPolling]) session.send('before').send(bytes).send('after');
  bytes.fill('b');
  expect([await ws.next(), await ws.next(), await ws.next()]).toEqual(['4before', Buffer.alloc(size, 'a'), '4after']);
  const polled = (await running.ask(query)).text.split('\x1e').map((packet) => packet.slice(0, 10));
  expect(polled).toEqual(['4before', `b${Buffer.alloc(size, 'a').toString('base64')}`.slice(0, 10), '4after']);
});

test.each(['EIO=4', 'transport=websocket', '', 'EIO=abc&transport=websocket', 'EIO=4&transport=abc'])(
  'if a mandatory query parameter is missing, the server refuses the WebSocket: "%s"',
  async (query) => {
    const running = await startEngine();
    expect((await running.webSocket(query).refusal()).status).toBe(400);
  },
);

test.each(['EIO=4', 'transport=polling', '', 'EIO=abc&transport=polling', 'EIO=4&transport=abc'])(
  'if a mandatory query parameter is missing, the server responds with an HTTP 400 error status: "%s"',
  async (query) => {
    const running = await startEngine();
    expect((await running.ask(query)).status).toBe(400);
  },
);

test('a client has no more than one active POST request: should it happen, the server responds with 400 and closes the session', async () => {
  const running = await startEngine();
  const opened = running.nextSession();
  const { text } = await running.ask('EIO=4&transport=polling');
  const session = await opened;
  const closed = new Promise((resolve) => session.once('close', resolve));
  const query = `EIO=4&transport=polling&sid=${(JSON.parse(text.slice(1)) as { sid: string }).sid}`;
  // The first one announces more than it sends.
  const first = running.ask(query, { method: 'POST', body: '4a', headers: { 'content-length': '100' } }).catch(() => 'cut off');
  const [second] = await Promise.all([retryUntilOverlapping(() => running.ask(query, { method: 'POST', body: '4b' })), closed]);
  expect(second).toBe(400);
  expect(await first).toBe('cut off');
  expect((await running.ask(query)).status).toBe(400);
});

/** Until the server has read the head of the first request, a second one is the only one. */
async function retryUntilOverlapping(post: () => Promise<{ readonly status: number | undefined }>): Promise<number | undefined> {
  for (;;) {
    const { status } = await post();
    if (status !== 200) return status;
  }
}

test('the types of packets', () => {
  expect(ENGINE_PACKET).toEqual({ open: 0, close: 1, ping: 2, pong: 3, message: 4, upgrade: 5, noop: 6 });
  for (const [type, digit] of Object.entries(ENGINE_PACKET)) {
    expect(decodePacket(`${digit}`)).toEqual({ type });
    expect(decodePacket(`${digit}data`)).toEqual({ type, data: 'data' });
  }
  expect(decodePacket('bAQIDBA==')).toEqual({ type: 'message', data: Buffer.from([1, 2, 3, 4]) });
});

test.each(['abc', '7', '', '-1', 'b*', ' 4'])('an invalid packet format closes the session: "%s"', async (packet) => {
  const running = await startEngine();
  const opened = running.nextSession();
  const ws = running.webSocket('EIO=4&transport=websocket');
  const session = await opened;
  const closed = new Promise((resolve) => session.once('close', resolve));
  await ws.send(packet);
  expect(await closed).toBe('parse error');
  await ws.closed;
});
