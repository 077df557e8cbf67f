// Attached to HTTPS and to HTTP/2: polling over HTTP/2 by Node's compatibility API, WebSocket over HTTP/1.1.
import { type ClientHttp2Session, connect, createSecureServer, type IncomingHttpHeaders, type IncomingHttpStatusHeader } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { type HttpServerLike, Server, type ServerOptions, type Socket } from '../../src/core/engine/index.ts';
import { certificate } from '../fixtures/certificate.ts';
import { RawWebSocket } from '../fixtures/core-server.ts';
import { once } from '../fixtures/engine-server.ts';

async function start(httpServer: HttpServerLike, options: Partial<ServerOptions> = {}): Promise<{ engine: Server; port: number }> {
  const engine = new Server({ pingInterval: 60_000, ...options });
  engine.attach(httpServer);
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    engine.close();
    httpServer.close();
  });
  return { engine, port: (httpServer.address() as AddressInfo).port };
}

/** An HTTP/2 client's connection. */
class Http2Client {
  readonly #session: ClientHttp2Session;

  constructor(port: number) {
    this.#session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    onTestFinished(() => this.#session.destroy());
  }

  ask(query: string, { method = 'GET', body = '', headers = {} } = {}): Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }> {
    return new Promise((resolve, reject) => {
      const req = this.#session.request({ ':method': method, ':path': `/engine.io/?${query}`, ...headers });
      const chunks: Buffer[] = [];
      let answer: IncomingHttpHeaders & IncomingHttpStatusHeader = {};
      req.on('response', (received) => {
        answer = received;
      });
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => resolve({ status: answer[':status'] ?? 0, headers: answer, bytes: Buffer.concat(chunks) }));
      req.on('error', reject);
      // Node ends a GET by itself.
      if (method !== 'GET') req.end(body);
    });
  }
}

const warnings: string[] = [];
const onWarning = (warning: Error): void => void warnings.push(warning.message);
process.on('warning', onWarning);
afterEach(() => {
  expect(warnings.splice(0).filter((message) => message.includes('http2'))).toEqual([]);
});

async function openHttp2(options: Partial<ServerOptions> = {}) {
  const server = await start(createSecureServer({ ...certificate, allowHTTP1: true }), options);
  const client = new Http2Client(server.port);
  const opened = once<[Socket]>(server.engine, 'connection');
  const handshake = await client.ask('EIO=4&transport=polling');
  const [session] = await opened;
  return { ...server, client, session, handshake, query: `EIO=4&transport=polling&sid=${session.id}` };
}

test('a session polls over HTTP/2: handshake, POST, GET, all without a Connection header', async () => {
  const { client, session, handshake, query } = await openHttp2();
  expect([handshake.status, handshake.headers['content-type']]).toEqual([200, 'text/plain; charset=UTF-8']);
  expect(session.request.httpVersionMajor).toBe(2);
  expect(session.remoteAddress).toBe('127.0.0.1');
  session.on('message', (data) => session.send(data));
  const post = await client.ask(query, { method: 'POST', body: '4a€\x1ebAQID' });
  expect([post.status, post.bytes.toString()]).toEqual([200, 'ok']);
  expect((await client.ask(query)).bytes.toString()).toBe('4a€\x1ebAQID');
  const waiting = client.ask(query);
  await client.ask(query, { method: 'POST', body: '4late' });
  expect((await waiting).bytes.toString()).toBe('4late');
});

test('a body over maxHttpBufferSize answers 413, and the session lives', async () => {
  const { client, engine, query } = await openHttp2({ maxHttpBufferSize: 100 });
  expect((await client.ask(query, { method: 'POST', body: '4'.repeat(101) })).status).toBe(413);
  expect(engine.clientsCount).toBe(1);
});

test('answers are compressed, and middlewares set their headers', async () => {
  const { client, engine, session, query } = await openHttp2({ cors: { origin: 'https://page.test' }, cookie: true });
  engine.use((_req, res, next) => {
    res.setHeader('x-middleware', 'yes');
    next();
  });
  session.send('x'.repeat(5000));
  const { headers, bytes } = await client.ask(query, { headers: { 'accept-encoding': 'gzip' } });
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'x-middleware': 'yes', 'access-control-allow-origin': 'https://page.test' });
  expect(gunzipSync(bytes).length).toBe(5001);
});

test('a stream that the client resets while its GET waits ends the session', async () => {
  const { engine, session, query, port } = await openHttp2();
  const other = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
  const arrived = new Promise((resolve) => engine.httpServer?.once('request', resolve));
  const req = other.request({ ':path': `/engine.io/?${query}` });
  req.on('error', () => {});
  await arrived;
  const closed = once(session, 'close');
  req.close(8);
  expect((await closed)[0]).toBe('transport error');
  other.destroy();
});

test('it moves to a WebSocket over HTTP/1.1 of the same port', async () => {
  const { client, session, query, port } = await openHttp2();
  const waiting = client.ask(query);
  const peer = new RawWebSocket(`wss://127.0.0.1:${port}/engine.io/?${query.replace('polling', 'websocket')}`, { rejectUnauthorized: false });
  await peer.send('2probe');
  expect(await peer.next()).toBe('3probe');
  expect((await waiting).bytes.toString()).toBe('6');
  const upgraded = once(session, 'upgrade');
  await peer.send('5');
  await upgraded;
  session.send('over TLS');
  expect(await peer.next()).toBe('4over TLS');
  await session.drained();
});

test('a refusal is the same as over HTTP/1.1', async () => {
  const { client } = await openHttp2();
  const { status, bytes } = await client.ask('EIO=4&transport=polling&sid=nobody');
  expect([status, bytes.toString()]).toEqual([400, '{"code":1,"message":"Session ID unknown"}']);
});

test('an https server is served over both transports', async () => {
  const { engine, port } = await start(createHttpsServer(certificate));
  const peer = new RawWebSocket(`wss://127.0.0.1:${port}/engine.io/?EIO=4&transport=websocket`, { rejectUnauthorized: false });
  const [session] = await once<[Socket]>(engine, 'connection');
  await peer.next();
  session.send('x'.repeat(200_000));
  await session.drained();
  expect(String(await peer.next())).toHaveLength(200_001);
});
