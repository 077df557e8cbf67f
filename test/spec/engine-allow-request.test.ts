// What a new session waits for: `allowRequest`, and an id that takes its time.
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { Server } from '../../src/core/engine/index.ts';
import { nextUncaught, once, startEngine } from '../fixtures/engine-server.ts';

/** An answer that the test gives when it wants to. */
function held<T>() {
  let asked: (answer: (value: T) => void) => void = () => {};
  const question = new Promise<(value: T) => void>((resolve) => {
    asked = resolve;
  });
  return { question, ask: (answer: (value: T) => void) => asked(answer) };
}

test('a refusal answers 403 with what the program says, and connection_error tells it', async () => {
  const server = await startEngine({ allowRequest: (_req, done) => done('not you', false) });
  const error = once(server.engine, 'connection_error');
  expect(await server.ask('EIO=4&transport=polling')).toMatchObject({ status: 403, text: '{"code":4,"message":"not you"}' });
  expect(await error).toEqual([{ req: expect.anything(), code: 4, message: 'Forbidden', context: { message: 'not you' } }]);
  expect(await server.webSocket('EIO=4&transport=websocket').refusal()).toEqual({ status: 403, body: 'not you' });
  expect(server.engine.clientsCount).toBe(0);
});

test('without a message it is "Forbidden"', async () => {
  const server = await startEngine({ allowRequest: (_req, done) => done(null, false) });
  expect((await server.ask('EIO=4&transport=polling')).text).toBe('{"code":4,"message":"Forbidden"}');
});

test('an answer may come later, and only the first one counts', async () => {
  const server = await startEngine({
    allowRequest: (_req, done) =>
      void setImmediate(() => {
        done(null, true);
        done('too late', false);
        done(null, true);
      }),
  });
  await server.openPolling();
  await server.openWebSocket();
  expect(server.engine.clientsCount).toBe(2);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('a bug');
    },
  ],
  ['rejects', () => Promise.reject(new Error('a bug'))],
])('a program that %s refuses the request, and the error is uncaught', async (_name, allowRequest: unknown) => {
  const uncaught = nextUncaught();
  const server = await startEngine({ allowRequest } as object);
  expect((await server.ask('EIO=4&transport=polling')).status).toBe(403);
  expect(await uncaught).toMatchObject({ message: 'a bug' });
});

test('a polling client that leaves while it waits gets no session', async () => {
  const { question, ask } = held<boolean>();
  const server = await startEngine({ allowRequest: (_req, done) => ask((isAllowed) => done(null, isAllowed)) });
  const gone = new Promise((resolve) => server.httpServer.once('request', (_req, res) => res.once('close', resolve)));
  const abort = new AbortController();
  const left = server.ask('EIO=4&transport=polling', { signal: abort.signal }).catch(() => 'left');
  const answer = await question;
  abort.abort();
  expect(await left).toBe('left');
  await gone;
  answer(true);
  expect(server.engine.clientsCount).toBe(0);
});

test('a WebSocket client that resets its connection while it waits gets no session, and is no uncaught error', async () => {
  const { question, ask } = held<boolean>();
  const server = await startEngine({ allowRequest: (_req, done) => ask((isAllowed) => done(null, isAllowed)) });
  const client = connect(server.port, '127.0.0.1');
  const upgraded = new Promise<import('node:stream').Duplex>((resolve) => server.httpServer.once('upgrade', (_req, stream) => resolve(stream)));
  client.write(
    'GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const [stream, answer] = await Promise.all([upgraded, question]);
  stream.destroy(new Error('reset'));
  await new Promise((resolve) => stream.once('close', resolve));
  answer(true);
  expect(server.engine.clientsCount).toBe(0);
  client.destroy();
});

test.each(['polling', 'websocket'])('an engine that was closed in the meantime refuses (%s)', async (transport) => {
  const { question, ask } = held<boolean>();
  const server = await startEngine({ allowRequest: (_req, done) => ask((isAllowed) => done(null, isAllowed)) });
  const error = once(server.engine, 'connection_error');
  const outcome =
    transport === 'polling'
      ? server.ask('EIO=4&transport=polling').then(({ status }) => status)
      : server
          .webSocket('EIO=4&transport=websocket')
          .refusal()
          .then(({ status }) => status);
  const answer = await question;
  server.engine.close();
  answer(true);
  expect(await outcome).toBe(400);
  expect(await error).toMatchObject([{ code: 3, context: { name: 'SERVER_CLOSED' } }]);
  expect(server.engine.clientsCount).toBe(0);
});

test('it is not asked for what belongs to a session, nor for what is refused anyway', async () => {
  const asked: unknown[] = [];
  const server = await startEngine({
    allowRequest: (req, done) => {
      asked.push(req.url);
      done(null, true);
    },
  });
  const client = await server.openPolling();
  await client.post('6');
  await server.ask('EIO=4&transport=tcp');
  await server.ask('EIO=3&transport=polling');
  const peer = server.webSocket(client.query.replace('polling', 'websocket'));
  await peer.send('2probe');
  await peer.next();
  expect(asked).toEqual(['/engine.io/?EIO=4&transport=polling']);
});

test('two upgrades that wait at once each get their own headers', async () => {
  const server = await startEngine({ allowRequest: (_req, done) => void setImmediate(done, null, true) });
  server.engine.use((req, res, next) => {
    res.setHeader('x-name', String(req.headers['x-name']));
    setImmediate(next);
  });
  const names = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => {
      const { ws } = server.webSocket('EIO=4&transport=websocket', { headers: { 'x-name': name } });
      const [res] = await new Promise<[{ headers: Record<string, string> }]>((resolve) => ws.once('upgrade', (...args) => resolve(args as never)));
      return res.headers['x-name'];
    }),
  );
  expect(names).toEqual(['a', 'b', 'c']);
});

test('an id may take its time; one that fails refuses the request', async () => {
  const server = await startEngine();
  server.engine.generateId = (req) => (req.headers['x-fail'] ? Promise.reject(new Error('no id')) : Promise.resolve('mine'));
  expect((await server.ask('EIO=4&transport=polling')).text).toContain('"sid":"mine"');
  const error = once(server.engine, 'connection_error');
  const headers = { 'x-fail': 'yes' };
  expect(await server.ask('EIO=4&transport=polling', { headers })).toMatchObject({ status: 400, text: '{"code":3,"message":"Bad request"}' });
  expect(await error).toMatchObject([{ code: 3, context: { name: 'ID_GENERATION_ERROR', error: { message: 'no id' } } }]);
  expect(await server.webSocket('EIO=4&transport=websocket', { headers }).refusal()).toMatchObject({ status: 400 });
});

test('a generateId that gives no id refuses the request', async () => {
  const server = await startEngine();
  for (const id of [undefined, null, '', {}, Promise.resolve()]) {
    server.engine.generateId = () => id as string;
    const error = once(server.engine, 'connection_error');
    expect(await server.ask('EIO=4&transport=polling')).toMatchObject({ status: 400 });
    expect(await error).toMatchObject([{ context: { name: 'ID_GENERATION_ERROR', error: { message: 'generateId() gave no id' } } }]);
  }
});

test('a session whose id another one has too does not take that one away when it closes', async () => {
  const server = await startEngine();
  server.engine.generateId = () => 'same';
  const first = await server.openWebSocket();
  await server.openPolling();
  first.session.close(true);
  expect(server.engine.clientsCount).toBe(1);
});

test('an engine that listens again takes new sessions', async () => {
  const httpServer = createServer();
  const engine = new Server();
  engine.attach(httpServer);
  for (let n = 0; n < 2; n++) {
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    const { port } = httpServer.address() as AddressInfo;
    expect((await fetch(`http://127.0.0.1:${port}/engine.io/?EIO=4&transport=polling`)).status).toBe(200);
    httpServer.closeAllConnections();
    await new Promise((resolve) => httpServer.close(resolve));
  }
});
