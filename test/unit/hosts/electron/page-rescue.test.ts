import { EventEmitter } from 'node:events';
import type { BrowserWindow, MessageBoxOptions } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import type { ShellLanguage } from '../../../../src/contract/shell.ts';
import type { FakeElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).fakeElectron());

// The mock: it is no Electron, whatever its name says.
const { dialog } = (await import('electron')) as unknown as FakeElectron;
const { rescuePage } = await import('../../../../src/main/electron/page-rescue.ts');

class Page extends EventEmitter {
  readonly reload = vi.fn();
  readonly forcefullyCrashRenderer = vi.fn(() => this.emit('render-process-gone', {}, { reason: 'killed' }));
}

class Window extends EventEmitter {
  readonly webContents = new Page();
  readonly close = vi.fn();
  readonly isDestroyed = vi.fn(() => false);
}

let window: Window;
let language: ShellLanguage;
/** What is asked now, and the way to answer. */
let asked: { readonly options: MessageBoxOptions; answer(button: number): void }[];

beforeEach(() => {
  language = 'en';
  asked = [];
  dialog.showMessageBox.mockReset().mockImplementation((_window, options) => {
    return new Promise((done) => {
      asked.push({ options, answer: (response) => done({ response }) });
      options.signal?.addEventListener('abort', () => done({ response: options.cancelId ?? -1 }));
    });
  });
  window = new Window();
  // It has what is used of a window.
  rescuePage(window as unknown as BrowserWindow, { language: () => language, dumpFolder: '/dumps' });
});

async function answer(button: number): Promise<void> {
  asked.shift()?.answer(button);
  await settled();
}

/** What hangs on promises alone has happened. */
const settled = () => new Promise((done) => setImmediate(done));
const crash = (reason: string) => window.webContents.emit('render-process-gone', {}, { reason });

it.each(['crashed', 'oom', 'killed', 'abnormal-exit', 'launch-failed'])('offers a page back that is gone: %s', async (reason) => {
  crash(reason);
  expect(asked[0]?.options).toMatchObject({ message: 'This window stopped working', buttons: ['Reload', 'Close Window'], defaultId: 0, cancelId: 1 });
  expect(asked[0]?.options.detail).toContain('/dumps');
  await answer(0);
  expect(window.webContents.reload).toHaveBeenCalledOnce();
  expect(window.close).not.toHaveBeenCalled();
});

it('closes the window where a person wants no other page', async () => {
  crash('crashed');
  await answer(1);
  expect(window.close).toHaveBeenCalledOnce();
  expect(window.webContents.reload).not.toHaveBeenCalled();
});

it('asks nothing about a page that ends as it should', () => {
  crash('clean-exit');
  expect(asked).toEqual([]);
});

it('leaves a window alone that was closed meanwhile', async () => {
  crash('crashed');
  window.isDestroyed.mockReturnValue(true);
  await answer(0);
  expect(window.webContents.reload).not.toHaveBeenCalled();
});

it('ends a page that hangs and loads it anew, without a second question', async () => {
  window.emit('unresponsive');
  window.emit('unresponsive');
  expect(asked.map(({ options }) => options.buttons)).toEqual([['Reload', 'Wait']]);
  await answer(0);
  expect(window.webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
  expect(window.webContents.reload).toHaveBeenCalledOnce();
  expect(asked).toEqual([]);
  // The next crash is asked about again.
  crash('crashed');
  expect(asked).toHaveLength(1);
});

it('waits for a page that hangs where a person does, and asks again the next time', async () => {
  window.emit('unresponsive');
  await answer(1);
  expect(window.webContents.forcefullyCrashRenderer).not.toHaveBeenCalled();
  window.emit('unresponsive');
  expect(asked).toHaveLength(1);
});

it.each([
  ['answers again', () => window.emit('responsive')],
  ['is closed', () => window.emit('closed')],
])('withdraws the question about a page that %s', async (_name, happen) => {
  window.emit('unresponsive');
  happen();
  await settled();
  expect(asked[0]?.options.signal?.aborted).toBe(true);
  expect(window.webContents.forcefullyCrashRenderer).not.toHaveBeenCalled();
});

it('asks about a crash in place of a hang', async () => {
  window.emit('unresponsive');
  crash('oom');
  await settled();
  expect(asked.map(({ options }) => options.signal?.aborted)).toEqual([true, undefined]);
});

it('speaks the language of the page', () => {
  language = 'zh-CN';
  crash('crashed');
  window.emit('unresponsive');
  expect(asked.map(({ options }) => options.message)).toEqual(['此窗口已停止工作', '此窗口没有响应']);
});
