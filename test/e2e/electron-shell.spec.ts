// What only the desktop shell does, in a real Electron.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CLIENT_SETTINGS } from '../../src/contract/client-settings.ts';
import { startKeyring } from '../fixtures/keyring.ts';
import { electronArgs, expect, type Fixtures, launchElectron, test } from './host.ts';

const executablePath = process.env.PATCHBAY_ELECTRON ?? '';

test('the page is isolated: no Node, no IPC, and a policy that allows nothing but its own files', async ({ host, page }) => {
  expect(page.url()).toBe('app://patchbay/');
  const seen = await page.evaluate(() => ({
    node: [typeof Reflect.get(globalThis, 'process'), typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'Buffer')],
    bridge: Object.keys(Reflect.get(window, 'patchbay') as object).sort(),
  }));
  expect(seen).toEqual({ node: ['undefined', 'undefined', 'undefined'], bridge: ['listen', 'platform', 'request', 'titleBar'] });
  const blocked = await page.evaluate(async () => {
    const violation = new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective)),
    );
    await fetch('http://127.0.0.1:9/').catch(() => {});
    return violation;
  });
  expect(blocked).toBe('connect-src');
  const preferences = await host.electron?.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Electron tells these to whoever asks, though its types do not.
    const teller = contents as unknown as { getLastWebPreferences(): Record<string, unknown> } | undefined;
    return teller?.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
});

test('the page can neither navigate away nor open a window', async ({ host, page }) => {
  await expect(page.getByTestId('source-start').first()).toBeVisible();
  await page.evaluate(() => {
    window.open('http://127.0.0.1:9/');
    const link = document.createElement('a');
    link.href = 'http://127.0.0.1:9/';
    document.body.append(link);
    link.click();
  });
  // A round trip through the main process: whatever those asked for has been answered.
  const windows = await host.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()));
  expect(windows).toEqual(['app://patchbay/']);
  // Asked of the window itself: a driver waits for the navigation that was refused.
  const isStillThere = await host.electron?.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("[data-testid=source-start]") !== null'),
  );
  expect(isStillThere).toBe(true);
});

/** As if a person chose it. */
async function choose(host: Fixtures['host'], commandId: string): Promise<void> {
  await host.electron?.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), commandId);
}

function menuLabels(host: Fixtures['host']): Promise<string[] | undefined> {
  return Promise.resolve(host.electron?.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label)));
}

test('the native menu does what the page does, in the language of the page', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  expect(await menuLabels(host)).toEqual(['File', 'Edit', 'View', 'Source', 'Window', 'Help']);
  await choose(host, 'palette');
  await expect(page.getByTestId('palette-input')).toBeFocused();
  await page.keyboard.press('Escape');
  await choose(host, 'settings');
  await page.getByTestId('language-zh').click();
  await expect(page.getByTestId('settings')).toContainText('外观');
  await expect.poll(() => menuLabels(host)).toEqual(['文件', '编辑', '视图', '来源', '窗口', '帮助']);
  await page.getByTestId('language-en').click();
  await expect.poll(() => menuLabels(host)).toEqual(['File', 'Edit', 'View', 'Source', 'Window', 'Help']);
});

test('two windows show one console, and settings of one hold in the other', async ({ host, page }) => {
  await page.getByTestId('port-input').fill('0');
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  const opened = host.electron?.waitForEvent('window');
  await page.keyboard.press('Control+Shift+N');
  const other = (await opened) ?? page;
  await expect(other.getByTestId('source-list')).toContainText('Running');
  await other.getByTestId('source-stop').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Stopped');
  await other.getByTestId('settings-open').click();
  await other.getByTestId('theme-light').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  const bounds = await host.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getBounds().x));
  expect(new Set(bounds).size).toBe(2);
  await other.close();
  await expect(page.getByTestId('source-list')).toContainText('Stopped');
});

test('zooms to twice the size and back, and nothing is cut off', async ({ host, page }) => {
  await page.getByTestId('port-input').fill('0');
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('tab-overview')).toBeVisible();
  for (const factor of [2, 0.8, 1]) {
    await host.electron?.evaluate(({ BrowserWindow }, zoom) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(zoom), factor);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await expect(page.getByTestId('status-bar')).toBeInViewport();
    await expect(page.getByTestId('settings-open')).toBeInViewport();
  }
});

test('a reload gets a channel of its own, and what runs goes on', async ({ host, page }) => {
  await page.getByTestId('port-input').first().fill('0');
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  await page.reload();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  expect(host.electron).not.toBeNull();
});

test('a second start ends at once and tells the first, which stays the only window', async ({ host }) => {
  const profile = await host.electron?.evaluate(({ app }) => {
    app.once('second-instance', () => app.setName('told of the second'));
    return app.getPath('userData');
  });
  const second = spawn(executablePath, electronArgs(profile ?? ''), { stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  const first = await host.electron?.evaluate(({ app, BrowserWindow }) => ({ name: app.getName(), windows: BrowserWindow.getAllWindows().length }));
  expect(first).toEqual({ name: 'told of the second', windows: 1 });
});

const LINK = 'patchbay://connect?url=http%3A%2F%2F127.0.0.1%3A1%2Flive&name=From%20a%20link&environment=staging';

test('a link given to a second start is asked about in the first, and adds nothing unasked', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  const profile = await host.electron?.evaluate(({ app }) => app.getPath('userData'));
  const second = spawn(executablePath, [...electronArgs(profile ?? ''), LINK], { stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  const dialog = page.getByTestId('link-dialog');
  await expect(dialog).toContainText('http://127.0.0.1:1/live');
  await expect(page.getByTestId('source-item')).toHaveCount(0);
  await page.getByTestId('link-add').click();
  await expect(page.getByTestId('source-list')).toContainText('From a link');
  await expect(page.getByTestId('source-list')).toContainText('Disconnected');
});

test('a link that starts it is asked about once there is a page', async () => {
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  const app = await launchElectron(executablePath, profile, { args: ['patchbay://connect?url=javascript:alert(1)'] });
  const page = await app.firstWindow();
  await expect(page.getByTestId('link-dialog')).toContainText('cannot be used');
  await app.close();
  rmSync(profile, { recursive: true, force: true });
});

/** As one console exports it for another, or as somebody hostile would write it. */
const SHARED = {
  format: 'patchbay-sources',
  version: 1,
  sources: [
    { kind: 'server', name: '<img src=x onerror=alert(1)>', host: '127.0.0.1', port: 3000, folder: 'Shop' },
    { kind: 'nothing', name: 'broken' },
  ],
};

test('a file given to a second start is shown in the first, and adds nothing unasked', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  const profile = (await host.electron?.evaluate(({ app }) => app.getPath('userData'))) ?? '';
  const file = join(profile, 'shop.patchbay');
  writeFileSync(file, JSON.stringify(SHARED));
  const open = async (path: string) => {
    const second = spawn(executablePath, [...electronArgs(profile), path], { stdio: 'ignore', cwd: profile });
    expect(await once(second, 'exit')).toEqual([0, null]);
  };
  await open('shop.patchbay');
  const dialog = page.getByTestId('import-dialog');
  await expect(dialog).toContainText('shop.patchbay');
  await expect(dialog.getByTestId('import-entry')).toHaveCount(2);
  await expect(dialog).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.getByTestId('source-item')).toHaveCount(0);
  // Another one takes its place.
  writeFileSync(join(profile, 'other.patchbay'), '{"cut');
  await open(join(profile, 'other.patchbay'));
  await expect(dialog).toContainText('no JSON');
  await expect(dialog.getByTestId('import-entry')).toHaveCount(0);
  await open(file);
  await expect(dialog.getByTestId('import-entry')).toHaveCount(2);
  await page.getByTestId('import-add').click();
  await expect(page.getByTestId('source-item')).toHaveCount(1);
});

test('a file that starts it is shown once there is a page, and so is why it can not be opened', async () => {
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  const app = await launchElectron(executablePath, profile, { args: [join(profile, 'gone.patchbay')] });
  const page = await app.firstWindow();
  await expect(page.getByTestId('import-dialog')).toContainText('gone.patchbay');
  await expect(page.getByTestId('import-dialog')).toContainText('ENOENT');
  // As macOS opens one.
  writeFileSync(join(profile, 'shop.patchbay'), JSON.stringify(SHARED));
  await app.evaluate(({ app: own }, path) => own.emit('open-file', { preventDefault() {} }, path), join(profile, 'shop.patchbay'));
  await expect(page.getByTestId('import-entry')).toHaveCount(2);
  await app.close();
  rmSync(profile, { recursive: true, force: true });
});

/** As Traffic exports it: one event. */
const RECORDED = [
  { patchbay: 'recording', version: 1, source: { name: 'Shop', kind: 'server', url: null } },
  {
    ...{ seq: 0, time: '2026-11-24T02:31:05.123Z', kind: 'event', direction: 'in', namespace: '/', socketId: 's1', recipients: 1, event: 'order' },
    ...{ args: ['lamp'], bytes: 18, attachments: [], ackId: null, ack: null, ackFor: null, rooms: [], except: [] },
  },
];

test('a recording that starts it is opened, another one is by a second start, and a missing one is told', async () => {
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  writeFileSync(join(profile, 'shop.patchbaylog'), RECORDED.map((line) => JSON.stringify(line)).join('\n'));
  const app = await launchElectron(executablePath, profile, { args: [join(profile, 'shop.patchbaylog')] });
  const page = await app.firstWindow();
  await expect(page.getByTestId('recording-facts')).toContainText('“Shop”');
  await expect(page.getByTestId('grid-traffic').getByTestId('row')).toContainText(['order']);
  writeFileSync(join(profile, 'later.patchbaylog'), '{"patchbay":"recording","version":2}');
  const second = spawn(executablePath, [...electronArgs(profile), 'later.patchbaylog'], { stdio: 'ignore', cwd: profile });
  expect(await once(second, 'exit')).toEqual([0, null]);
  const dialog = page.getByTestId('recording-dialog');
  await expect(dialog).toContainText('later version of Patchbay');
  // As macOS opens one.
  await app.evaluate(({ app: own }, path) => own.emit('open-file', { preventDefault() {} }, path), join(profile, 'gone.patchbaylog'));
  await expect(dialog).toContainText('ENOENT');
  await expect(page.getByTestId('source-item')).toHaveCount(1);
  await app.close();
  rmSync(profile, { recursive: true, force: true });
});

test('secrets are sealed by the keychain of the system, and there again at the next start', async () => {
  test.skip(executablePath === '' || process.env.PATCHBAY_KEYRING !== '1', 'no Electron runtime, display or keyring');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  // As a console without a keychain keeps them.
  const settings = { ...DEFAULT_CLIENT_SETTINGS, origin: 'http://127.0.0.1:1' };
  const source = { kind: 'client', sourceId: 'c', name: 'client', environment: null, settings, rules: [] };
  const secrets = { plain: [{ path: ['settings', 'auth'], value: { token: 'planted-secret' } }] };
  const file = join(profile, 'sources.json');
  writeFileSync(file, JSON.stringify({ version: 2, isReadOnly: false, sources: [{ ...source, secrets }] }));
  const keyring = await startKeyring();
  const options = { env: keyring.env, args: ['--password-store=gnome-libsecret'] };
  for (let start = 1; start <= 2; start++) {
    const app = await launchElectron(executablePath, profile, options);
    const page = await app.firstWindow();
    await page.getByTestId('client-setting-auth').click();
    await expect(page.locator('.cm-content')).toContainText('planted-secret');
    await page.keyboard.press('Escape');
    await page.getByTestId('settings-open').click();
    await page.getByTestId('settings-data').click();
    await expect(page.getByTestId('secret-keeper')).toHaveText('System keychain');
    await app.close();
    for (const name of [file, ...readdirSync(join(profile, 'backups')).map((name) => join(profile, 'backups', name))])
      expect(readFileSync(name, 'utf8')).not.toContain('planted-secret');
  }
  await keyring.stop();
  // Without it they stay sealed, and a person is told.
  const without = await launchElectron(executablePath, profile);
  const page = await without.firstWindow();
  await expect(page.getByTestId('notice')).toContainText('keychain does not open the secrets of: client');
  await without.close();
  expect(readFileSync(file, 'utf8')).toContain('"sealed"');
  rmSync(profile, { recursive: true, force: true });
});

test('the window opens where it was closed', async () => {
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  const first = await launchElectron(executablePath, profile);
  await first.firstWindow();
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 20, y: 30, width: 1000, height: 620 }));
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
  await first.close();
  const second = await launchElectron(executablePath, profile);
  await second.firstWindow();
  const bounds = await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  expect(bounds).toMatchObject({ width: 1000, height: 620 });
  await second.close();
  rmSync(profile, { recursive: true, force: true });
});

test('the sources of one start are there at the next', async () => {
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  const first = await launchElectron(executablePath, profile);
  const page = await first.firstWindow();
  await page.getByTestId('client-url').fill('http://127.0.0.1:1/kept');
  await page.getByTestId('client-connect').click();
  await expect(page.getByTestId('source-list')).toContainText('127.0.0.1:1');
  await first.close();
  const second = await launchElectron(executablePath, profile);
  const again = await second.firstWindow();
  await expect(again.getByTestId('client-url')).toHaveValue('http://127.0.0.1:1/kept');
  // It waits for a person.
  await expect(again.getByTestId('source-list')).toContainText('Disconnected');
  await second.close();
  rmSync(profile, { recursive: true, force: true });
});
