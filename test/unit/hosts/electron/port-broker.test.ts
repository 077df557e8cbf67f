import { beforeEach, expect, it, vi } from 'vitest';
import type { Channel } from '../../../../src/contract/channel.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).fakeElectron());

const { ipcMain } = await import('electron');
const { brokerPorts } = await import('../../../../src/main/electron/port-broker.ts');

let pages: Channel[];

beforeEach(() => {
  ipcMain.removeAllListeners();
  pages = [];
  brokerPorts((channel) => pages.push(channel));
});

function windowShowing(url: string, id = 1) {
  const mainFrame = { url };
  return { id, mainFrame, postMessage: vi.fn() };
}

const connect = (sender: ReturnType<typeof windowShowing>, senderFrame: object | null = sender.mainFrame) =>
  ipcMain.emit('patchbay:connect', { sender, senderFrame });

it('gives a page of ours one end, and the console the other', () => {
  const window = windowShowing('app://patchbay/');
  connect(window);
  expect(pages).toHaveLength(1);
  expect(window.postMessage).toHaveBeenCalledWith('patchbay:port', null, [expect.anything()]);
});

it('gives nothing to a foreign page, to a frame inside a page, or to a frame that is gone', () => {
  const windows = [windowShowing('https://evil.example/'), windowShowing('app://patchbay/'), windowShowing('app://patchbay/')] as const;
  connect(windows[0]);
  connect(windows[1], { url: 'app://patchbay/' });
  connect(windows[2], null);
  expect(pages).toEqual([]);
  for (const window of windows) expect(window.postMessage).not.toHaveBeenCalled();
});

it('closes the channel of the load before, and no other', () => {
  const [first, second] = [windowShowing('app://patchbay/', 1), windowShowing('app://patchbay/', 2)];
  connect(first);
  connect(second);
  const closed = pages.map((page) => {
    const onClose = vi.fn();
    page.onClose(onClose);
    return onClose;
  });
  connect(first);
  expect(closed.map((onClose) => onClose.mock.calls.length)).toEqual([1, 0]);
  expect(pages).toHaveLength(3);
});
