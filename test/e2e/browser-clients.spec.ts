// Official clients in a real browser against our server: the files it serves itself, and the clients of 1.x, 2.x and 3.x.
import { readFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from '@playwright/test';
import { type Parser, Server, type ServerOptions, type Socket } from '../../src/core/server/index.ts';
import { CHROMIUM_ARGS, expect, test } from './host.ts';

const require = createRequire(import.meta.url);
let browser: Browser;

/** What a client observes. */
const EVERYTHING = { text: 'é€😀\u2028 "quoted" \\n \n </script>', nested: '00ff', large: 300_000, answered: ['0102'] };

test.beforeAll(async () => {
  const executablePath = process.env.PATCHBAY_CHROMIUM ?? '';
  test.skip(executablePath === '', 'no Chromium');
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS] });
});

test.afterAll(() => browser?.close());

interface Running {
  readonly io: Server;
  readonly url: string;
  /** Engine.IO's transport and revision of each connection, in order. */
  readonly sessions: Socket['conn'][];
  close(): Promise<void>;
}

async function listen(listener: Parameters<typeof createServer>[1]): Promise<{ httpServer: HttpServer; url: string }> {
  const httpServer = createServer(listener ?? (() => {}));
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  return { httpServer, url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}` };
}

/** A server whose `/` is an empty page, and `/old/<version>.js` an older client. */
async function start(options: Partial<ServerOptions> = {}): Promise<Running> {
  const { httpServer, url } = await listen((req, res) => {
    const version = /^\/old\/(\d)\.js/.exec(req.url ?? '')?.[1];
    if (version === undefined) res.setHeader('Content-Type', 'text/html').end('<!doctype html><title>page</title>');
    else res.setHeader('Content-Type', 'text/javascript').end(readFileSync(require.resolve(`socket.io-client-${version}/dist/socket.io.js`)));
  });
  const io = new Server(httpServer, { allowEIO3: true, ...options });
  const sessions: Socket['conn'][] = [];
  io.on('connection', (socket) => {
    sessions.push(socket.conn);
    socket.on('echo', (...args) => args.pop()(...args));
    socket.on('ask me', (question: string, answer: (value: unknown) => void) => socket.emit(question, Buffer.from([1, 2]), answer));
  });
  return {
    io,
    url,
    sessions,
    async close() {
      httpServer.closeAllConnections();
      await io.close();
    },
  };
}

/** What the page's `io` of a client, whichever version, observes. */
async function talk(page: Page, url: string, options: object, said: string = EVERYTHING.text): Promise<unknown> {
  return page.evaluate(
    async ([to, given, saying]) => {
      type AnyClient = {
        on(event: string, listener: (...args: never[]) => void): void;
        emit(event: string, ...args: unknown[]): void;
        disconnect(): void;
      };
      const { io } = globalThis as unknown as { io: (url: string, options: object) => AnyClient };
      const client = io(to, { forceNew: true, reconnection: false, ...given });
      const ask = (event: string, ...args: unknown[]): Promise<unknown[]> =>
        new Promise((resolve) => client.emit(event, ...args, (...answer: unknown[]) => resolve(answer)));
      const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      await new Promise((resolve) => client.on('connect', resolve));
      client.on('question', (bytes: ArrayBuffer, answer: (value: string) => void) => answer(hex(bytes)));
      const [text] = await ask('echo', saying);
      const [nested] = (await ask('echo', { list: [new Uint8Array([0, 255]).buffer] })) as [{ list: [ArrayBuffer] }];
      const [large] = (await ask('echo', 'x'.repeat(300_000))) as [string];
      const answered = await ask('ask me', 'question');
      client.disconnect();
      return { text, nested: hex(nested.list[0]), large: large.length, answered };
    },
    [url, options, said] as const,
  );
}

for (const [name, transports] of [
  ['XHR', ['polling']],
  ['WebSocket', ['websocket']],
] as const) {
  test(`the client that the server serves, over ${name}`, async () => {
    const server = await start();
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.addScriptTag({ url: '/socket.io/socket.io.js' });
    expect(await talk(page, server.url, { transports })).toEqual(EVERYTHING);
    expect(server.sessions.map((session) => [session.transport.name, session.protocol])).toEqual([[transports[0], 4]]);
    await page.close();
    await server.close();
  });

  test(`the client of 2.x, over ${name}`, async () => {
    const server = await start();
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.addScriptTag({ url: '/old/2.js' });
    expect(await talk(page, server.url, { transports })).toEqual(EVERYTHING);
    expect(server.sessions.map((session) => [session.transport.name, session.protocol])).toEqual([[transports[0], 3]]);
    await page.close();
    await server.close();
  });
}

for (const version of ['1', '2', '3']) {
  test(`the client of ${version}.x moves from XHR to WebSocket`, async () => {
    const server = await start();
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.addScriptTag({ url: `/old/${version}.js` });
    const upgraded = new Promise((resolve) => server.io.engine.on('connection', (session) => session.once('upgrade', resolve)));
    // 1.x encodes what is UTF-8 already once more over polling, and not over WebSocket: what crosses the two is not the same.
    const text = version === '1' ? 'plain' : EVERYTHING.text;
    expect(await talk(page, server.url, {}, text)).toEqual({ ...EVERYTHING, text });
    await upgraded;
    await page.close();
    await server.close();
  });
}

test('the client of 2.x over JSONP, from another origin, without CORS', async () => {
  const server = await start();
  const { httpServer, url } = await listen((_req, res) => res.setHeader('Content-Type', 'text/html').end('<!doctype html><title>elsewhere</title>'));
  const page = await browser.newPage();
  await page.goto(url);
  await page.addScriptTag({ url: `${server.url}/old/2.js` });
  expect(await talk(page, server.url, { transports: ['polling'], forceJSONP: true })).toEqual(EVERYTHING);
  expect(server.sessions.map((session) => session.protocol)).toEqual([3]);
  await page.close();
  httpServer.close();
  await server.close();
});

test('without CORS another origin is kept out, with it the page is let in with its cookies', async () => {
  const closed = await start();
  const { httpServer, url } = await listen((_req, res) => res.setHeader('Content-Type', 'text/html').end('<!doctype html><title>elsewhere</title>'));
  const open = await start({ cors: { origin: url, credentials: true }, cookie: true });
  const page = await browser.newPage();
  await page.goto(url);
  await page.addScriptTag({ url: `${closed.url}/socket.io/socket.io.js` });
  const failure = await page.evaluate(
    (to) =>
      new Promise((resolve) => {
        const { io } = globalThis as unknown as {
          io: (url: string, options: object) => { on(event: string, listener: (error: Error) => void): void };
        };
        io(to, { transports: ['polling'], reconnection: false }).on('connect_error', (error) => resolve(error.message));
      }),
    closed.url,
  );
  expect(failure).toBe('xhr poll error');
  expect(await talk(page, open.url, { transports: ['polling'], withCredentials: true })).toEqual(EVERYTHING);
  const cookies = await page.context().cookies(open.url);
  expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toContainEqual({
    name: 'io',
    httpOnly: true,
    sameSite: 'Lax',
  });
  await page.close();
  httpServer.close();
  await closed.close();
  await open.close();
});

test('the served module, and the served client with the msgpack parser', async () => {
  const server = await start();
  const page = await browser.newPage();
  await page.goto(server.url);
  const id = await page.evaluate(async () => {
    const url: string = '/socket.io/socket.io.esm.min.js';
    const { io } = (await import(url)) as {
      io: () => { id: string; on(event: string, done: () => void): void };
    };
    const client = io();
    await new Promise<void>((resolve) => client.on('connect', resolve));
    return client.id;
  });
  expect(id).toMatch(/^[\w-]{20}$/);
  await server.close();

  const packed = await start({ parser: require('socket.io-msgpack-parser') as Parser });
  await page.goto(packed.url);
  await page.addScriptTag({ url: '/socket.io/socket.io.msgpack.min.js' });
  const observed = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const { io } = globalThis as unknown as { io: (url: string) => { emit(event: string, ...args: unknown[]): void } };
        io(url).emit('echo', { n: 1.5, text: 'é' }, new Uint8Array([1, 2]).buffer, (value: unknown, bytes: ArrayBuffer) =>
          resolve([value, [...new Uint8Array(bytes)]]),
        );
      }),
    packed.url,
  );
  expect(observed).toEqual([{ n: 1.5, text: 'é' }, [1, 2]]);
  await page.close();
  await packed.close();
});
