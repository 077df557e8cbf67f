// The official web Admin UI, as its package ships it, administers the server that a person has started here.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { io as connectClient, type Socket } from 'socket.io-client';
import { freePort } from '../fixtures/free-port.ts';
import { CHROMIUM_ARGS, expect, test } from './host.ts';

const UI_FOLDER = join(dirname(createRequire(import.meta.url).resolve('@socket.io/admin-ui/package.json')), 'ui/dist');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

let ui: Server;
let browser: Browser;
const clients: Socket[] = [];

test.beforeEach(async () => {
  ui = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://ui').pathname);
    const file = join(UI_FOLDER, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (body) => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => ui.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({ executablePath: process.env.PATCHBAY_CHROMIUM ?? '', args: CHROMIUM_ARGS });
});

test.afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await browser.close();
  ui.closeAllConnections();
  ui.close();
});

/** A server with admins, from the form. */
async function startServer(page: Page, port: number): Promise<string> {
  await page.getByTestId('add-source').click();
  await page.getByTestId('dialog-port-input').fill(String(port));
  await page.getByTestId('server-group-administration').getByRole('button').first().click();
  await page.getByTestId('administration-on').click();
  await page.getByTestId('administration-password').fill('changeit');
  await page.getByTestId('server-save').click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  return `http://127.0.0.1:${port}`;
}

async function connect(url: string): Promise<Socket> {
  const client = connectClient(url, { forceNew: true, reconnection: false });
  clients.push(client);
  await new Promise<void>((resolve) => client.once('connect', resolve));
  return client;
}

/** The UI's own page, without what it fetches from elsewhere. */
async function openUi(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const { port } = ui.address() as AddressInfo;
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await page.goto(`http://127.0.0.1:${port}/`);
  return page;
}

test('the official Admin UI sees sockets, rooms and events, disconnects, and keeps its session over a reload', async ({ page }) => {
  const url = await startServer(page, await freePort());
  const [first, second] = [await connect(url), await connect(url)];
  first.emit('join', 'lobby');
  const admin = await openUi();

  await test.step('logs in', async () => {
    await admin.getByLabel('Server URL').fill(url);
    await admin.getByLabel('Username').fill('admin');
    await admin.getByLabel('Password').fill('changeit');
    await admin.getByRole('button', { name: 'Connect' }).click();
    await expect(admin.getByLabel('Password')).toBeHidden();
    await admin.screenshot({ path: test.info().outputPath('dashboard.png') });
  });

  await test.step('lists sockets and rooms', async () => {
    await admin.getByRole('link', { name: 'Sockets' }).click();
    await expect(admin.getByText(first.id ?? '?')).toBeVisible();
    await expect(admin.getByText(second.id ?? '?')).toBeVisible();
    await admin.screenshot({ path: test.info().outputPath('sockets.png') });
    await admin.getByRole('link', { name: 'Rooms' }).click();
    await expect(admin.getByText('lobby', { exact: true })).toBeVisible();
  });

  await test.step('shows events', async () => {
    first.emit('chat', 'hello from a client');
    await admin.getByRole('link', { name: 'Events' }).click();
    await expect(admin.getByText('event_received').or(admin.getByText('Event received')).first()).toBeVisible();
    await admin.screenshot({ path: test.info().outputPath('events.png') });
  });

  await test.step('keeps the session over a reload', async () => {
    await admin.reload();
    await admin.getByRole('link', { name: 'Sockets' }).click();
    await expect(admin.getByText(first.id ?? '?')).toBeVisible();
    await expect(admin.getByLabel('Password')).toBeHidden();
  });

  await test.step('disconnects a socket', async () => {
    const gone = new Promise<string>((resolve) => second.once('disconnect', resolve));
    await admin.getByText(second.id ?? '?').click();
    // The buttons have icons alone: the first is of the client, the second of the socket.
    await admin.locator('button:has(.mdi-logout)').nth(1).click();
    expect(await gone).toBe('io server disconnect');
    await admin.screenshot({ path: test.info().outputPath('disconnected.png') });
  });

  await test.step('and the console has it in its audit', async () => {
    await page.getByTestId('tab-audit').click();
    await expect(page.getByTestId('grid-audit')).toContainText('login');
  });
});
