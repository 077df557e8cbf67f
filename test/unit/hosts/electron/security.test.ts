import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import type { FakeElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).fakeElectron());

// The mock: it is no Electron, whatever its name says.
const { session, shell } = (await import('electron')) as unknown as FakeElectron;
const { secureContents } = await import('../../../../src/main/electron/security.ts');

let contents: EventEmitter & { setWindowOpenHandler: ReturnType<typeof vi.fn<(handler: (details: { url: string }) => unknown) => void>> };

beforeEach(async () => {
  vi.clearAllMocks();
  const app = Object.assign(new EventEmitter(), { whenReady: async () => {} });
  contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
  // It has what is used of an application.
  secureContents(app as unknown as App);
  app.emit('web-contents-created', {}, contents);
  await app.whenReady();
});

function isPrevented(event: string, url = ''): boolean {
  const preventDefault = vi.fn();
  contents.emit(event, { url, preventDefault });
  return preventDefault.mock.calls.length > 0;
}

it.each(['will-frame-navigate', 'will-redirect'])('stays on its own page: %s', (event) => {
  expect(isPrevented(event, 'https://evil.example/')).toBe(true);
  expect(isPrevented(event, 'file:///etc/passwd')).toBe(true);
  expect(isPrevented(event, 'app://patchbay/')).toBe(false);
});

it('has a session without a network, but for the development server', () => {
  const [filter, listener] = session.defaultSession.webRequest.onBeforeRequest.mock.calls[0] ?? [];
  expect(filter?.urls).toEqual(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*']);
  const isCancelled = (url: string) => {
    const answer = vi.fn();
    listener?.({ url }, answer);
    return answer.mock.calls[0]?.[0].cancel;
  };
  expect(['http://localhost:5173/main.tsx', 'https://evil.example/', 'wss://evil.example/'].map(isCancelled)).toEqual([true, true, true]);
  vi.stubEnv('ELECTRON_RENDERER_URL', 'http://localhost:5173');
  expect(['http://localhost:5173/main.tsx', 'ws://localhost:5173/', 'http://localhost:5174/'].map(isCancelled)).toEqual([false, false, true]);
  vi.unstubAllEnvs();
});

it('fetches no dictionaries', () => {
  expect(session.defaultSession.setSpellCheckerLanguages).toHaveBeenCalledWith([]);
});

it('embeds nothing', () => {
  expect(isPrevented('will-attach-webview')).toBe(true);
});

it.each([
  ['https://socket.io/docs/v4/', true],
  ['https://github.com/socketio', true],
  ['http://socket.io/', false],
  ['https://socket.io.evil.example/', false],
  ['https://evil.example/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['not a url', false],
])('opens no window for %s; shows it in the browser: %s', (url, isShown) => {
  const handler = contents.setWindowOpenHandler.mock.calls[0]?.[0];
  expect(handler?.({ url })).toEqual({ action: 'deny' });
  expect(shell.openExternal.mock.calls).toEqual(isShown ? [[url]] : []);
});

it.each([
  ['clipboard-sanitized-write', true],
  ['clipboard-read', false],
  ['media', false],
  ['geolocation', false],
  ['notifications', false],
  ['openExternal', false],
])('grants %s: %s', (permission, isGranted) => {
  const answer = vi.fn();
  const request = session.defaultSession.setPermissionRequestHandler.mock.calls[0]?.[0];
  const check = session.defaultSession.setPermissionCheckHandler.mock.calls[0]?.[0];
  request?.(null, permission, answer);
  expect(answer).toHaveBeenCalledWith(isGranted);
  expect(check?.(null, permission)).toBe(isGranted);
});
