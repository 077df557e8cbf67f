// A page that crashes or hangs, in a real Electron: what a person is asked, and what goes on meanwhile.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { freePort } from '../fixtures/free-port.ts';
import { ClientProcess } from './clients.ts';
import { expect, type Fixtures, launchElectron, test } from './host.ts';

const executablePath = process.env.PATCHBAY_ELECTRON ?? '';

interface Asked {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

function desktop(host: Fixtures['host']): ElectronApplication {
  if (host.electron === null) throw new Error('this host is no Electron');
  return host.electron;
}

/** A native dialog is out of a driver's reach: it is answered for the person, once `answer` says with which button. */
async function answerDialogs(app: ElectronApplication): Promise<{ asked(): Promise<Asked[]>; answer(button: number): Promise<void> }> {
  await app.evaluate(({ dialog }) => {
    const asked: unknown[] = [];
    const state = { asked, answer: (_button: number) => {} };
    Reflect.set(globalThis, 'dialogs', state);
    const show = (_window: unknown, { message, detail, buttons, signal, cancelId }: Electron.MessageBoxOptions) =>
      new Promise((done) => {
        asked.push({ message, detail, buttons });
        state.answer = (response) => done({ response });
        signal?.addEventListener('abort', () => done({ response: cancelId }));
      });
    Reflect.set(dialog, 'showMessageBox', show);
  });
  return {
    asked: () => app.evaluate(() => (Reflect.get(globalThis, 'dialogs') as { readonly asked: Asked[] }).asked),
    answer: (button) =>
      app.evaluate((_electron, chosen) => (Reflect.get(globalThis, 'dialogs') as { answer(n: number): void }).answer(chosen), button),
  };
}

/** Asked of the window itself: a driver lets go of a page that crashed. */
function textOf(app: ElectronApplication): Promise<string> {
  return app.evaluate(({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    if (page === undefined || page.isCrashed()) return '';
    return page.executeJavaScript('document.body.innerText') as Promise<string>;
  });
}

async function startServer(page: Page): Promise<{ readonly clients: ClientProcess; readonly port: number }> {
  const port = await freePort();
  await page.getByTestId('port-input').fill(String(port));
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  const clients = new ClientProcess();
  await clients.connect(`http://127.0.0.1:${port}`, ['websocket'], ['/']);
  return { clients, port };
}

test('a page that crashes is offered back, and the server and its client never notice', async ({ host, page }) => {
  const app = desktop(host);
  const { clients } = await startServer(page);
  const dialogs = await answerDialogs(app);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect
    .poll(() => dialogs.asked())
    .toEqual([
      {
        message: 'This window stopped working',
        detail: expect.stringContaining('Sources keep running'),
        buttons: ['Reload', 'Close Window'],
      },
    ]);
  // Answered by the console, which has no page now.
  expect(await clients.emit(0, 'join', ['room'], true)).toBeDefined();
  await dialogs.answer(0);
  await expect.poll(() => textOf(app)).toContain('Running');
  expect(await clients.report()).toMatchObject([{ reason: null }]);
  clients.end();
});

test('a window whose page crashed is closed where a person wants that, and asks in the language of the page', async ({ host, page }) => {
  const app = desktop(host);
  await page.getByTestId('settings-open').click();
  await page.getByTestId('language-zh').click();
  await expect.poll(() => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.label)).toBe('文件');
  await app.evaluate(({ BrowserWindow }) => void new BrowserWindow({ show: false }));
  const dialogs = await answerDialogs(app);
  await app.evaluate(({ BrowserWindow }) => {
    const ours = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL() !== '');
    ours?.webContents.forcefullyCrashRenderer();
  });
  await expect.poll(() => dialogs.asked()).toMatchObject([{ message: '此窗口已停止工作', buttons: ['重新加载', '关闭窗口'] }]);
  await dialogs.answer(1);
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a page that hangs is loaded anew, and the server and its client never notice', async ({ host, page }) => {
  const app = desktop(host);
  const { clients } = await startServer(page);
  const dialogs = await answerDialogs(app);
  await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    void window?.webContents.executeJavaScript('for (;;);').catch(() => {});
    // Chromium says so itself, but never of a page that a driver is attached to.
    window?.emit('unresponsive');
    window?.emit('unresponsive');
  });
  await expect.poll(() => dialogs.asked()).toMatchObject([{ message: 'This window does not respond', buttons: ['Reload', 'Wait'] }]);
  expect(await clients.emit(0, 'join', ['room'], true)).toBeDefined();
  // What a page is asked that hangs is never answered: it is asked once it is there again.
  const loaded = app.evaluate(
    ({ BrowserWindow }) => new Promise<void>((done) => BrowserWindow.getAllWindows()[0]?.webContents.once('dom-ready', () => done())),
  );
  await dialogs.answer(0);
  await loaded;
  await expect.poll(() => textOf(app)).toContain('Running');
  expect(await clients.report()).toMatchObject([{ reason: null }]);
  // A person decided: nothing is asked about the process that was ended.
  expect(await dialogs.asked()).toHaveLength(1);
  clients.end();
});

test('what a crash was like stays on this machine', async () => {
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  const app = await launchElectron(executablePath, profile);
  await app.firstWindow();
  const reporter = await app.evaluate(({ app: application, crashReporter }) => ({
    folder: application.getPath('crashDumps'),
    isSent: crashReporter.getUploadToServer(),
  }));
  expect(reporter).toEqual({ folder: join(profile, 'Crashpad'), isSent: false });
  const dialogs = await answerDialogs(app);
  await app.evaluate(
    ({ BrowserWindow }) =>
      void BrowserWindow.getAllWindows()[0]
        ?.loadURL('chrome://crash')
        .catch(() => {}),
  );
  await expect.poll(() => dialogs.asked()).toMatchObject([{ detail: expect.stringContaining(reporter.folder) }]);
  const dumps = () => (existsSync(reporter.folder) ? readdirSync(reporter.folder, { recursive: true, encoding: 'utf8' }) : []);
  // On a busy machine one of an attempt to start that was given up may be there too.
  await expect.poll(() => dumps().some((name) => name.endsWith('.dmp'))).toBe(true);
  await app.close();
  rmSync(profile, { recursive: true, force: true });
});
