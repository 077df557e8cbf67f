// Where a server can be attached, beside whom, and what is left when it is closed.
import { spawn } from 'node:child_process';
import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { io as connect } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { Server as Engine } from '../../src/core/engine/index.ts';
import { Server } from '../../src/core/server/index.ts';
import { nextEvent, RawWebSocket, startServer } from '../fixtures/core-server.ts';
import { uncaughtDuring } from '../interop/two-servers.ts';

function listening(httpServer: HttpServer, port = 0): Promise<number> {
  onTestFinished(() => {
    httpServer.closeAllConnections();
    httpServer.close();
  });
  return new Promise((resolve) => httpServer.listen(port, '127.0.0.1', () => resolve((httpServer.address() as AddressInfo).port)));
}

async function status(port: number, path: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  await response.text();
  return response.status;
}

function opened(port: number, path = '/socket.io/'): Promise<string | Buffer> {
  return new RawWebSocket(`ws://127.0.0.1:${port}${path}?EIO=4&transport=websocket`).next();
}

test('an HTTP server keeps the listeners it had, before and after it listens', async () => {
  const httpServer = createServer((req, res) => void res.writeHead(req.url === '/mine' ? 201 : 404).end());
  const before = new Server(httpServer, { path: '/before' });
  const port = await listening(httpServer);
  new Server({ path: '/after' }).attach(httpServer);
  expect(await status(port, '/mine')).toBe(201);
  for (const path of ['/before/', '/after/']) {
    expect(await status(port, `${path}?EIO=4&transport=polling`)).toBe(200);
    expect(String(await opened(port, path))).toMatch(/^0\{/);
  }
  expect(before.engine.clientsCount).toBe(2);
});

test('the WebSockets of two engines on one server outlive destroyUpgradeTimeout', async () => {
  const httpServer = createServer();
  const engines = ['/a', '/b'].map((path) => {
    const engine = new Engine();
    engine.attach(httpServer, { path, destroyUpgradeTimeout: 1 });
    return engine;
  });
  const port = await listening(httpServer);
  await opened(port, '/a/');
  await opened(port, '/b/');
  await new RawWebSocket(`ws://127.0.0.1:${port}/c/`).closed;
  expect(engines.map((engine) => engine.clientsCount)).toEqual([1, 1]);
});

test('an upgrade that one engine thinks about is not destroyed by another', async () => {
  const httpServer = createServer();
  let allow = (): void => {};
  const slow = new Engine({
    allowRequest: (_req, done) => {
      allow = () => done(null, true);
    },
  });
  slow.attach(httpServer, { path: '/slow' });
  new Engine().attach(httpServer, { path: '/other', destroyUpgradeTimeout: 1 });
  const port = await listening(httpServer);
  const pending = opened(port, '/slow/');
  // By then the other one has let go of what nobody answers.
  await new RawWebSocket(`ws://127.0.0.1:${port}/nobody/`).closed;
  allow();
  expect(String(await pending)).toMatch(/^0\{/);
});

test('an engine that is attached twice answers once', async () => {
  const httpServer = createServer();
  const io = new Server(httpServer);
  io.attach(httpServer);
  const port = await listening(httpServer);
  const uncaught = await uncaughtDuring(async () => {
    expect(String(await opened(port))).toMatch(/^0\{/);
    expect(await status(port, '/socket.io/?EIO=4&transport=polling')).toBe(200);
  });
  expect(uncaught).toEqual([]);
  expect(io.engine.clientsCount).toBe(2);
});

test('an https server is one', () => {
  const httpsServer = createHttpsServer();
  const io = new Server(httpsServer);
  expect(io.httpServer).toBe(httpsServer);
  expect(httpsServer.listenerCount('upgrade')).toBe(1);
});

test('options of attach() are those the constructor was not given', async () => {
  const httpServer = createServer();
  const io = new Server({ pingInterval: 111 });
  io.attach(httpServer, { path: '/other', pingInterval: 222, pingTimeout: 333 });
  const port = await listening(httpServer);
  expect(JSON.parse(String(await opened(port, '/other/')).slice(1))).toMatchObject({ pingInterval: 111, pingTimeout: 333 });
});

test.each([
  ['no target', () => new Server(undefined, { path: '/p' }), '/p'],
  ['options only', () => new Server({ path: '/p/' }), '/p'],
])('%s and a path', (_name, make, path) => {
  expect(make().path()).toBe(path);
});

test('a port, as a number or a text, is listened on; what is none throws', async () => {
  for (const port of [0, '0']) {
    const io = new Server(port);
    if (io.httpServer === undefined) throw new Error('it has no HTTP server');
    await nextEvent(io.httpServer, 'listening');
    await io.close();
  }
  expect(() => new Server('x')).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  expect(() => new Server((() => {}) as never)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
});

test('a port that is taken is an error of the HTTP server', async () => {
  const port = await listening(createServer());
  const httpServer = createServer();
  const failed = nextEvent<[NodeJS.ErrnoException]>(httpServer, 'error');
  new Server(httpServer);
  httpServer.listen(port, '127.0.0.1');
  expect((await failed)[0].code).toBe('EADDRINUSE');
});

test('a server that listens again after it was closed takes WebSockets again', async () => {
  const httpServer = createServer();
  const io = new Server(httpServer);
  await listening(httpServer);
  await io.close();
  expect(String(await opened(await listening(httpServer)))).toMatch(/^0\{/);
});

test('an HTTP server that is closed ends the sessions', async () => {
  const { io, httpServer, openPolling } = await startServer();
  await openPolling();
  expect(io.engine.clientsCount).toBe(1);
  const closed = nextEvent(httpServer, 'close');
  httpServer.close();
  httpServer.closeAllConnections();
  await closed;
  expect(io.engine.clientsCount).toBe(0);
});

test('close() twice calls back twice, the second time with an error', async () => {
  const { io } = await startServer();
  const errors: unknown[] = [];
  await Promise.all([io.close((error) => errors.push(error)), io.close((error) => errors.push(error))]);
  expect(errors).toEqual([undefined, expect.objectContaining({ code: 'ERR_SERVER_NOT_RUNNING' })]);
});

// In a process of its own, on the library as it is built from these sources.
test('after close() no timer and no connection keeps the process', { timeout: 30_000 }, async () => {
  const program = `
    import { createServer } from 'vite';
    import { WebSocket } from 'ws';
    const vite = await createServer({ server: { middlewareMode: true, ws: false, hmr: false, watch: null }, appType: 'custom', logLevel: 'error', optimizeDeps: { noDiscovery: true } });
    const { Server } = await vite.ssrLoadModule('/src/core/server/index.ts');
    await vite.close();
    const io = new Server(0);
    const { port } = await new Promise((resolve) => io.httpServer.on('listening', () => resolve(io.httpServer.address())));
    const url = 'ws://127.0.0.1:' + port + '/socket.io/?EIO=4&transport=';
    const polling = async () => JSON.parse((await (await fetch(url.replace('ws', 'http') + 'polling')).text()).slice(1)).sid;
    const message = (ws) => new Promise((resolve) => ws.once('message', resolve));
    // One that has joined, one in a middleware, one that only polls, one that is upgrading, one with a GET under way.
    io.of('/never').use(() => {});
    const joined = new WebSocket(url + 'websocket');
    await message(joined); joined.send('40'); await message(joined);
    const waiting = new WebSocket(url + 'websocket');
    await message(waiting); waiting.send('40/never,');
    await polling();
    const upgrading = new WebSocket(url + 'websocket&sid=' + await polling());
    await new Promise((resolve) => upgrading.once('open', resolve));
    upgrading.send('2probe'); await message(upgrading);
    const sid = await polling();
    const arrived = new Promise((resolve) => io.httpServer.once('request', resolve));
    const get = fetch(url.replace('ws', 'http') + 'polling&sid=' + sid).then((response) => response.text());
    await arrived;
    io.timeout(50).emit('asked', () => {});
    await io.close();
    console.log(await get, io.engine.clientsCount);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  onTestFinished(() => void child.kill());
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const [code] = await nextEvent<[number]>(child, 'exit');
  expect({ code, output }).toEqual({ code: 0, output: '1 0\n' });
});

test('an engine that was attached elsewhere is served once it is bound, beside the own one', async () => {
  const { io, httpServer, url } = await startServer({ serveClient: false });
  const own = io.engine;
  const other = new Engine({ pingInterval: 1000 });
  other.attach(httpServer, { path: '/other' });
  expect(io.bind(other)).toBe(io);
  expect(io.engine).toBe(other);
  io.on('connection', (socket) => socket.emit('from', socket.conn.request.url?.startsWith('/other/')));
  for (const [path, isOther] of [
    ['/other/', true],
    ['/socket.io/', false],
  ] as const) {
    const client = connect(url, { path, transports: ['websocket'], forceNew: true, reconnection: false });
    onTestFinished(() => void client.disconnect());
    expect(await nextEvent(client, 'from')).toEqual([isOther]);
  }
  expect([own.clientsCount, other.clientsCount]).toEqual([1, 1]);
});

test('options for an engine that is in use come too late', async () => {
  const io = new Server();
  io.engine.use((_req, _res, next) => next());
  expect(() => io.attach(0, { allowEIO3: true })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  await io.close();
});
