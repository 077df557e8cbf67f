// `engine.use()`: Express-style middlewares for requests and upgrades.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Middleware } from '../../src/core/engine/index.ts';
import { once, type RunningEngine, startEngine } from '../fixtures/engine-server.ts';

async function upgradeHeaders(server: RunningEngine, query = 'EIO=4&transport=websocket'): Promise<IncomingMessage['headers']> {
  const { ws } = server.webSocket(query);
  return new Promise((resolve) => ws.once('upgrade', (res: IncomingMessage) => resolve(res.headers)));
}

test('they run in order, before anything is looked at, for requests and upgrades', async () => {
  const server = await startEngine();
  const calls: string[] = [];
  server.engine.use((req, _res, next) => {
    calls.push(`first ${req.headers.upgrade ?? req.method}`);
    setImmediate(next);
  });
  server.engine.use((_req, _res, next) => {
    calls.push('second');
    next();
  });
  const client = await server.openPolling();
  await client.post('6');
  await server.ask('EIO=4&transport=tcp');
  await server.openWebSocket();
  expect(calls).toEqual(['first GET', 'second', 'first POST', 'second', 'first GET', 'second', 'first websocket', 'second']);
});

test('what they set goes with each answer, and with the 101', async () => {
  const server = await startEngine();
  server.engine.use((_req, res, next) => {
    res.setHeader('X-Frame-Options', 'DENY');
    res.setHeader('X-Powered-By', 'x');
    res.removeHeader('x-powered-by');
    res.setHeader('Set-Cookie', ['a=1', 'b=2']);
    res.appendHeader('Set-Cookie', 'c=3');
    next();
  });
  for (const headers of [(await server.openPolling()).handshake.headers, await upgradeHeaders(server)]) {
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'set-cookie': ['a=1', 'b=2', 'c=3'] });
    expect(headers).not.toHaveProperty('x-powered-by');
  }
});

// As `on-headers` does it, which `express-session` is built on.
const setsHeadersLast: Middleware = (_req, res, next) => {
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => ServerResponse;
  res.writeHead = (...args: unknown[]) => {
    res.setHeader('x-session', 'saved');
    return writeHead(...args);
  };
  setImmediate(next);
};

test('one that waits for writeHead() gets it for an upgrade, too', async () => {
  const server = await startEngine();
  server.engine.use(setsHeadersLast);
  expect((await server.openPolling()).handshake.headers).toMatchObject({ 'x-session': 'saved' });
  expect(await upgradeHeaders(server)).toMatchObject({ 'x-session': 'saved' });
});

test.each([
  ['calls next with an error', (_req: unknown, _res: unknown, next: (error: unknown) => void) => next(new Error('no'))],
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
])('one that %s refuses the request, before any 101', async (_name, middleware: Middleware) => {
  const server = await startEngine();
  server.engine.use(middleware);
  const error = once(server.engine, 'connection_error');
  expect(await server.ask('EIO=4&transport=polling')).toMatchObject({ status: 400, text: '{"code":3,"message":"Bad request"}' });
  expect(await error).toMatchObject([{ code: 3, context: { name: 'MIDDLEWARE_FAILURE' } }]);
  expect(await server.webSocket('EIO=4&transport=websocket').refusal()).toEqual({ status: 400, body: 'Bad request' });
  expect(server.engine.clientsCount).toBe(0);
});

test('one that answers by itself ends the request, and the upgrade', async () => {
  const server = await startEngine();
  server.engine.use((_req, res) => {
    res.writeHead(401, { 'content-type': 'text/plain' });
    res.write('who ');
    res.end('are you?');
  });
  expect(await server.ask('EIO=4&transport=polling')).toMatchObject({ status: 401, text: 'who are you?' });
  expect(await server.webSocket('EIO=4&transport=websocket').refusal()).toEqual({ status: 401, body: 'who are you?' });
  expect(server.engine.clientsCount).toBe(0);
});

test('one that answers and calls next all the same opens nothing', async () => {
  const server = await startEngine();
  server.engine.use((_req, res, next) => {
    res.end('mine');
    next();
  });
  expect((await server.ask('EIO=4&transport=polling')).text).toBe('mine');
  expect(await server.webSocket('EIO=4&transport=websocket').refusal()).toMatchObject({ body: 'mine' });
  expect(server.engine.clientsCount).toBe(0);
});

test('a response that stands for an upgrade tells when its connection closes', async () => {
  const server = await startEngine();
  let close: Promise<unknown> = Promise.resolve();
  server.engine.use((_req, res, next) => {
    close = new Promise((resolve) => res.once('close', resolve));
    next();
  });
  const { peer } = await server.openWebSocket();
  peer.ws.terminate();
  await close;
});

test('a header that is none is the program’s mistake, and not sent', async () => {
  const server = await startEngine();
  const errors: unknown[] = [];
  server.engine.use((_req, res, next) => {
    for (const value of ['a\r\nb: c', '\u0000']) {
      try {
        res.setHeader('x-header', value);
      } catch (error) {
        errors.push(error);
      }
    }
    next();
  });
  expect(await upgradeHeaders(server)).not.toHaveProperty('x-header');
  expect(errors).toEqual([expect.objectContaining({ code: 'ERR_INVALID_CHAR' }), expect.objectContaining({ code: 'ERR_INVALID_CHAR' })]);
});

test('cors is the first of them', async () => {
  const server = await startEngine({ cors: { origin: 'http://page.test' } });
  const seen: unknown[] = [];
  server.engine.use((_req, res, next) => {
    seen.push(res.getHeader('access-control-allow-origin'));
    next();
  });
  await server.openPolling();
  await upgradeHeaders(server);
  expect(seen).toEqual(['http://page.test', 'http://page.test']);
});
