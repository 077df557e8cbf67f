// The console in a browser, as a person meets it beside the main job: links, reloads, trouble, languages, themes, keys.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { freePort } from '../fixtures/free-port.ts';
import { ClientProcess } from './clients.ts';
import { CHROMIUM_ARGS, expect, root, startBrowserHost, test } from './host.ts';

async function launch(...args: readonly string[]): Promise<Browser> {
  const executablePath = process.env.PATCHBAY_CHROMIUM ?? '';
  test.skip(executablePath === '', 'no Chromium');
  return chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, ...args] });
}

async function runOn(page: Page, port: number): Promise<void> {
  await page.getByTestId('port-input').first().fill(String(port));
  await page.getByTestId('source-start').first().click();
}

test('a link works once: a reload keeps the session, another browser is told what to do', async () => {
  const browser = await launch();
  const host = await startBrowserHost(['--serve', '0']);
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await page.goto(host.consoleUrl);
  await expect(page.getByTestId('source-list')).toContainText('Running');
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(page.getByTestId('source-list')).toContainText('Running');

  const stranger = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await stranger.goto(host.consoleUrl);
  await expect(stranger.getByText('This link does not open the console')).toBeVisible();
  await expect(stranger.getByTestId('source-list')).toHaveCount(0);
  expect(stranger.url()).not.toContain('token');
  await browser.close();
  await host.stop();
});

test('a page on another port is sent the cookie, and gets nowhere with it', async () => {
  const browser = await launch();
  const host = await startBrowserHost();
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(host.consoleUrl);
  await expect(page.getByTestId('empty-state')).toBeVisible();

  let cookie: string | undefined;
  const neighbour = createHttpServer((request, response) => {
    cookie ??= request.headers.cookie;
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>a neighbour</p>');
  });
  const port = await freePort();
  await once(neighbour.listen(port, '127.0.0.1'), 'listening');
  const lured = await context.newPage();
  await lured.goto(`http://127.0.0.1:${port}/`);
  // So browsers are: a cookie knows no port.
  expect(cookie).toContain('patchbay_session_');
  expect(await lured.evaluate(() => localStorage.length)).toBe(0);
  const { host: authority } = new URL(host.consoleUrl);
  const forged = new WebSocket(`ws://${authority}/channel`, ['patchbay'], { headers: { cookie, origin: `http://${authority}` } });
  const [error] = await once(forged, 'error');
  expect(String(error)).toContain('401');
  neighbour.close();
  await browser.close();
  await host.stop();
});

test('a name that comes to mean this machine reaches neither page nor channel', async () => {
  const browser = await launch('--host-resolver-rules=MAP rebound.example 127.0.0.1');
  const host = await startBrowserHost();
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  const rebound = host.consoleUrl.replace('127.0.0.1', 'rebound.example');
  expect((await page.goto(rebound))?.status()).toBe(421);
  await expect(page.locator('body')).toHaveText('this host is not served here');
  const tried = await page.evaluate(async () => {
    const exchanged = await fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"token":"x"}' }).then(
      ({ status }) => String(status),
      () => 'blocked',
    );
    const opened = await new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://${location.host}/channel`, ['patchbay']);
      socket.onopen = () => resolve('open');
      socket.onclose = () => resolve('closed');
    });
    return [exchanged, opened];
  });
  expect(tried).toEqual(['421', 'closed']);
  await browser.close();
  await host.stop();
});

test('a page that was opened before its browser was let in is let in with it', async () => {
  const browser = await launch();
  const host = await startBrowserHost();
  const context = await browser.newContext({ locale: 'en-US' });
  const early = await context.newPage();
  await early.goto(new URL('/', host.consoleUrl).href);
  await expect(early.getByText('This link does not open the console')).toBeVisible();
  const page = await context.newPage();
  await page.goto(host.consoleUrl);
  await expect(early.getByTestId('empty-state')).toBeVisible();
  await browser.close();
  await host.stop();
});

test('two pages watch one console: what one does the other sees', async () => {
  const browser = await launch();
  const host = await startBrowserHost();
  const context = await browser.newContext({ locale: 'en-US' });
  const first = await context.newPage();
  await first.goto(host.consoleUrl);
  const second = await context.newPage();
  await second.goto(new URL('/', host.consoleUrl).href);
  await runOn(first, await freePort());
  await expect(second.getByTestId('source-list')).toContainText('Running');
  await browser.close();
  await host.stop();
});

test('what was set up is there again after a restart, and a file that can not be read is set aside', async () => {
  const browser = await launch();
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-kept-'));
  const first = await startBrowserHost(['--data-folder', folder]);
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await page.goto(first.consoleUrl);
  await page.getByTestId('add-source').click();
  await page.getByTestId('source-kind-client').click();
  await page.getByTestId('client-url').last().fill('http://127.0.0.1:1/kept?device=ios');
  await page.getByTestId('client-name').fill('my device');
  await page.getByTestId('client-add').click();
  await expect(page.getByTestId('source-list')).toContainText('my device');
  await first.stop();

  const second = await startBrowserHost(['--data-folder', folder]);
  const again = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await again.goto(second.consoleUrl);
  await again.getByTestId('source-item').filter({ hasText: 'my device' }).click();
  await expect(again.getByTestId('client-url')).toHaveValue('http://127.0.0.1:1/kept');
  await expect(again.getByTestId('client-setting-query')).toContainText('1');
  await second.stop();

  writeFileSync(join(folder, 'sources.json'), '{"version": 1, "sour');
  const third = await startBrowserHost(['--data-folder', folder]);
  const clean = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await clean.goto(third.consoleUrl);
  await expect(clean.getByTestId('empty-state')).toBeVisible();
  expect(readdirSync(folder).some((name) => name.startsWith('sources.json.corrupt-'))).toBe(true);
  await third.stop();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a console that goes away is said to be gone, and what it showed stays', async () => {
  const browser = await launch();
  const host = await startBrowserHost(['--serve', '0']);
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await page.goto(host.consoleUrl);
  await expect(page.getByTestId('source-list')).toContainText('Running');
  await host.stop();
  await expect(page.getByText('Console is gone, reconnecting…')).toBeVisible();
  await expect(page.getByTestId('source-list')).toContainText('Local server');
  await browser.close();
});

test('a console that hangs is said to be gone, and shows again what it holds once it goes on', async () => {
  const browser = await launch();
  const host = await startBrowserHost(['--serve', '0']);
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await page.goto(host.consoleUrl);
  await expect(page.getByTestId('source-list')).toContainText('Running');
  process.kill(host.pid, 'SIGSTOP');
  await expect(page.getByText('Console is gone, reconnecting…')).toBeVisible({ timeout: 45_000 });
  process.kill(host.pid, 'SIGCONT');
  await expect(page.getByText('Console is gone, reconnecting…')).toBeHidden({ timeout: 20_000 });
  await expect(page.getByTestId('source-list')).toContainText('Running');
  await host.stop();
  await browser.close();
});

test('a port that is in use says so, and another one can be tried at once', async ({ page }) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await runOn(page, port);
  await expect(page.getByText(`${port}`).first()).toBeVisible();
  await expect(page.getByText(/in use/).first()).toBeVisible();
  squatter.close();
  await once(squatter, 'close');
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
});

test('language and theme change without a restart, and are remembered', async ({ page }) => {
  await page.getByTestId('settings-open').click();
  await page.getByTestId('language-zh').click();
  await expect(page.locator('html')).toHaveAttribute('lang', /zh/);
  await expect(page.getByTestId('source-start').first()).toContainText('启动');
  await page.getByTestId('theme-light').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.getByTestId('source-start').first()).toContainText('启动');
});

test('tables, tabs and the inspector are used by keyboard alone', async ({ page }) => {
  const port = await freePort();
  await runOn(page, port);
  const clients = new ClientProcess();
  const connected = await clients.connect(`http://127.0.0.1:${port}`, ['websocket'], ['/', '/', '/']);
  await page.keyboard.press('ControlOrMeta+2');
  await expect(page.getByTestId('tab-sockets')).toHaveAttribute('aria-selected', 'true');
  const rows = page.getByTestId('grid-sockets').locator('[data-testid="row"]');
  await expect(rows).toHaveCount(3);
  await page.keyboard.press('/');
  await page.keyboard.type(connected[1]?.socketId ?? '');
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(3);
  await page.getByTestId('grid-sockets').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(inspector).toBeHidden();
  clients.end();
});

test('a hostile peer is shown as text', async ({ page }) => {
  const port = await freePort();
  await runOn(page, port);
  const clients = new ClientProcess();
  await clients.connect(`http://127.0.0.1:${port}`, ['websocket'], ['/']);
  const markup = '<img src=x onerror="document.title=\'owned\'">';
  await clients.emit(0, markup, [markup, { [markup]: markup }]);
  await clients.emit(0, 'join', [markup], true);
  await page.getByTestId('tab-traffic').click();
  await page.getByTestId('grid-traffic').locator('[data-testid="row"]').filter({ hasText: markup }).first().click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(markup);
  await page.getByTestId('tab-rooms').click();
  await expect(page.getByTestId('grid-rooms')).toContainText(markup);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toBe('owned');
  clients.end();
});

test('npm start without a display says so in one line and opens the browser host', async () => {
  test.skip(process.platform !== 'linux', 'only Linux can be without a display');
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  expect(await startLines([], env)).toEqual([
    "Electron can't be used here (there is no display): opening the browser host instead.",
    expect.stringMatching(CONSOLE_LINE),
  ]);
});

test('npm start without a runtime that could be fetched says so in one line and opens the browser host', async () => {
  test.skip(existsSync(join(root, 'node_modules/electron/path.txt')), 'the runtime is here');
  // The installer's own switch stands for a network that it can't reach.
  const env: NodeJS.ProcessEnv = { ...process.env, DISPLAY: ':0', ELECTRON_SKIP_BINARY_DOWNLOAD: '1', ELECTRON_EXEC_PATH: '' };
  expect(await startLines(['--no-sandbox'], env)).toEqual([
    'Downloading the Electron runtime, once…',
    "Electron can't be used here (its runtime could not be downloaded): opening the browser host instead.",
    expect.stringMatching(CONSOLE_LINE),
  ]);
});

const CONSOLE_LINE = /^Console: http:\/\/127\.0\.0\.1:\d+\/#token=\S+$/;

/** What `npm start` prints until its console is there. */
async function startLines(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-data-'));
  const child: ChildProcess = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--ui-port', '0', '--no-open', ...args], {
    env: { ...env, XDG_DATA_HOME: dataFolder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  if (child.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface(child.stdout)) {
    // It builds first when the sources are newer than the build.
    if (line !== 'Building Patchbay…') lines.push(line);
    if (line.startsWith('Console:')) break;
  }
  child.kill('SIGTERM');
  await once(child, 'exit');
  rmSync(dataFolder, { recursive: true, force: true });
  return lines;
}
