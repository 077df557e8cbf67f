// `cookie`, and the events by which a program adds headers of its own.
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { nextEvent } from '../fixtures/core-server.ts';
import { nextUncaught, startEngine } from '../fixtures/engine-server.ts';

test('the handshake over polling sets the cookie with the session’s id, and nothing else does', async () => {
  const server = await startEngine({ cookie: true });
  const client = await server.openPolling();
  expect(client.handshake.headers['set-cookie']).toEqual([`io=${client.session.id}; Path=/; HttpOnly; SameSite=Lax`]);
  client.session.send('a');
  for (const { headers } of [await client.get(), await client.post('6')]) expect(headers).not.toHaveProperty('set-cookie');
  const { ws } = server.webSocket('EIO=4&transport=websocket');
  const [res] = await nextEvent<[IncomingMessage]>(ws, 'upgrade');
  expect(res.headers).not.toHaveProperty('set-cookie');
});

test('its attributes may be given, the others are the defaults', async () => {
  const server = await startEngine({ cookie: { name: 'sticky', httpOnly: false, maxAge: 60 } });
  const { session, handshake } = await server.openPolling();
  expect(handshake.headers['set-cookie']).toEqual([`sticky=${session.id}; Max-Age=60; Path=/; SameSite=Lax`]);
});

test('it comes beside the cookies of middlewares', async () => {
  const server = await startEngine({ cookie: true });
  server.engine.use((_req, res, next) => {
    res.setHeader('Set-Cookie', 'mine=1');
    next();
  });
  const { session, handshake } = await server.openPolling();
  expect(handshake.headers['set-cookie']).toEqual(['mine=1', `io=${session.id}; Path=/; HttpOnly; SameSite=Lax`]);
});

test('there is none unless asked for', async () => {
  expect((await (await startEngine()).openPolling()).handshake.headers).not.toHaveProperty('set-cookie');
});

test('initial_headers is told of handshakes, headers of each answer, the 101 included', async () => {
  const server = await startEngine();
  server.engine.on('initial_headers', (headers) => {
    headers['x-initial'] = 'yes';
  });
  server.engine.on('headers', (headers, req: IncomingMessage) => {
    headers['x-each'] = req.method;
  });
  const client = await server.openPolling();
  expect(client.handshake.headers).toMatchObject({ 'x-initial': 'yes', 'x-each': 'GET' });
  const post = await client.post('6');
  expect(post.headers).toMatchObject({ 'x-each': 'POST' });
  expect(post.headers).not.toHaveProperty('x-initial');
  for (const [query, isInitial] of [
    ['EIO=4&transport=websocket', true],
    [client.query.replace('polling', 'websocket'), false],
  ] as const) {
    const { ws } = server.webSocket(query);
    const headers = await new Promise<object>((resolve) => ws.once('upgrade', (res: IncomingMessage) => resolve(res.headers)));
    expect(headers).toHaveProperty('x-each', 'GET');
    expect('x-initial' in headers).toBe(isInitial);
  }
});

test('a header of a listener that can not be one is left out, and uncaught', async () => {
  const uncaught = nextUncaught();
  const server = await startEngine();
  server.engine.on('headers', (headers) => {
    headers['x-bad'] = 'a\r\nSet-Cookie: b=1';
    headers['x-good'] = 'yes';
  });
  const { ws } = server.webSocket('EIO=4&transport=websocket');
  const headers = await new Promise<object>((resolve) => ws.once('upgrade', (res: IncomingMessage) => resolve(res.headers)));
  expect(headers).toMatchObject({ 'x-good': 'yes' });
  expect(headers).not.toHaveProperty('set-cookie');
  expect(await uncaught).toMatchObject({ code: 'ERR_INVALID_CHAR' });
});
