// `httpCompression`: answers to a GET, compressed as the client takes it.
import { connect } from 'node:net';
import { gunzipSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { once, type PollingPeer, startEngine } from '../fixtures/engine-server.ts';

const LARGE = 'x€'.repeat(1000);

function get(client: PollingPeer, encoding = 'gzip') {
  return client.get({ headers: { 'accept-encoding': encoding } });
}

test('an answer of 1024 bytes is compressed, a smaller one is not', async () => {
  const client = await (await startEngine()).openPolling();
  client.session.send('x'.repeat(1022));
  expect((await get(client)).headers).toMatchObject({ 'content-length': '1023' });
  client.session.send('x'.repeat(1023));
  const { headers, bytes } = await get(client);
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'text/plain; charset=UTF-8', 'cache-control': 'no-store' });
  expect(gunzipSync(bytes).toString()).toBe(`4${'x'.repeat(1023)}`);
});

test.each([
  ['gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['deflate, gzip', 'deflate'],
  ['*', 'gzip'],
  ['gzip;q=0.1, deflate', 'deflate'],
  ['br', undefined],
  ['', undefined],
])('of a client that takes "%s" it is %s', async (accepted, encoding) => {
  const client = await (await startEngine()).openPolling();
  client.session.send(LARGE);
  const { headers, bytes } = await get(client, accepted);
  expect(headers['content-encoding']).toBe(encoding);
  const decode = { gzip: gunzipSync, deflate: inflateSync }[encoding ?? ''] ?? ((raw: Buffer) => raw);
  expect(decode(bytes).toString()).toBe(`4${LARGE}`);
});

test('off, with a threshold of its own, and for messages that ask not to be', async () => {
  for (const [httpCompression, compress, isCompressed] of [
    [false, true, false],
    [true, true, true],
    [{ threshold: 10_000 }, true, false],
    [{ threshold: 10, level: 1 }, true, true],
    [{ level: 1 }, true, true],
    [true, false, false],
  ] as const) {
    const client = await (await startEngine({ httpCompression })).openPolling();
    client.session.send(LARGE, { compress });
    expect('content-encoding' in (await get(client)).headers).toBe(isCompressed);
  }
});

test('what is sent while an answer is compressed comes with the next GET, in order', async () => {
  const client = await (await startEngine()).openPolling();
  client.session.send('x'.repeat(3_000_000));
  const first = get(client);
  await once(client.session, 'flush');
  expect(client.session.writable).toBe(false);
  expect(client.session.bufferedBytes).toBe(3_000_001);
  client.session.send('second');
  client.session.send('third');
  expect(gunzipSync((await first).bytes).length).toBe(3_000_001);
  expect((await get(client)).text).toBe('4second\x1e4third');
});

test('drained() waits for what is compressed', async () => {
  const client = await (await startEngine()).openPolling();
  client.session.send('x'.repeat(3_000_000));
  const answer = get(client);
  await once(client.session, 'flush');
  let isDrained = false;
  const drained = client.session.drained().then(() => {
    isDrained = true;
  });
  await Promise.resolve();
  expect(isDrained).toBe(false);
  await drained;
  expect(client.session.bufferedBytes).toBe(0);
  await answer;
});

test('a session that is closed while it compresses still sends that answer whole', async () => {
  const client = await (await startEngine()).openPolling();
  client.session.send('x'.repeat(1_000_000));
  const answer = get(client);
  await once(client.session, 'flush');
  client.session.close(true);
  expect(gunzipSync((await answer).bytes).length).toBe(1_000_001);
});

test('a client that leaves while it compresses ends the session', async () => {
  const server = await startEngine({ httpCompression: { level: 9 } });
  const client = await server.openPolling();
  const socket = connect(server.port, '127.0.0.1');
  const gone = new Promise((resolve) => socket.once('close', resolve));
  const waiting = new Promise((resolve) => server.httpServer.once('request', resolve));
  socket.write(`GET /engine.io/?${client.query} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n`);
  await waiting;
  const closed = once(client.session, 'close');
  const flushed = once(client.session, 'flush');
  client.session.send(Buffer.alloc(5_000_000, 'patchbay'));
  await flushed;
  socket.resetAndDestroy();
  await gone;
  expect((await closed)[0]).toBe('transport error');
  expect(server.engine.clientsCount).toBe(0);
});
