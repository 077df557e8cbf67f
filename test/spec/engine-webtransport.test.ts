// Engine.IO 4, "WebTransport": the handshake, framing and upgrades, over streams in memory.
import { expect, test } from 'vitest';
import type { ServerOptions } from '../../src/core/engine/index.ts';
import { once, type RunningEngine, startEngine } from '../fixtures/engine-server.ts';
import { MemoryWebTransport } from '../fixtures/web-transport.ts';

const TRANSPORTS = ['polling', 'websocket', 'webtransport'] as const;

async function start(options: Partial<ServerOptions> = {}): Promise<RunningEngine> {
  return startEngine({ transports: TRANSPORTS, ...options });
}

/** A client whose stream is open, and nothing said. */
function arrive({ engine }: RunningEngine): MemoryWebTransport {
  const client = new MemoryWebTransport();
  void engine.onWebTransportSession(client.session);
  client.open();
  return client;
}

async function connected(server: RunningEngine, size?: number) {
  const opened = server.nextSession();
  const client = arrive(server);
  await client.send(['0'], size);
  const session = await opened;
  return { client, session, handshake: String(await client.next()) };
}

test('an open packet without data opens a session, and its handshake is the answer', async () => {
  const server = await start();
  const { session, handshake } = await connected(server);
  expect(JSON.parse(handshake.slice(1))).toEqual({ sid: session.id, upgrades: [], pingInterval: 60_000, pingTimeout: 20_000, maxPayload: 1e6 });
  expect([session.protocol, session.transport.name, session.remoteAddress]).toEqual([4, 'webtransport', '']);
  expect(session.request.headers).toEqual({});
});

test.each([1, 2, 7, undefined])('texts and bytes arrive in order, in pieces of %s bytes', async (size) => {
  const { client, session } = await connected(await start(), size);
  const received: unknown[] = [];
  const done = new Promise<void>((resolve) => {
    session.on('message', (data) => {
      received.push(data);
      session.send(data);
      if (data === 'end') resolve();
    });
  });
  const large = Buffer.alloc(200, 7);
  await client.send(['4a€', large, '4', '4end'], size);
  await done;
  expect(received).toEqual(['a€', large, '', 'end']);
  expect([await client.next(), await client.next(), await client.next(), await client.next()]).toEqual(['4a€', large, '4', '4end']);
});

test('the server pings, and the client answers', async () => {
  const { client, session } = await connected(await start({ pingInterval: 10, pingTimeout: 10_000 }));
  expect(await client.next()).toBe('2');
  const heartbeat = once(session, 'heartbeat');
  await client.send(['3']);
  await heartbeat;
});

test('a session that polls is told of WebTransport, probes it, and moves', async () => {
  const server = await start();
  const polling = await server.openPolling();
  expect(polling.handshake.text).toContain('"upgrades":["websocket","webtransport"]');
  const waiting = polling.get();
  const client = arrive(server);
  await client.send([`0{"sid":"${polling.session.id}"}`, '2probe']);
  expect(await client.next()).toBe('3probe');
  expect((await waiting).text).toBe('6');
  polling.session.send('buffered');
  const upgraded = once(polling.session, 'upgrade');
  await client.send(['5']);
  await upgraded;
  expect(await client.next()).toBe('4buffered');
  expect(polling.session.transport.name).toBe('webtransport');
  expect(await polling.get()).toMatchObject({ status: 400, text: '{"code":3,"message":"Bad request"}' });
});

test('a session over WebSocket may move, too, once', async () => {
  const server = await start();
  const { peer, session } = await server.openWebSocket();
  const client = arrive(server);
  await client.send([`0{"sid":"${session.id}"}`, '2probe']);
  expect(await client.next()).toBe('3probe');
  const upgraded = once(session, 'upgrade');
  await client.send(['5']);
  await upgraded;
  await peer.closed;
  expect(session.readyState).toBe('open');
  const second = arrive(server);
  await second.send([`0{"sid":"${session.id}"}`]);
  await second.closed;
  expect(session.readyState).toBe('open');
});

test.each(['4hello', '2', '0{}', '0{"sid":"nobody"}', '0{"sid":1}', '0x', '0null', '1'])('"%s" as the first packet closes it', async (packet) => {
  const server = await start();
  const client = arrive(server);
  await client.send([packet]);
  await client.closed;
  expect(server.engine.clientsCount).toBe(0);
});

test.each([
  ['a frame over maxHttpBufferSize', '7e03e9'],
  ['an empty frame', '00'],
  ['text that is no packet', '0139'],
])('%s ends the session with a parse error', async (_name, hex) => {
  const { client, session } = await connected(await start({ maxHttpBufferSize: 1000 }));
  const closed = once(session, 'close');
  await client.sendBytes(Buffer.from(hex, 'hex'));
  expect((await closed)[0]).toBe('parse error');
  await client.closed;
});

test('a client that goes away ends the session', async () => {
  const { client, session } = await connected(await start());
  const closed = once(session, 'close');
  client.leave();
  expect((await closed)[0]).toBe('transport close');
});

test('what was written before close() goes out first, and the reason with the end', async () => {
  const { client, session } = await connected(await start());
  session.send('last');
  session.close(false, 'moving house');
  expect(await client.next()).toBe('4last');
  expect(await client.closed).toEqual({ closeCode: 0, reason: 'moving house' });
});

test('a client that does not read makes the session not writable, and is ended where that is asked for', async () => {
  const server = await start({ backpressure: { highWaterMark: 1000, policy: 'disconnect' } });
  const opened = server.nextSession();
  const client = new MemoryWebTransport();
  void server.engine.onWebTransportSession(client.session);
  client.open({ isStalled: true });
  await client.send(['0']);
  const session = await opened;
  const closed = once(session, 'close');
  session.send('x'.repeat(100));
  await new Promise((resolve) => setImmediate(resolve));
  expect([session.writable, session.bufferedBytes > 100]).toEqual([false, true]);
  session.send('x'.repeat(2000));
  expect(await closed).toEqual(['transport error', expect.objectContaining({ code: 'BUFFER_FULL' })]);
  await client.closed;
});

test.each([
  ['has not the transport', { transports: ['polling', 'websocket'] as const }],
  ['asks allowRequest', { allowRequest: (_req: unknown, done: (message: null, isAllowed: boolean) => void) => done(null, true) }],
  ['has middlewares', { cors: { origin: '*' } }],
])('a server that %s closes it', async (_name, options) => {
  const server = await start(options);
  const client = arrive(server);
  // Perhaps nobody reads it.
  void client.send(['0']);
  await client.closed;
  expect(server.engine.clientsCount).toBe(0);
});

test('one that says nothing in upgradeTimeout is closed, with a stream and without', async () => {
  const server = await start({ upgradeTimeout: 10 });
  await arrive(server).closed;
  const silent = new MemoryWebTransport();
  await server.engine.onWebTransportSession(silent.session);
  await silent.closed;
});
