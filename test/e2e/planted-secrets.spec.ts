// What can be read of a screen, and thus of a picture of it: secrets of sources, of sockets and of the host itself are planted,
// every screen is opened in turn, and its texts and values are searched.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { hashSync } from 'bcryptjs';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { DEFAULT_ADMIN_SETTINGS } from '../../src/contract/admin-settings.ts';
import { DEFAULT_CLIENT_SETTINGS } from '../../src/contract/client-settings.ts';
import { DEFAULT_SERVER_SETTINGS } from '../../src/contract/server-settings.ts';
import { instrument } from '../../src/core/admin/index.ts';
import { createConsole } from '../../src/main/console/console.ts';
import { freePort } from '../fixtures/free-port.ts';
import { CHROMIUM_ARGS, expect, startBrowserHost, test } from './host.ts';

const PLANTED = 'PLANTED-7f3a';

/** Sources with a secret wherever a person can put one, kept as the host finds them. */
async function plant(dataFolder: string, remotePort: number, ownPort: number): Promise<void> {
  const console = createConsole({ version: '0.0.0', host: 'browser', dataFolder });
  const tls = { ...DEFAULT_CLIENT_SETTINGS.tls, key: `${PLANTED}-key`, passphrase: `${PLANTED}-passphrase`, rejectUnauthorized: false };
  const origin = `http://127.0.0.1:${remotePort}`;
  const header = { name: 'Authorization', value: `Bearer ${PLANTED}-bearer`, isOn: true };
  const reconnection = { ...DEFAULT_CLIENT_SETTINGS.reconnection, isOn: false };
  console.addSource({
    kind: 'server',
    name: 'own',
    host: '127.0.0.1',
    port: ownPort,
    settings: { ...DEFAULT_SERVER_SETTINGS, token: `${PLANTED}-token`, tls: { isOn: false, cert: '', key: tls.key, passphrase: tls.passphrase } },
  });
  console.addSource({
    kind: 'client',
    name: 'program',
    settings: {
      ...DEFAULT_CLIENT_SETTINGS,
      origin,
      auth: { token: `${PLANTED}-auth` },
      namespaces: [
        { name: '/', auth: null },
        { name: '/refuses', auth: { jwt: `${PLANTED}-jwt` } },
      ],
      query: [{ name: 'access_token', value: `${PLANTED}-query`, isOn: true }],
      headers: [header],
      cookies: [{ name: 'sid', value: `${PLANTED}-cookie`, isOn: true }],
      tls,
      reconnection,
    },
  });
  const proxy = `http://me:${PLANTED}-proxy@127.0.0.1:1`;
  console.addSource({ kind: 'client', name: 'proxied', settings: { ...DEFAULT_CLIENT_SETTINGS, origin, proxy, reconnection } });
  const credentials = { type: 'password', username: 'admin', password: `${PLANTED}-password` } as const;
  console.addSource({ kind: 'admin', name: 'remote', settings: { ...DEFAULT_ADMIN_SETTINGS, origin, credentials, headers: [header], tls } });
  await console.close();
}

/** A server with our agent that says again what it was shown, as some do. */
async function startRemote(port: number): Promise<() => Promise<void>> {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const server = new Server(http);
  const agent = instrument(server, { auth: { type: 'basic', username: 'admin', password: hashSync(`${PLANTED}-password`, 4) }, mode: 'development' });
  server.of('/refuses').use(({ handshake }, next) => next(Object.assign(new Error('no'), { data: { token: handshake.auth.jwt } })));
  await new Promise<void>((done) => http.listen(port, '127.0.0.1', done));
  return async () => {
    await agent.close();
    await server.close();
  };
}

/** What a picture of the page would show: its texts, and the values of fields that do not hide theirs. */
async function readable(page: Page): Promise<string> {
  const values = await page
    .locator('input:not([type=password]), textarea')
    .evaluateAll((fields) => fields.map((field) => (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : '')));
  return [await page.locator('body').innerText(), await page.title(), page.url(), ...values].join('\n');
}

test('no screen shows a secret that nobody asked to see', async () => {
  test.setTimeout(120_000);
  const executablePath = process.env.PATCHBAY_CHROMIUM ?? '';
  test.skip(executablePath === '', 'no Chromium');
  const dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-planted-'));
  const [remotePort, ownPort] = [await freePort(), await freePort()];
  await plant(dataFolder, remotePort, ownPort);
  const stopRemote = await startRemote(remotePort);
  const host = await startBrowserHost([], { dataFolder });
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('websocket', (socket) => requested.push(socket.url()));
  await page.goto(host.consoleUrl);

  const seen: string[] = [];
  for (const [name, state] of [
    ['own', /Running/],
    ['program', /Connected/],
    ['proxied', /Failed|Disconnected/],
    ['remote', /Connected/],
  ] as const) {
    const item = page.getByTestId('source-item').filter({ hasText: name }).first();
    await item.click();
    await page.getByRole('button', { name: new RegExp(`^(Start|Connect) ${name}$`) }).click();
    await expect(item).toContainText(state);
    if (name === 'own') await connectTo(ownPort);
    // What it may see is told a moment after it is let in.
    if (name === 'remote') await expect(page.getByTestId('tab-sockets')).toBeVisible();
    const tabs = page.locator('[role=tab][data-testid^=tab-]');
    await expect(tabs.first()).toBeVisible();
    for (const tab of await tabs.all()) {
      const id = (await tab.getAttribute('data-testid')) ?? '';
      await tab.click();
      await expect(page.getByRole('tabpanel')).toBeVisible();
      // What there is to open is opened: rows, and what is folded.
      const row = page.getByRole('tabpanel').getByTestId('row').first();
      if (await row.isVisible()) await row.click();
      const text = await readable(page);
      expect(text, `${name}, ${id}`).not.toContain(PLANTED);
      seen.push(`${name} ${id}`);
    }
  }
  expect(seen).toEqual(
    expect.arrayContaining(['own tab-sockets', 'own tab-traffic', 'program tab-connection', 'proxied tab-connection', 'remote tab-sockets']),
  );
  const token = new URL(host.consoleUrl).hash.slice('#token='.length);
  const key = await page.evaluate(() => localStorage.getItem('patchbay.sessionKey'));
  const [cookie] = await context.cookies();
  for (const secret of [PLANTED, token, key ?? PLANTED, cookie?.value ?? PLANTED]) {
    expect(await readable(page)).not.toContain(secret);
    // Nor does a URL, but for the fragment of the link itself, which no server is sent.
    expect(requested.map((url) => url.split('#')[0]).join('\n')).not.toContain(secret);
  }
  expect(await page.content()).not.toContain(key);
  await browser.close();
  await host.stop();
  await stopRemote();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** A client with secrets of its own, which the inspector has. */
async function connectTo(port: number): Promise<void> {
  const auth = { token: `${PLANTED}-token`, password: `${PLANTED}-client` };
  const options = { query: { token: `${PLANTED}-asked` }, extraHeaders: { cookie: `sid=${PLANTED}`, authorization: `Bearer ${PLANTED}` } };
  const socket = io(`http://127.0.0.1:${port}`, { auth, ...options, forceNew: true });
  await new Promise<void>((done) => socket.once('connect', done));
}
