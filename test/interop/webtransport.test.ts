// WebTransport over real HTTP/3: the official client in a real browser against our server.
import { createHash, X509Certificate } from 'node:crypto';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findChromium } from '../../scripts/peers.mjs';
import type { Server, ServerOptions, Socket } from '../../src/core/server/index.ts';
import { certificate } from '../fixtures/certificate.ts';
import { nextEvent, startServer } from '../fixtures/core-server.ts';
import { startHttp3 } from '../fixtures/http3.ts';

interface Client {
  readonly id: string;
  emitWithAck(event: string, ...args: unknown[]): Promise<unknown>;
  on(event: string, listener: (...args: never[]) => void): void;
  disconnect(): void;
}

/** What a page has once it has loaded the client. */
interface PageGlobals {
  io(url: string, options: object): Client;
  client: Client;
  told: Promise<unknown>;
}

// `npm test` says so when there is none.
describe.skipIf(findChromium() === null)('WebTransport', () => {
  let browser: Browser;

  beforeAll(async () => {
    // The certificate of the tests, and no other, is trusted.
    const spki = new X509Certificate(certificate.cert).publicKey.export({ type: 'spki', format: 'der' });
    const trusted = createHash('sha256').update(spki).digest('base64');
    const args = ['--no-sandbox', '--disable-background-networking', '--webtransport-developer-mode'];
    browser = await chromium.launch({ executablePath: findChromium() ?? '', args: [...args, `--ignore-certificate-errors-spki-list=${trusted}`] });
  });

  afterAll(() => browser.close());

  async function start(options: Partial<ServerOptions> = {}): Promise<{ io: Server; http3Url: string; page: Page }> {
    const { io, url } = await startServer({ transports: ['polling', 'websocket', 'webtransport'], ...options });
    // Of UDP, the port that the server has of TCP: so that a client can move over.
    const http3 = await startHttp3((session) => void io.engine.onWebTransportSession(session), Number(new URL(url).port));
    onTestFinished(() => http3.close());
    io.on('connection', (socket) => socket.on('echo', (...args) => args.pop()(...args)));
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(`${url}/socket.io/socket.io.js`);
    await page.addScriptTag({ url: '/socket.io/socket.io.js' });
    return { io, http3Url: `https://127.0.0.1:${http3.port}`, page };
  }

  async function connect(page: Page, io: Server, http3Url: string): Promise<Socket> {
    const connection = nextEvent<[Socket]>(io, 'connection');
    await page.evaluate(async (url) => {
      const globals = globalThis as unknown as PageGlobals;
      globals.client = globals.io(url, { transports: ['webtransport'], reconnection: false });
      globals.told = new Promise((resolve) => globals.client.on('disconnect', resolve));
      await new Promise((resolve, reject) => {
        globals.client.on('connect', resolve);
        globals.client.on('connect_error', reject);
      });
    }, http3Url);
    return (await connection)[0];
  }

  test('text, binary and 900 kB, both ways, in order', { timeout: 20_000 }, async () => {
    const { io, http3Url, page } = await start();
    const { conn, handshake } = await connect(page, io, http3Url);
    expect([conn.transport.name, conn.protocol, handshake.secure]).toEqual(['webtransport', 4, true]);
    const echoed = await page.evaluate(async () => {
      const { client } = globalThis as unknown as PageGlobals;
      const bytes = (await client.emitWithAck('echo', new Uint8Array([0, 255]).buffer)) as ArrayBuffer;
      const large = (await client.emitWithAck('echo', 'x'.repeat(900_000))) as string;
      return [await client.emitWithAck('echo', 'é€😀'), [...new Uint8Array(bytes)], large.length];
    });
    expect(echoed).toEqual(['é€😀', [0, 255], 900_000]);
    const arrived = page.evaluate(() => {
      const { client } = globalThis as unknown as PageGlobals;
      const numbers: number[] = [];
      return new Promise((resolve) => client.on('n', (n: number) => numbers.push(n) === 1000 && resolve(numbers)));
    });
    await page.evaluate(() => (globalThis as unknown as PageGlobals).client.emitWithAck('echo'));
    for (let n = 0; n < 1000; n++) io.emit('n', n);
    expect(await arrived).toEqual(Array.from({ length: 1000 }, (_, n) => n));
  });

  test('a session that polls moves over', { timeout: 20_000 }, async () => {
    const { io, page } = await start();
    const connection = nextEvent<[Socket]>(io, 'connection');
    const client = page.evaluate(async () => {
      const globals = globalThis as unknown as PageGlobals;
      globals.client = globals.io(location.origin, { transports: ['polling', 'webtransport'], reconnection: false });
      return globals.client.emitWithAck('echo', 'before, during or after');
    });
    const [{ conn }] = await connection;
    if (!conn.upgraded) await nextEvent(conn, 'upgrade');
    expect(conn.transport.name).toBe('webtransport');
    expect(await client).toBe('before, during or after');
    const again = await page.evaluate(() => (globalThis as unknown as PageGlobals).client.emitWithAck('echo', 'over HTTP/3'));
    expect([again, conn.transport.name]).toEqual(['over HTTP/3', 'webtransport']);
  });

  test('heartbeats keep it, and each side is told when the other one leaves', { timeout: 20_000 }, async () => {
    const { io, http3Url, page } = await start({ pingInterval: 20, pingTimeout: 5000 });
    const socket = await connect(page, io, http3Url);
    await nextEvent(socket.conn, 'heartbeat');
    await nextEvent(socket.conn, 'heartbeat');
    const left = nextEvent<[string]>(socket, 'disconnect');
    await page.evaluate(() => (globalThis as unknown as PageGlobals).client.disconnect());
    expect((await left)[0]).toBe('client namespace disconnect');

    const second = await connect(page, io, http3Url);
    second.conn.close();
    expect(await page.evaluate(() => (globalThis as unknown as PageGlobals).told)).toBe('transport close');
  });
});
