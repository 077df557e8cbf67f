// Engine.IO 3, "Packet", "Payload" and "Transports".
import { expect, test } from 'vitest';
import { once, startEngine } from '../fixtures/engine-server.ts';

const EIO3 = { allowEIO3: true };

test('a request without EIO is of revision 3', async () => {
  const server = await startEngine(EIO3);
  const client = await server.openPolling('x=1');
  expect(client.session.protocol).toBe(3);
  expect(client.handshake.text).toMatch(
    /^\d+:0\{"sid":"[\w-]{20}","upgrades":\["websocket"\],"pingInterval":60000,"pingTimeout":20000,"maxPayload":1000000\}$/,
  );
});

test('the payload is used when packets are sent together, each with its length in characters before it', async () => {
  const client = await (await startEngine(EIO3)).openPolling('EIO=3');
  client.session.send('hello');
  client.session.send('2["echo","€"]');
  const { headers, text } = await client.get();
  expect(headers['content-type']).toBe('text/plain; charset=UTF-8');
  expect(text).toBe('6:4hello14:42["echo","€"]');
});

test('if XHR2 is supported, a payload with bytes is sent as bytes', async () => {
  const client = await (await startEngine(EIO3)).openPolling('EIO=3');
  client.session.send('a');
  client.session.send(Buffer.from([1, 2, 3]));
  const { headers, bytes } = await client.get();
  expect(headers['content-type']).toBe('application/octet-stream');
  expect(bytes.toString('hex')).toBe('0002ff3461' + '0104ff04010203');
});

test('if it is not, bytes are encoded as base64 strings', async () => {
  const client = await (await startEngine(EIO3)).openPolling('EIO=3&b64=1');
  client.session.send('a');
  client.session.send(Buffer.from([1, 2, 3]));
  const { headers, text } = await client.get();
  expect(headers['content-type']).toBe('text/plain; charset=UTF-8');
  expect(text).toBe('2:4a6:b4AQID');
});

test('the server must support all of the three', async () => {
  const client = await (await startEngine(EIO3)).openPolling('EIO=3');
  const messages: unknown[] = [];
  client.session.on('message', (data) => messages.push(data));
  const answer = await client.post('2:4a6:b4AQID');
  expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([200, 'text/html', 'ok']);
  await client.post(Buffer.from('0004ff34e282ac0103ff040203', 'hex'), { 'content-type': 'application/octet-stream' });
  expect(messages).toEqual(['a', Buffer.from([1, 2, 3]), '€', Buffer.from([2, 3])]);
});

test.each(['EIO=3', 'EIO=3&b64=1'])('bytes over WebSocket have the packet type before them (%s)', async (query) => {
  const { peer, session } = await (await startEngine(EIO3)).openWebSocket(query);
  const message = once(session, 'message');
  await peer.send(Buffer.from([4, 1, 2, 3]));
  expect(await message).toEqual([Buffer.from([1, 2, 3])]);
  session.send(Buffer.from([1, 2, 3]));
  expect(await peer.next()).toEqual(query.includes('b64') ? 'b4AQID' : Buffer.from([4, 1, 2, 3]));
});

test('what all are sent reaches clients of both revisions, each in its own form', async () => {
  const server = await startEngine(EIO3);
  const clients = [];
  for (const query of ['EIO=4', 'EIO=3', 'EIO=4&b64=1', 'EIO=3&b64=1']) clients.push(await server.openWebSocket(query));
  for (const { session } of clients) {
    session.send('text');
    session.send(Buffer.from([1, 2, 3]));
  }
  for (const { peer } of clients) expect(await peer.next()).toBe('4text');
  expect(await Promise.all(clients.map(({ peer }) => peer.next()))).toEqual([Buffer.from([1, 2, 3]), Buffer.from([4, 1, 2, 3]), 'bAQID', 'b4AQID']);
});

test.each([
  ['text', 'x', 'text/plain'],
  ['bytes', Buffer.from('0002', 'hex'), 'application/octet-stream'],
])('a payload of %s that is not one ends the session, whose GET gets a close packet', async (_name, body, contentType) => {
  const server = await startEngine(EIO3);
  const client = await server.openPolling('EIO=3');
  const [closed, waiting] = [once(client.session, 'close'), client.get()];
  expect(await client.post(body, { 'content-type': contentType })).toMatchObject({ status: 200, text: 'ok' });
  expect((await closed)[0]).toBe('parse error');
  // Whichever came first: it waits, or it finds no session.
  expect(['1:1', '{"code":1,"message":"Session ID unknown"}']).toContain((await waiting).text);
  expect(server.engine.clientsCount).toBe(0);
});

test('bytes over WebSocket that are no message end the session', async () => {
  const { peer, session } = await (await startEngine(EIO3)).openWebSocket('EIO=3');
  const closed = once(session, 'close');
  await peer.send(Buffer.from([2]));
  expect(await closed).toEqual(['parse error', expect.objectContaining({ code: 'INVALID_ENGINE_PACKET' })]);
});

test.each(['EIO=3', 'x=1'])('unless allowEIO3 it is refused with code 5, before any 101 (%s)', async (query) => {
  const server = await startEngine();
  expect(await server.ask(`${query}&transport=polling`)).toMatchObject({ status: 400, text: '{"code":5,"message":"Unsupported protocol version"}' });
  expect(await server.webSocket(`${query}&transport=websocket`).refusal()).toEqual({ status: 400, body: 'Unsupported protocol version' });
});
