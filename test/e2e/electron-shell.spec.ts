// What only the desktop shell does, in a real Electron.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronArgs, expect, launchElectron, test } from './host.ts';

const executablePath = process.env.PATCHBAY_ELECTRON ?? '';

test('the page is isolated: no Node, no IPC, and a policy that allows nothing but its own files', async ({ host, page }) => {
  expect(page.url()).toBe('app://patchbay/');
  const seen = await page.evaluate(() => ({
    node: [typeof Reflect.get(globalThis, 'process'), typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'Buffer')],
    bridge: Object.keys(Reflect.get(window, 'patchbay') as object).sort(),
  }));
  expect(seen).toEqual({ node: ['undefined', 'undefined', 'undefined'], bridge: ['platform', 'titleBar'] });
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

test('the native menu has the roles a person expects', async ({ host }) => {
  const labels = await host.electron?.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label));
  expect(labels).toEqual(expect.arrayContaining(['File', 'Edit', 'View', 'Window', 'Help']));
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
