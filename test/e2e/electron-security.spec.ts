// Electron's security checklist in a real Electron: docs/security.md names the test of each item, some of which are in electron-shell.spec.ts.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { DEFAULT_CLIENT_SETTINGS } from '../../src/contract/client-settings.ts';
import { startForeignServer } from '../fixtures/foreign-server.ts';
import { expect, type Fixtures, launchElectron, root, test } from './host.ts';

const executablePath = process.env.PATCHBAY_ELECTRON ?? '';

function desktop(host: Fixtures['host']): ElectronApplication {
  if (host.electron === null) throw new Error('this host is no Electron');
  return host.electron;
}

test('no preference of a window undoes what protects it', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  const preferences = await desktop(host).evaluate(({ BrowserWindow }) => {
    // Electron tells these to whoever asks, though its types do not.
    const teller = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    return teller.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    webviewTag: false,
  });
  // What is not said is off.
  for (const name of ['nodeIntegrationInWorker', 'navigateOnDragDrop', 'spellcheck']) expect(preferences[name] ?? false).toBe(false);
});

test('the policy of the page blocks script inside it, texts run as code, and whatever is elsewhere', async ({ page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  const blocked = await page.evaluate(async () => {
    const violations = new Set<string>();
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      violations.add(`${effectiveDirective} ${blockedURI}`),
    );
    Reflect.set(window, 'violations', violations);
    const add = (tag: string, attributes: Record<string, string>, text = '') => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.textContent = text;
      document.body.append(element);
      return element;
    };
    const elsewhere = 'http://127.0.0.1:9/x';
    add('script', {}, 'window.ranInside = true');
    add('button', { onclick: 'window.ranInside = true' }).click();
    add('script', { src: elsewhere });
    add('link', { rel: 'stylesheet', href: elsewhere });
    add('img', { src: elsewhere });
    add('iframe', { src: elsewhere });
    add('object', { data: elsewhere });
    add('video', { src: elsewhere });
    add('base', { href: elsewhere });
    (add('form', { action: elsewhere }) as HTMLFormElement).submit();
    for (const open of [() => new WebSocket('ws://127.0.0.1:9/x'), () => new EventSource(elsewhere), () => new Worker('data:,0')]) {
      try {
        open();
      } catch {
        // Some say it at once, others later.
      }
    }
    navigator.sendBeacon(elsewhere);
    await fetch(elsewhere).catch(() => {});
    // What a driver evaluates may evaluate; what runs later is the page's own.
    const evaluates = await new Promise((done) => {
      setTimeout(() => {
        try {
          const evaluate = Reflect.get(globalThis, 'eval') as (text: string) => unknown;
          done(evaluate('1 + 1'));
        } catch (error) {
          done(error instanceof Error ? error.name : error);
        }
      });
    });
    return { evaluates, ranInside: Reflect.has(window, 'ranInside'), base: document.baseURI };
  });
  expect(blocked).toEqual({ evaluates: 'EvalError', ranInside: false, base: 'app://patchbay/' });
  await expect
    .poll(() => page.evaluate(() => [...(Reflect.get(window, 'violations') as Set<string>)].sort()))
    .toEqual([
      'base-uri http://127.0.0.1:9/x',
      'connect-src http://127.0.0.1:9/x',
      'connect-src ws://127.0.0.1:9/x',
      'form-action http://127.0.0.1:9/x?',
      'frame-src http://127.0.0.1:9',
      'img-src http://127.0.0.1:9/x',
      'media-src http://127.0.0.1:9/x',
      'object-src http://127.0.0.1:9',
      'script-src eval',
      'script-src-attr inline',
      'script-src-elem http://127.0.0.1:9/x',
      'script-src-elem inline',
      'style-src-elem http://127.0.0.1:9/x',
      'worker-src data',
    ]);
});

test('no permission is granted but copying', async ({ page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  const answers = await page.evaluate(async () => {
    const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));
    const states: Record<string, string> = {};
    for (const name of ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'clipboard-write'])
      states[name] = await navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state, nameOf);
    return {
      ...states,
      position: await new Promise((done) =>
        navigator.geolocation.getCurrentPosition(
          () => done('told'),
          ({ code }) => done(code),
        ),
      ),
      notification: await Notification.requestPermission(),
      media: await navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(() => 'given', nameOf),
      screen: await navigator.mediaDevices.getDisplayMedia().then(() => 'given', nameOf),
      pasted: await navigator.clipboard.readText().then(() => 'read', nameOf),
    };
  });
  expect(answers).toEqual({
    geolocation: 'denied',
    notifications: 'denied',
    camera: 'denied',
    microphone: 'denied',
    midi: 'denied',
    'clipboard-read': 'denied',
    'clipboard-write': 'granted',
    position: 1,
    notification: 'denied',
    // A machine without any says so.
    media: expect.stringMatching(/^Not(Allowed|Found)Error$/),
    screen: expect.stringMatching(/^(NotAllowedError|NotSupportedError|InvalidStateError)$/),
    pasted: 'NotAllowedError',
  });
});

test('a webview is no element of the page, and is not attached where it were one', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  expect(await page.evaluate(() => typeof Reflect.get(document.createElement('webview'), 'loadURL'))).toBe('undefined');
  const types = await desktop(host).evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
    const asked = new Promise((done) => window.webContents.once('will-attach-webview', done));
    await window.loadURL('data:text/html,<webview src="app://patchbay/"></webview>');
    await asked;
    const attached = webContents.getAllWebContents().map((contents) => contents.getType());
    window.destroy();
    return attached;
  });
  expect(types).toEqual(['window', 'window']);
});

test('files of the machine are out of reach, and our own scheme serves the renderer alone', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  const fetched = await page.evaluate(async () => {
    const read = (url: string) => fetch(url).then(({ status }) => status, String);
    return [await read('file:///etc/hostname'), await read('/..%2f..%2fpackage.json'), await read('/../../package.json'), await read('/index.html')];
  });
  expect(fetched).toEqual(['TypeError: Failed to fetch', 404, 404, 200]);
  const statuses = await desktop(host).evaluate(async ({ session }) => {
    const read = (url: string) => session.defaultSession.fetch(url).then(({ status }) => status, String);
    return [await read('app://elsewhere/index.html'), await read('app://patchbay/index.html')];
  });
  expect(statuses).toEqual([404, 200]);
});

test('a page of somebody else gets neither a channel nor a window, though it has our preload', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  const foreign = await startForeignServer();
  const given = { url: foreign.url, preload: join(root, 'out/preload/index.cjs') };
  const seen = await desktop(host).evaluate(async ({ BrowserWindow, ipcMain }, { url, preload }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload, partition: 'of somebody else' } });
    await window.loadURL(url);
    // The last thing the page says: when it is here, what came before has been answered.
    const heard = new Promise((done) => ipcMain.on('patchbay:request', (_event, request) => Reflect.has(Object(request), 'last') && done(null)));
    await window.webContents.executeJavaScript(`
      window.ports = 0;
      window.told = 0;
      addEventListener('message', ({ ports }) => { window.ports += ports.length; });
      patchbay.listen(() => { window.told++; });
      postMessage('patchbay:ready', '*');
      patchbay.request({ type: 'window' });
      patchbay.request({ type: 'language', language: 'zh-CN' });
      new Promise((done) => setTimeout(done)).then(() => patchbay.request({ last: true }));
    `);
    await heard;
    const got = await window.webContents.executeJavaScript('({ ports, told, bridge: Object.keys(patchbay).length })');
    const windows = BrowserWindow.getAllWindows().length;
    window.destroy();
    return { got, windows };
  }, given);
  expect(seen).toEqual({ got: { ports: 0, told: 0, bridge: 4 }, windows: 2 });
  expect(await desktop(host).evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.label)).toBe('File');
  // Nor does a frame inside our own page have anything of it.
  const inFrame = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return typeof Reflect.get(Object(frame.contentWindow), 'patchbay');
  });
  expect(inFrame).toBe('undefined');
  await foreign.stop();
});

test('the browser of the system is opened for two known sites, and for nothing else', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  await desktop(host).evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = async (url) => void opened.push(url);
  });
  await page.evaluate(() => {
    for (const url of ['https://evil.example/', 'http://socket.io/', 'file:///etc/passwd', 'smb://evil.example/share', 'ms-msdt:/id', 'javascript:0'])
      window.open(url);
    window.open('https://socket.io/docs/v4/');
  });
  const opened = () => desktop(host).evaluate(() => Reflect.get(globalThis, 'opened') as string[]);
  await expect.poll(opened).toEqual(['https://socket.io/docs/v4/']);
  expect(await desktop(host).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a page reaches nobody, not even by a download', async ({ host, page }) => {
  await expect(page.getByTestId('port-input')).toBeVisible();
  const foreign = await startForeignServer();
  const ends = await desktop(host).evaluate(async ({ session, BrowserWindow }, url) => {
    const read = (from: Electron.Session) => from.fetch(url).then(({ status }) => String(status), String);
    const asked = new Promise<string>((done) =>
      session.defaultSession.webRequest.onErrorOccurred({ urls: [`${url}/*`] }, ({ error }) => done(error)),
    );
    BrowserWindow.getAllWindows()[0]?.webContents.downloadURL(`${url}/secret`);
    return { download: await asked, ours: await read(session.defaultSession), other: await read(session.fromPartition('other')) };
  }, foreign.url);
  expect(ends).toEqual({ download: 'net::ERR_BLOCKED_BY_CLIENT', ours: expect.stringContaining('ERR_BLOCKED_BY_CLIENT'), other: '200' });
  expect(foreign.asked).toEqual(['GET /']);
  await foreign.stop();
});

test('nothing is fetched from anywhere, neither at start nor while a person types', async () => {
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  const calls = join(folder, 'node.calls');
  const proxy = await startForeignServer();
  const app = await launchElectron(executablePath, join(folder, 'profile'), {
    app: join(root, 'test/fixtures/told-of-network.cjs'),
    args: [join(root, 'out/main/electron.cjs'), calls, `--proxy-server=${proxy.url}`, '--proxy-bypass-list=<-loopback>'],
  });
  const page = await app.firstWindow();
  await page.getByTestId('client-url').fill('http://127.0.0.1:1/thier mispeled wrods');
  await page.getByTestId('client-url').press('Tab');
  // The parts that come in when nothing else is to be done are there, too.
  await page.getByTestId('palette-open').click();
  await page.getByTestId('palette-input').press('Escape');
  const told = () => readFileSync(calls, 'utf8').split('\n').slice(1, -1);
  expect({ chromium: proxy.asked, node: told() }).toEqual({ chromium: [], node: [] });
  // Both would have been seen.
  await app.evaluate(({ session }) => session.fromPartition('other').fetch('http://elsewhere.example/'));
  expect(proxy.asked).toContain('GET http://elsewhere.example/');
  await page.getByTestId('client-url').fill('http://127.0.0.1:1');
  await page.getByTestId('client-connect').click();
  await expect.poll(told).toContainEqual(expect.stringContaining('"port":1'));
  await app.close();
  await proxy.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('without a keychain a person is told that secrets are not encrypted, and nobody else may read them', async () => {
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  const file = join(profile, 'sources.json');
  const source = { kind: 'client', sourceId: 'c', name: 'before', environment: null, settings: DEFAULT_CLIENT_SETTINGS, rules: [] };
  const secrets = { plain: [{ path: ['settings', 'auth'], value: { token: 'planted-secret' } }] };
  writeFileSync(file, JSON.stringify({ version: 2, isReadOnly: false, sources: [{ ...source, secrets }] }), { mode: 0o644 });
  // What Chromium falls back to is a password that is in its source.
  const app = await launchElectron(executablePath, profile, { args: ['--password-store=basic'] });
  const page = await app.firstWindow();
  await page.getByTestId('settings-open').click();
  await page.getByTestId('settings-data').click();
  await expect(page.getByTestId('secret-keeper')).toHaveText('Not encrypted');
  await expect(page.getByTestId('settings')).toContainText('lie in a file that only your account can read');
  expect(await app.evaluate(({ safeStorage }) => safeStorage.getSelectedStorageBackend())).toBe('basic_text');
  await page.keyboard.press('Escape');
  await page.getByTestId('read-only').click();
  await expect.poll(() => readFileSync(file, 'utf8')).toMatch(/"isReadOnly":\s*true/);
  expect(readFileSync(file, 'utf8')).toContain('planted-secret');
  expect(statSync(file).mode & 0o077).toBe(0);
  await app.close();
  rmSync(profile, { recursive: true, force: true });
});
