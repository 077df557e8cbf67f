import { EventEmitter } from 'node:events';
import { beforeEach, expect, it, vi } from 'vitest';

vi.mock('electron', async () => (await import('./fake-electron.ts')).fakeElectron());

const { ipcMain } = await import('electron');
const { ShellLink } = await import('../../../../src/main/electron/shell-link.ts');
const { linkIn } = await import('../../../../src/main/electron/link-argument.ts');

let link: InstanceType<typeof ShellLink>;
const onRequest = vi.fn();

beforeEach(() => {
  ipcMain.removeAllListeners();
  onRequest.mockClear();
  link = new ShellLink();
  link.open(onRequest);
});

class Page extends EventEmitter {
  readonly mainFrame: { readonly url: string };
  readonly send = vi.fn();

  constructor(url = 'app://patchbay/') {
    super();
    this.mainFrame = { url };
  }
}

const tell = (page: Page, channel: string, ...args: unknown[]) => ipcMain.emit(channel, { sender: page, senderFrame: page.mainFrame }, ...args);
const send = (page: Page | null, commandId: string) => link.send(page as never, { type: 'command', commandId });
const got = (page: Page) => page.send.mock.calls.map(([, command]) => (command as { readonly commandId: string }).commandId);

it('tells a page at once that listens', () => {
  const page = new Page();
  tell(page, 'patchbay:listening');
  send(page, 'palette');
  expect(page.send).toHaveBeenCalledWith('patchbay:message', { type: 'command', commandId: 'palette' });
});

it('keeps what nobody listens to for the next page, and lets go of the oldest', () => {
  const page = new Page();
  for (let index = 0; index < 25; index++) send(index % 2 === 0 ? page : null, String(index));
  tell(page, 'patchbay:listening');
  expect(got(page)).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 5)));
  const other = new Page();
  tell(other, 'patchbay:listening');
  expect(got(other)).toEqual([]);
});

it('waits for a page that loads again', () => {
  const page = new Page();
  tell(page, 'patchbay:listening');
  page.emit('did-start-loading');
  send(page, 'settings');
  expect(got(page)).toEqual([]);
  tell(page, 'patchbay:listening');
  expect(got(page)).toEqual(['settings']);
});

it('passes on what a page of ours asks for, and nothing that is no request', () => {
  const page = new Page();
  tell(page, 'patchbay:request', { type: 'language', language: 'zh-CN' });
  tell(page, 'patchbay:request', { type: 'language', language: 'xx' });
  tell(page, 'patchbay:request', 'window');
  expect(onRequest.mock.calls).toEqual([[{ type: 'language', language: 'zh-CN' }]]);
});

it('has nothing to do with foreign pages and frames in a page', () => {
  const foreign = new Page('https://evil.example/');
  tell(foreign, 'patchbay:request', { type: 'window' });
  tell(foreign, 'patchbay:listening');
  send(foreign, 'palette');
  ipcMain.emit('patchbay:request', { sender: new Page(), senderFrame: { url: 'app://patchbay/' } }, { type: 'window' });
  expect(onRequest).not.toHaveBeenCalled();
  expect(foreign.send).not.toHaveBeenCalled();
});

it('finds the link among the arguments of a start', () => {
  expect(linkIn(['/opt/patchbay', '--flag', 'Patchbay://connect?url=x'])).toBe('Patchbay://connect?url=x');
  expect(linkIn(['/opt/patchbay', 'https://socket.io'])).toBeNull();
});
