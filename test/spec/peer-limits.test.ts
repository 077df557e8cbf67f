// `limits`: what a peer can make grow, how often it was hit, and whom the tap is told of.
import { expect, test } from 'vitest';
import {
  MAX_BUFFERED_BYTES,
  MAX_DYNAMIC_NAMESPACES,
  MAX_EVENT_NAME_LENGTH,
  MAX_NAMESPACES,
  MAX_NESTING,
  MAX_PENDING_ACKS,
  MAX_ROOMS,
} from '../../src/core/limits.ts';
import { Server, type ServerOptions, type Socket } from '../../src/core/server/index.ts';
import type { TapRecord } from '../../src/core/tap.ts';
import { nextEvent, type RawWebSocket, type RunningServer, startServer } from '../fixtures/core-server.ts';

interface Connected {
  readonly server: RunningServer;
  readonly ws: RawWebSocket;
  readonly socket: Socket;
  readonly hits: () => Readonly<Record<string, number>>;
  readonly told: TapRecord[];
}

async function connected(options: Partial<ServerOptions> = {}): Promise<Connected> {
  const server = await startServer(options);
  const told: TapRecord[] = [];
  server.io.tap.listen((record) => void (record.type === 'limit' && told.push(record)));
  const connection = nextEvent<[Socket]>(server.io, 'connection');
  const ws = server.webSocket('');
  await ws.send('40');
  await ws.next();
  await ws.next();
  const [socket] = await connection;
  return { server, ws, socket, told, hits: () => Object.fromEntries(server.io.engine.limitHits.counts) };
}

test('an event name of MAX_EVENT_NAME_LENGTH is heard, a longer one closes the connection', async () => {
  const { ws, socket, hits, told } = await connected();
  const heard: unknown[] = [];
  socket.onAny((event) => heard.push(event));
  const name = 'x'.repeat(MAX_EVENT_NAME_LENGTH);
  await ws.send(`42["${name}"]`, `42["${name}x"]`);
  await ws.closed;
  expect(heard).toEqual([name]);
  expect(hits()).toEqual({ eventNameLength: 1 });
  expect(told).toEqual([{ type: 'limit', at: expect.any(Number), limit: 'eventNameLength', engineId: socket.conn.id, remoteAddress: '127.0.0.1' }]);
});

test('a client is let into MAX_NAMESPACES, one more is refused, and a place that is left is free again', async () => {
  const { server, ws, hits } = await connected();
  server.io.of(/^\/n\d+$/);
  const names = Array.from({ length: MAX_NAMESPACES - 1 }, (_, index) => `/n${index}`);
  await ws.send(...names.map((name) => `40${name},`));
  for (const name of names) expect(String(await ws.next()).startsWith(`40${name},{"sid"`)).toBe(true);
  await ws.send('40/n5000,');
  expect(await ws.next()).toBe('44/n5000,{"message":"Too many namespaces"}');
  expect(hits()).toEqual({ namespacesPerClient: 1 });
  await ws.send('41/n0,', '40/n5000,');
  expect(String(await ws.next()).startsWith('40/n5000,{"sid"')).toBe(true);
});

test('clients make MAX_DYNAMIC_NAMESPACES come into being, one more is refused, and one that is cleaned up makes place', async () => {
  const { server, ws, hits } = await connected({ cleanupEmptyChildNamespaces: true, limits: { namespacesPerClient: 10 } });
  server.io.of(/^\/d\d+$/);
  // As clients would, who need their time for it.
  for (let index = 0; index < MAX_DYNAMIC_NAMESPACES - 1; index++) server.io.of(`/d${index}`);
  await ws.send('40/d1000000,', '40/d1000001,', '40/d0,');
  expect(String(await ws.next()).startsWith('40/d1000000,{"sid"')).toBe(true);
  expect(await ws.next()).toBe('44/d1000001,{"message":"Too many namespaces"}');
  expect(String(await ws.next()).startsWith('40/d0,{"sid"')).toBe(true);
  expect(hits()).toEqual({ dynamicNamespaces: 1 });
  await ws.send('41/d0,', '40/d1000001,');
  expect(String(await ws.next()).startsWith('40/d1000001,{"sid"')).toBe(true);
});

test('those it only asks for count as well', async () => {
  const server = await startServer({ limits: { namespacesPerClient: 2 } });
  server.io.of(/^\/n\d$/).use(() => {});
  const ws = server.webSocket('');
  await ws.send('40/n1,', '40/n2,', '40/n3,');
  await ws.next();
  expect(await ws.next()).toBe('44/n3,{"message":"Too many namespaces"}');
});

test('a socket joins MAX_ROOMS, its own among them; with one more its connection ends', async () => {
  const { socket, hits } = await connected();
  const ended = nextEvent(socket, 'disconnect');
  void socket.join(Array.from({ length: MAX_ROOMS - 2 }, (_, index) => `r${index}`));
  void socket.join('last');
  void socket.join(['last', 'r0']);
  expect(socket.connected).toBe(true);
  void socket.join('one more');
  expect(await ended).toEqual(['transport error', expect.objectContaining({ code: 'TOO_MANY_ROOMS', limit: MAX_ROOMS, actual: MAX_ROOMS + 1 })]);
  expect(socket.nsp.adapter.rooms.has('one more')).toBe(false);
  expect(hits()).toEqual({ roomsPerSocket: 1 });
});

test('a client owes MAX_PENDING_ACKS acknowledgements; asked for one more its connection ends', async () => {
  const { ws, socket, hits } = await connected();
  const ended = nextEvent(socket, 'disconnect');
  ws.ws.pause();
  for (let count = 0; count < MAX_PENDING_ACKS; count++) socket.emit('ask', () => {});
  expect(socket.connected).toBe(true);
  socket.emit('ask', () => {});
  expect(await ended).toEqual(['transport error', expect.objectContaining({ code: 'TOO_MANY_PENDING_ACKS', limit: MAX_PENDING_ACKS })]);
  expect(hits()).toMatchObject({ pendingAcksPerSocket: 1 });
});

test('MAX_BUFFERED_BYTES wait for a client that does not read; with more its connection ends, whatever the policy', async () => {
  for (const policy of ['drop-volatile', 'ignore'] as const) {
    const { ws, socket, hits } = await connected({ backpressure: { policy } });
    const ended = nextEvent(socket, 'disconnect');
    ws.ws.pause();
    const piece = Buffer.alloc(1024 * 1024);
    let waiting = 0;
    while (socket.connected) {
      waiting = socket.bufferedBytes;
      socket.emit('piece', piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await ended).toEqual(['transport error', expect.objectContaining({ code: 'TOO_MANY_BUFFERED_BYTES', limit: MAX_BUFFERED_BYTES })]);
    expect(waiting).toBeGreaterThan(MAX_BUFFERED_BYTES - 2 * piece.length);
    expect(hits()).toEqual({ bufferedBytesPerClient: 1, ...(policy === 'ignore' ? {} : { highWaterMark: 1 }) });
    // What waits for the peer goes with its connection.
    expect(socket.conn.request.socket.destroyed).toBe(true);
  }
});

test('a waiter with a timeout is told, whatever ends the connection', async () => {
  const { socket } = await connected({ limits: { pendingAcksPerSocket: 1 } });
  socket.emit('ask', () => {});
  await expect(socket.timeout(10).emitWithAck('ask')).rejects.toThrow('operation has timed out');
});

test.each([
  ['attachmentsPerPacket', 1, '452-["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'],
  ['eventNameLength', 3, '42["long"]'],
  ['nesting', 2, '42["a",[[]]]'],
])('limits.%s of %d closes the connection of a client that sends more', async (limit, value, packet) => {
  const { ws, hits } = await connected({ limits: { [limit]: value } });
  await ws.send(packet);
  await ws.closed;
  expect(hits()).toEqual({ [limit]: 1 });
});

test('a message over maxHttpBufferSize counts, over each transport', async () => {
  const { server, ws, hits } = await connected({ maxHttpBufferSize: 100 });
  await ws.send(`42["${'x'.repeat(100)}"]`);
  await ws.closed;
  expect(hits()).toEqual({ maxHttpBufferSize: 1 });
  const sid = await server.openPolling();
  expect((await server.http(`transport=polling&sid=${sid}`, { method: 'POST', body: `4${'x'.repeat(101)}` })).status).toBe(413);
  expect(hits()).toEqual({ maxHttpBufferSize: 2 });
});

test('a handshake over a limit of its address counts, and the tap is told who asked', async () => {
  const { server, hits, told } = await connected({ limits: { connectionsPerAddress: 1 } });
  expect((await server.http('transport=polling')).status).toBe(429);
  expect(hits()).toEqual({ connectionsPerAddress: 1 });
  expect(told).toEqual([{ type: 'limit', at: expect.any(Number), limit: 'connectionsPerAddress', engineId: null, remoteAddress: '127.0.0.1' }]);
});

test('a client that reads too slowly counts once until it has read', async () => {
  const { ws, socket, hits } = await connected({ backpressure: { highWaterMark: 1000 } });
  ws.ws.pause();
  for (let count = 0; count < 100; count++) socket.emit('large', 'x'.repeat(100_000));
  expect(hits()).toEqual({ highWaterMark: 1 });
});

test('a limit that is no number over 0, or deeper than MAX_NESTING, is refused at once', () => {
  expect(() => new Server({ limits: { roomsPerSocket: 0 } })).toThrow('limits.roomsPerSocket is 0: it must be a number over 0');
  expect(() => new Server({ limits: { nesting: MAX_NESTING + 1 } })).toThrow(
    `limits.nesting is ${MAX_NESTING + 1}: it must be ${MAX_NESTING} at most`,
  );
});
