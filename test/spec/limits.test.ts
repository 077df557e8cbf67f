// Each bound of src/core/limits.ts, and each option that is one, reached through the wire.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import msgpack from 'socket.io-msgpack-parser';
import { expect, test } from 'vitest';
import * as limits from '../../src/core/limits.ts';
import { nextEvent, type RawWebSocket, type RunningServer, startServer } from '../fixtures/core-server.ts';

const { MAX_ACK_ID_DIGITS, MAX_ATTACHMENTS, MAX_NAMESPACE_LENGTH, MAX_NESTING, MAX_PAYLOAD_PACKETS } = limits;

async function connected(server: RunningServer): Promise<RawWebSocket> {
  server.io.on('connection', (socket) => socket.on('fence', (...args) => args.pop()()));
  const ws = server.webSocket('');
  await ws.send('40');
  await ws.next();
  await ws.next();
  return ws;
}

function binaryEvent(count: number): string {
  const placeholders = Array.from({ length: count }, (_, num) => `{"_placeholder":true,"num":${num}}`);
  return `45${count}-1["fence",${placeholders.join(',')}]`;
}

function packetOf(length: number): string {
  return `42["${'x'.repeat(length - 6)}"]`;
}

test('every bound has a test that is named after it', () => {
  const files = ['test/spec', 'test/unit/core'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const tests = files
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => readFileSync(file, 'utf8').match(/(?:test|it)\((['"`]).*?\1/g) ?? [])
    .join('\n');
  expect(Object.keys(limits).filter((name) => !tests.includes(name))).toEqual([]);
});

test('MAX_ATTACHMENTS are read, one more closes the connection', async () => {
  const server = await startServer();
  const ws = await connected(server);
  await ws.send(binaryEvent(MAX_ATTACHMENTS), ...Array.from({ length: MAX_ATTACHMENTS }, () => Buffer.from([1])));
  expect(await ws.next()).toBe('431[]');
  await ws.send(binaryEvent(MAX_ATTACHMENTS + 1));
  await ws.closed;
});

test('data nested MAX_NESTING deep is sent back, deeper data closes the connection', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('echo', (data) => socket.emit('echo', data)));
  const nested = (depth: number): string => `42["echo",${'['.repeat(depth)}${']'.repeat(depth)}]`;
  const ws = await connected(server);
  // The array of the event is one of them.
  await ws.send(nested(MAX_NESTING - 1));
  expect(await ws.next()).toBe(nested(MAX_NESTING - 1));
  await ws.send(nested(MAX_NESTING));
  await ws.closed;
});

test('MAX_NESTING holds for a parser of the program, too', async () => {
  const server = await startServer({ parser: msgpack });
  server.io.on('connection', (socket) => socket.on('echo', (data) => socket.emit('echo', data)));
  const nested = (depth: number): unknown => {
    let data: unknown = [];
    for (let level = 1; level < depth; level++) data = [data];
    return data;
  };
  const packet = (type: number, data?: unknown): Buffer => {
    // It says that it answers one ArrayBuffer, and answers an array of Buffers.
    const messages = new msgpack.Encoder().encode({ type, nsp: '/', data }) as unknown as Buffer[];
    return messages[0] ?? Buffer.alloc(0);
  };
  const ws = server.webSocket('');
  await ws.send(packet(0));
  for (let count = 0; count < 2; count++) await ws.next();
  await ws.send(packet(2, ['echo', nested(MAX_NESTING - 1)]));
  expect(Buffer.from(await ws.next()).length).toBeGreaterThan(MAX_NESTING);
  await ws.send(packet(2, ['echo', nested(MAX_NESTING)]));
  await ws.closed;
});

test('an id of MAX_ACK_ID_DIGITS is answered, a longer one closes the connection', async () => {
  const server = await startServer();
  const ws = await connected(server);
  const id = '9'.repeat(MAX_ACK_ID_DIGITS);
  await ws.send(`42${id}["fence"]`);
  expect(await ws.next()).toBe(`43${id}[]`);
  await ws.send(`42${id}9["fence"]`);
  await ws.closed;
});

test('a namespace of MAX_NAMESPACE_LENGTH is looked up, a longer name closes the connection', async () => {
  const server = await startServer();
  const ws = await connected(server);
  const name = `/${'n'.repeat(MAX_NAMESPACE_LENGTH - 1)}`;
  await ws.send(`40${name},`);
  expect(await ws.next()).toBe(`44${name},{"message":"Invalid namespace"}`);
  await ws.send(`40${name}n,`);
  await ws.closed;
});

test('a payload of MAX_PAYLOAD_PACKETS is read, one more ends the session', async () => {
  const server = await startServer();
  const path = `transport=polling&sid=${await server.openPolling()}`;
  const body = Array.from({ length: MAX_PAYLOAD_PACKETS }, () => '6').join('\x1e');
  await (await server.http(path, { method: 'POST', body })).text();
  expect(server.io.engine.clientsCount).toBe(1);
  await (await server.http(path, { method: 'POST', body: `${body}\x1e6` })).text();
  expect(server.io.engine.clientsCount).toBe(0);
});

test('maxHttpBufferSize is the last size that is read, over each transport', async () => {
  const server = await startServer({ maxHttpBufferSize: 1000 });
  const path = `transport=polling&sid=${await server.openPolling()}`;
  expect((await server.http(path, { method: 'POST', body: `66${'\x1e6'.repeat(499)}` })).status).toBe(200);
  expect((await server.http(path, { method: 'POST', body: `666${'\x1e6'.repeat(499)}` })).status).toBe(413);
  const ws = await connected(server);
  await ws.send(packetOf(1000), '421["fence"]');
  expect(await ws.next()).toBe('431[]');
  await ws.send(packetOf(1001));
  expect(await ws.closed).toBe(1009);
});

test('attachments are held to maxHttpBufferSize one by one', async () => {
  const server = await startServer({ maxHttpBufferSize: 1000 });
  const ws = await connected(server);
  await ws.send(binaryEvent(1), Buffer.alloc(1000));
  expect(await ws.next()).toBe('431[]');
  await ws.send(binaryEvent(1), Buffer.alloc(1001));
  expect(await ws.closed).toBe(1009);
});

test('a message that inflates beyond maxHttpBufferSize is not', async () => {
  const server = await startServer({ maxHttpBufferSize: 1000, perMessageDeflate: true });
  const ws = await connected(server);
  expect(ws.ws.extensions).toContain('permessage-deflate');
  await ws.send(packetOf(100_000));
  expect(await ws.closed).toBe(1009);
});

test('connectTimeout ends a client whose middleware never decides, and takes its rooms back', async () => {
  const server = await startServer({ connectTimeout: 20 });
  server.io.use((socket) => void socket.join('waiting'));
  const joined = nextEvent(server.io.sockets.adapter, 'join-room');
  const ws = server.webSocket('');
  await ws.send('40');
  await joined;
  expect([...server.io.sockets.adapter.rooms.keys()]).toEqual(['waiting']);
  await ws.closed;
  expect([...server.io.sockets.adapter.rooms.keys()]).toEqual([]);
  expect(server.io.engine.clientsCount).toBe(0);
});

test('whatever comes while a pong is awaited gives it more time, once', async () => {
  const server = await startServer({ pingInterval: 30, pingTimeout: 200 });
  const reason = new Promise((resolve) => server.io.tap.listen((record) => record.type === 'session_close' && resolve(record.reason)));
  const ws = await connected(server);
  expect(await ws.next()).toBe('2');
  const pingedAt = performance.now();
  const timer = setInterval(() => void ws.send('6'), 50);
  expect(await reason).toBe('ping timeout');
  clearInterval(timer);
  const tookMs = performance.now() - pingedAt;
  // 200 ms from the first "6", which comes after 50.
  expect(tookMs).toBeGreaterThan(220);
  expect(tookMs).toBeLessThan(400);
});

test.each(['pingInterval', 'pingTimeout', 'upgradeTimeout', 'maxHttpBufferSize'])('%s must be over 0', async (option) => {
  await expect(startServer({ [option]: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await expect(startServer({ [option]: Number.NaN })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
});
