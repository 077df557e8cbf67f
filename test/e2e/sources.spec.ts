// What a person does with sources: a server set up in its form, and the list with its folders. Official clients connect to it.

import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Locator, type Page } from '@playwright/test';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { freePort } from '../fixtures/free-port.ts';
import { CHROMIUM_ARGS, expect, startBrowserHost, test } from './host.ts';

const item = (page: Page, name: string): Locator => page.getByTestId('source-item').filter({ hasText: name });
const openGroup = (page: Page, name: string) => page.getByTestId(`server-group-${name}`).getByRole('button').first().click();

/** The client, or why it did not connect. */
function connect(url: string, options: Partial<ManagerOptions & SocketOptions>): Promise<Socket | Error> {
  const client = io(url, { forceNew: true, reconnection: false, rejectUnauthorized: false, transports: ['websocket'], ...options });
  return new Promise((resolve) => {
    client.once('connect', () => resolve(client));
    client.once('connect_error', resolve);
  });
}

async function addServer(page: Page, name: string, port: number): Promise<void> {
  await page.getByTestId('add-source').click();
  await page.getByTestId('server-name').fill(name);
  await page.getByTestId('dialog-port-input').fill(String(port));
  await page.getByTestId('server-save').click();
  await expect(item(page, name)).toBeVisible();
}

async function fromMenu(page: Page, source: string, action: string): Promise<void> {
  await item(page, source).hover();
  await page.getByRole('button', { name: `Actions for ${source}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('a server with a path, a token and TLS of its own takes those who know them, and no others', async ({ page }) => {
  const port = await freePort();
  await page.getByTestId('add-source').click();
  await page.getByTestId('server-name').fill('guarded');
  await page.getByTestId('dialog-port-input').fill(String(port));
  await openGroup(page, 'protocol');
  await page.getByTestId('server-path').fill('/ws');
  await openGroup(page, 'tls');
  await page.getByTestId('server-tls').click();
  await page.getByTestId('server-make-certificate').click();
  await openGroup(page, 'token');
  await page.getByTestId('server-token').fill('open sesame');
  await page.getByTestId('server-save').click();
  const url = `https://127.0.0.1:${port}`;
  await expect(page.getByTestId('source-url')).toHaveText(url);

  expect(await connect(url, { path: '/ws' })).toMatchObject({ message: expect.stringContaining('auth.token') });
  expect(await connect(url, { path: '/ws', auth: { token: 'wrong' } })).toMatchObject({ data: { code: 'TOKEN_WRONG' } });
  expect(await connect(url, { auth: { token: 'open sesame' } })).toBeInstanceOf(Error);
  const client = await connect(url, { path: '/ws', auth: { token: 'open sesame' } });
  if (client instanceof Error) throw client;
  await page.getByRole('tab', { name: /Sockets/ }).click();
  await expect(page.getByText(client.id ?? 'no id')).toBeVisible();
  await page.getByRole('tab', { name: /Traffic/ }).click();
  await expect(page.getByText('connect error').first()).toBeVisible();

  await page.getByRole('button', { name: 'Edit…' }).first().click();
  await openGroup(page, 'timing');
  await page.getByTestId('server-pingIntervalMs').fill('4000');
  await openGroup(page, 'protocol');
  await page.getByTestId('server-path').fill('/other');
  await page.getByTestId('server-save').click();
  await expect(page.getByTestId('needs-restart')).toContainText('Restart to apply: path, Ping interval');
  expect(client.connected).toBe(true);
  await page.getByTestId('restart').click();
  await expect(page.getByTestId('restart-dialog')).toContainText('1 socket is disconnected');
  await page.getByTestId('restart-confirm').click();
  await expect(page.getByTestId('needs-restart')).toBeHidden();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  const again = await connect(url, { path: '/other', auth: { token: 'open sesame' } });
  expect(again).not.toBeInstanceOf(Error);
  if (!(again instanceof Error)) again.disconnect();
});

test('a port in use is said to be by whom, and the next free one is a click away', async ({ page }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await addServer(page, 'first', port);
  const says = page.getByRole('alert');
  await expect(says).toContainText(`Port ${port} is in use`);
  if (process.platform === 'linux') await expect(says).toContainText(String(process.pid));
  await page.getByRole('button', { name: /^Start on port/ }).click();
  await expect(item(page, 'first')).toContainText('Running');
  const taken = Number(new URL((await page.getByTestId('source-url').textContent()) ?? '').port);
  await addServer(page, 'second', taken);
  await expect(says).toContainText('is in use by “first”');
  other.close();
});

test('folders, order and colours are there again when the host is', async () => {
  const executablePath = process.env.PATCHBAY_CHROMIUM ?? '';
  test.skip(executablePath === '', 'no Chromium');
  const dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-kept-'));
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const open = async () => {
    const host = await startBrowserHost(['--data-folder', dataFolder]);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    page.setDefaultTimeout(15_000);
    await page.goto(host.consoleUrl);
    return { page, host };
  };
  const first = await open();
  const { page } = first;
  for (const name of ['alpha', 'beta', 'gamma']) await addServer(page, name, await freePort());
  await page.getByTestId('sources-menu').click();
  await page.getByRole('menuitem', { name: 'New folder…' }).click();
  await page.getByTestId('folder-dialog-name').fill('Shelf');
  await page.getByTestId('folder-dialog-save').click();
  await item(page, 'alpha').dragTo(page.getByTestId('source-folder-row'));
  await expect(page.getByRole('group', { name: 'Shelf' }).getByTestId('source-item')).toHaveText(/alpha/);
  await item(page, 'gamma').click();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByTestId('source-item')).toHaveText([/gamma/, /beta/, /alpha/]);
  await fromMenu(page, 'gamma', 'Edit…');
  await page.getByTestId('source-color-violet').click();
  await page.getByTestId('server-save').click();
  await expect(page.getByTestId('source-color')).toHaveAttribute('data-color', 'violet');
  await page.getByTestId('source-folder-row').click();
  await expect(item(page, 'alpha')).toBeHidden();
  await page.close();
  await first.host.stop();

  const second = await open();
  await expect(second.page.getByTestId('source-item')).toHaveText([/gamma/, /beta/]);
  await expect(second.page.getByTestId('source-folder-row')).toHaveText('Shelf1');
  await expect(second.page.getByTestId('source-color')).toHaveAttribute('data-color', 'violet');
  await second.page.getByTestId('source-folder-row').click();
  await expect(second.page.getByTestId('source-item')).toHaveText([/gamma/, /beta/, /alpha/]);
  await second.host.stop();
  await browser.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('a copy has all of a source, and a file all but its secrets', async ({ page }) => {
  await page.getByTestId('add-source').click();
  await page.getByTestId('server-name').fill('origin');
  await page.getByTestId('dialog-port-input').fill(String(await freePort()));
  await openGroup(page, 'token');
  await page.getByTestId('server-token').fill('planted-token');
  await page.getByTestId('server-save').click();
  await fromMenu(page, 'origin', 'Duplicate');
  await expect(item(page, 'origin copy')).toContainText('Stopped');
  await fromMenu(page, 'origin copy', 'Edit…');
  await openGroup(page, 'token');
  await expect(page.getByTestId('server-token')).toHaveValue('planted-token');
  await page.keyboard.press('Escape');

  const downloading = page.waitForEvent('download');
  await page.getByTestId('sources-menu').click();
  await page.getByRole('menuitem', { name: 'Export all' }).click();
  const path = await (await downloading).path();
  expect(readFileSync(path, 'utf8')).not.toContain('planted');
  await expect(page.getByText('2 secrets were left out of the file.')).toBeVisible();

  await page.getByTestId('sources-menu').click();
  await page.getByRole('menuitem', { name: 'Import…' }).click();
  const sources = JSON.parse(readFileSync(path, 'utf8')).sources.map((source: object, index: number) => ({
    ...source,
    ...(index === 1 && { port: -1 }),
  }));
  const file = {
    name: 'edited.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ format: 'patchbay-sources', version: 1, sources })),
  };
  await page.getByTestId('import-file').setInputFiles(file);
  await expect(page.getByTestId('import-entry')).toHaveText([/origin.*1 secret to fill in/, /origin copy.*port:/]);
  await page.getByTestId('import-add').click();
  await expect(page.getByTestId('source-item')).toHaveText([/^origin/, /^origin copy/, /^origin.*Stopped/]);
});
