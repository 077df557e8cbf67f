// `limits`, `trustProxy`, `maxOutgoingMessageSize`: what one address, one session and the program itself may do.
import { expect, test } from 'vitest';
import { OutgoingPacket } from '../../src/core/engine/sending/outgoing-packet.ts';
import { MAX_ADDRESS_LENGTH } from '../../src/core/limits.ts';
import { once, startEngine } from '../fixtures/engine-server.ts';

test('connections over connectionsPerAddress are refused with 429, over each transport, until one closes', async () => {
  const server = await startEngine({ limits: { connectionsPerAddress: 2 } });
  await server.openPolling();
  const { session } = await server.openWebSocket();
  const error = once(server.engine, 'connection_error');
  expect(await server.ask('EIO=4&transport=polling')).toMatchObject({ status: 429, text: '{"code":4,"message":"Too many connections"}' });
  expect(await error).toEqual([
    { req: expect.anything(), code: 4, message: 'Forbidden', context: { name: 'LIMIT_REACHED', limit: 2, address: '127.0.0.1' } },
  ]);
  expect(await server.webSocket('EIO=4&transport=websocket').refusal()).toEqual({ status: 429, body: 'Too many connections' });
  session.close(true);
  await server.openPolling();
});

test('those that wait for allowRequest at once do not get past it', async () => {
  const waiting: (() => void)[] = [];
  let onThird: () => void = () => {};
  const three = new Promise<void>((resolve) => {
    onThird = resolve;
  });
  const server = await startEngine({
    limits: { connectionsPerAddress: 1 },
    allowRequest: (_req, done) => void (waiting.push(() => done(null, true)) === 3 && onThird()),
  });
  const asked = [1, 2, 3].map(() => server.ask('EIO=4&transport=polling'));
  await three;
  for (const answer of waiting) answer();
  expect((await Promise.all(asked)).map(({ status }) => status).sort()).toEqual([200, 429, 429]);
  expect(server.engine.clientsCount).toBe(1);
});

test('handshakes over handshakesPerSecondPerAddress are refused with 429', async () => {
  const server = await startEngine({ limits: { handshakesPerSecondPerAddress: 0.001 } });
  const client = await server.openPolling();
  client.session.close(true);
  expect(await server.ask('EIO=4&transport=polling')).toMatchObject({ status: 429, text: '{"code":4,"message":"Too many handshakes"}' });
  expect(await server.webSocket('EIO=4&transport=websocket').refusal()).toEqual({ status: 429, body: 'Too many handshakes' });
});

test('requests of a session are no handshakes', async () => {
  const server = await startEngine({ limits: { handshakesPerSecondPerAddress: 0.001, connectionsPerAddress: 1 } });
  const client = await server.openPolling();
  for (let n = 0; n < 5; n++) expect((await client.post('6')).status).toBe(200);
  const peer = server.webSocket(client.query.replace('polling', 'websocket'));
  await peer.send('2probe');
  expect(await peer.next()).toBe('3probe');
});

test('a client that sends more than messagesPerSecond is closed, with a burst of as many before', async () => {
  const server = await startEngine({ limits: { messagesPerSecond: 3 } });
  const { peer, session } = await server.openWebSocket();
  const received: unknown[] = [];
  session.on('message', (data) => received.push(data));
  const closed = once(session, 'close');
  await peer.send('41', '6', '42', '6', '43', '44', '45');
  expect(await closed).toEqual(['transport error', expect.objectContaining({ name: 'LimitError', code: 'RATE_EXCEEDED', limit: 3 })]);
  expect(received).toEqual(['1', '2', '3']);
});

test.each([
  [false, 'a, b, c', '127.0.0.1'],
  [true, 'a, b, c', 'a'],
  [1, 'a, b, c', 'c'],
  [2, 'a, b, c', 'b'],
  ['loopback', '9.9.9.9, 127.0.0.1', '9.9.9.9'],
  ['10.0.0.0/8, loopback', '8.8.8.8, 10.1.2.3', '8.8.8.8'],
  [['10.0.0.0/8'], '8.8.8.8', '127.0.0.1'],
])('trustProxy %j of X-Forwarded-For "%s" gives %s', async (trustProxy, forwarded, address) => {
  const server = await startEngine({ trustProxy });
  const headers = { 'x-forwarded-for': forwarded };
  expect((await server.openPolling('EIO=4', { headers })).session.remoteAddress).toBe(address);
  expect((await server.openWebSocket('EIO=4', { headers })).session.remoteAddress).toBe(address);
});

test('the limits count by the address that trustProxy gives', async () => {
  const server = await startEngine({ trustProxy: true, limits: { connectionsPerAddress: 1 } });
  for (const address of ['1.1.1.1', '2.2.2.2']) await server.openPolling('EIO=4', { headers: { 'x-forwarded-for': address } });
  expect((await server.ask('EIO=4&transport=polling', { headers: { 'x-forwarded-for': '1.1.1.1' } })).status).toBe(429);
});

test('an address that is told has MAX_ADDRESS_LENGTH, whatever else comes', async () => {
  const server = await startEngine({ trustProxy: true });
  const { session } = await server.openPolling('EIO=4', { headers: { 'x-forwarded-for': 'x'.repeat(5000) } });
  expect(session.remoteAddress).toBe('x'.repeat(MAX_ADDRESS_LENGTH));
});

test('a message over maxOutgoingMessageSize throws at the sender, and nothing of it is sent', async () => {
  const { peer, session } = await (await startEngine({ maxOutgoingMessageSize: 10 })).openWebSocket();
  const tooLarge = expect.objectContaining({ name: 'LimitError', code: 'MESSAGE_TOO_LARGE', limit: 10, actual: 11 });
  let calls = 0;
  expect(() => session.send('x'.repeat(10), () => calls++)).toThrow(tooLarge);
  expect(() => session.send('€€€x')).toThrow(tooLarge);
  expect(() => session.send(new Uint8Array(11))).toThrow(tooLarge);
  const [small, large] = [new OutgoingPacket('message', 'small'), new OutgoingPacket('message', new Uint8Array(11))];
  expect(() => session.writePackets([small, large])).toThrow(tooLarge);
  session.send('x'.repeat(9));
  session.send(new Uint8Array(10));
  expect([await peer.next(), await peer.next()]).toEqual([`4${'x'.repeat(9)}`, Buffer.alloc(10)]);
  expect(calls).toBe(0);
});

test.each([
  { limits: { connectionsPerAddress: 0 } },
  { limits: { messagesPerSecond: -1 } },
  { limits: { handshakesPerSecondPerAddress: Number.NaN } },
  { maxOutgoingMessageSize: 0 },
  { backpressure: { highWaterMark: 0 } },
  { backpressure: { policy: 'wait' } },
  { trustProxy: 'somebody' },
  { transports: ['tcp'] },
])('%j is refused at once', async (options) => {
  await expect(startEngine(options as object)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
});
