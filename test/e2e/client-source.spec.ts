// The outbound client, end to end: what a person sees of a connection to somebody else's server, and what that server saw.
import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { certificate } from '../fixtures/certificate.ts';
import { behave } from '../fixtures/servers/behaviour.mjs';
import { OFFICIAL_SERVERS } from '../fixtures/servers/versions.mjs';
import { expect, test } from './host.ts';

/** As far as the tests look at it, of any version. */
interface AnyServer {
  of(name: string): { on(event: 'connection', listener: (socket: AnySocket) => void): unknown };
  close(): unknown;
}
interface AnySocket {
  readonly conn: { close(): void };
  emit(event: string, ...args: unknown[]): unknown;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
}

interface Running {
  readonly url: string;
  readonly http: HttpServer;
  /** The newest socket of `/`. */
  socket(): AnySocket;
  close(): void;
}

const servers: Running[] = [];

test.afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function start(version: '2.5.1' | '4.8.4', { options = {}, tls = false }: { options?: object; tls?: boolean } = {}): Promise<Running> {
  const http = tls ? createTlsServer(certificate, notFound) : createServer(notFound);
  // That it has this much is what `behave` relies on, too.
  const io = OFFICIAL_SERVERS[version](http, options) as AnyServer;
  behave(io);
  const sockets: AnySocket[] = [];
  io.of('/').on('connection', (socket) => sockets.unshift(socket));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: Running = {
    url: `http${tls ? 's' : ''}://127.0.0.1:${(http.address() as AddressInfo).port}`,
    http,
    socket() {
      const [newest] = sockets;
      if (newest === undefined) throw new Error('nobody is connected');
      return newest;
    },
    close() {
      io.close();
      http.closeAllConnections();
      http.close();
    },
  };
  servers.push(server);
  return server;
}

function notFound(_request: unknown, response: { writeHead(status: number): { end(body: string): void } }): void {
  response.writeHead(404).end('<h1>Not found</h1>');
}

/** The server asks; resolves with what it is answered, or with nothing in ten seconds. */
function ask(server: Running, question: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    server.socket().emit('question', question, resolve);
    setTimeout(resolve, 10_000);
  });
}

async function connect(page: Page, url: string): Promise<void> {
  await page.getByTestId('client-url').fill(url);
  await page.getByTestId('client-connect').click();
}

async function type(page: Page, testId: string, text: string): Promise<void> {
  await page.getByTestId(testId).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

for (const { version, tag, decision } of [
  { version: '4.8.4', tag: 'Engine.IO 4', decision: 'Engine.IO 4' },
  { version: '2.5.1', tag: 'Engine.IO 3', decision: 'Engine.IO 3' },
] as const) {
  test(`a person talks to a server of ${version}: emits, and answers what it asks by hand and by rule`, async ({ page }) => {
    const server = await start(version);

    await test.step('the connection shows each stage, the revision and why it was chosen', async () => {
      await connect(page, server.url);
      await expect(page.getByTestId('connection-tag')).toContainText(tag);
      await expect(page.getByTestId('connection-tag')).toContainText('websocket');
      await expect(page.getByTestId('source-list')).toContainText('Connected');
      const stages = page.getByTestId('stage-row');
      for (const name of ['TCP', 'Handshake', 'Namespace /', 'Upgrade probe']) await expect(stages.filter({ hasText: name }).first()).toBeVisible();
      await expect(page.getByTestId('decision')).toContainText(decision);
    });

    await test.step('an event is acknowledged by the server', async () => {
      await page.getByTestId('tab-compose').click();
      await page.getByTestId('compose-event').fill('echo');
      await type(page, 'compose-args', '{"text":"héllo €"}');
      await page.getByTestId('compose-ack').click();
      await page.getByTestId('compose-send').click();
      const result = page.getByTestId('compose-results').locator('[data-testid="row"]');
      await expect(result).toHaveAttribute('data-state', 'acknowledged');
      await expect(result).toContainText('héllo €');
    });

    await test.step('what the server asks is answered by hand', async () => {
      const answer = ask(server, { order: 7 });
      await expect(page.getByTestId('tab-connection')).toContainText('1');
      await page.getByTestId('tab-connection').click();
      await page.getByTestId('reply-row').filter({ hasText: 'question' }).first().click();
      await type(page, 'reply-args', '{"accepted":true}');
      await page.getByTestId('reply-send').click();
      expect(await answer).toEqual({ accepted: true });
      await expect(page.getByTestId('reply-row').filter({ hasText: /you replied/i })).toBeVisible();
    });

    await test.step('and from then on by a rule', async () => {
      const byHand = ask(server, 'again');
      await page.getByTestId('reply-row').filter({ hasText: 'again' }).click();
      await type(page, 'reply-args', '"by rule"');
      await page.getByTestId('reply-always').click();
      await page.getByTestId('reply-send').click();
      expect(await byHand).toBe('by rule');
      expect(await ask(server, 'and again')).toBe('by rule');
      await expect(page.getByTestId('reply-row').filter({ hasText: /rule replied/i })).toBeVisible();
    });

    await test.step('Traffic pairs question and answer, both ways', async () => {
      await page.getByTestId('tab-traffic').click();
      const rows = page.getByTestId('grid-traffic').locator('[data-testid="row"]');
      await expect(rows.filter({ hasText: 'and again' })).toContainText(/ms/);
      await expect(rows.filter({ hasText: 'echo' }).first()).toContainText(/ms/);
    });

    await test.step('another namespace goes over the same connection', async () => {
      await page.getByTestId('tab-connection').click();
      await page.getByTestId('namespace-add').click();
      await page.getByTestId('namespace-name').fill('/chat');
      await page.getByTestId('namespace-join').click();
      await expect(page.getByTestId('namespace-row').filter({ hasText: '/chat' })).toContainText('Connected');
    });

    await test.step('a connection that is cut comes back, and the attempt is seen', async () => {
      server.socket().conn.close();
      await expect(page.getByTestId('attempt').filter({ hasText: 'Attempt 2' })).toContainText(/connected/i);
      await expect(page.getByTestId('namespace-row').filter({ hasText: '/chat' })).toContainText('Connected');
    });

    await test.step('disconnecting ends it', async () => {
      await page.getByTestId('client-disconnect').first().click();
      await expect(page.getByTestId('source-list')).toContainText('Disconnected');
    });
  });
}

test.describe('a connection that fails names its cause', () => {
  test('nobody listens, and trying again can be paused', async ({ page }) => {
    const server = await start('4.8.4');
    const { url } = server;
    server.close();
    servers.length = 0;
    await connect(page, url);
    await expect(page.getByTestId('attempt-failure').first()).toContainText('ECONNREFUSED');
    await expect(page.getByTestId('source-list')).toContainText(/retrying/i);
    await page.getByTestId('client-pause').click();
    await expect(page.getByTestId('source-list')).toContainText(/paused/i);
  });

  test('a wrong path, and the doctor that finds the right one', async ({ page }) => {
    const server = await start('4.8.4', { options: { path: '/engine.io' } });
    await connect(page, server.url);
    await expect(page.getByTestId('attempt-failure').first()).toContainText('404');
    await page.getByTestId('doctor-start').first().click();
    await expect(page.getByTestId('doctor-verdict')).toContainText('/engine.io', { timeout: 15_000 });
    await page.getByTestId('doctor-fix').click();
    await page.getByTestId('doctor-connect').click();
    await expect(page.getByTestId('source-list')).toContainText('Connected');
    await expect(page.getByTestId('connection-tag')).toContainText('Engine.IO 4');
  });

  test('a certificate that nobody vouches for', async ({ page }) => {
    const server = await start('4.8.4', { tls: true });
    await connect(page, server.url);
    await expect(page.getByTestId('attempt-failure').first()).toContainText('DEPTH_ZERO_SELF_SIGNED_CERT');
    await expect(page.getByTestId('stage-row').filter({ hasText: 'TLS' }).first()).toBeVisible();
  });

  test('a namespace that refuses, with its data', async ({ page }) => {
    const server = await start('4.8.4');
    await connect(page, `${server.url}/guarded`);
    await expect(page.getByTestId('namespace-failure')).toContainText('not authorized');
    await expect(page.getByTestId('namespace-failure')).toContainText('401');
  });

  test('a session that another server knows, behind a balancer that is not sticky', async ({ page }) => {
    const [a, b] = [await start('4.8.4'), await start('4.8.4')];
    let turn = 0;
    const balancer = createServer((request, response) => {
      const { http } = turn++ % 2 === 0 ? a : b;
      http.emit('request', request, response);
    });
    balancer.on('upgrade', (_request, socket: { destroy(): void }) => socket.destroy());
    await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));
    await connect(page, `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`);
    await page.getByTestId('doctor-start').first().click();
    await expect(page.getByTestId('doctor-verdict')).toContainText(/sticky/i, { timeout: 20_000 });
    balancer.closeAllConnections();
    balancer.close();
  });
});
