// @vitest-environment happy-dom
import type { EventEmitter } from 'node:events';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';

const electron = vi.hoisted(() => ({ exposed: new Map<string, unknown>(), send: vi.fn() }));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  return {
    contextBridge: { exposeInMainWorld: (key: string, value: unknown) => electron.exposed.set(key, value) },
    ipcRenderer: Object.assign(new Emitter(), { send: electron.send }),
  };
});

const { ipcRenderer } = await import('electron');

// The mock is an emitter, whatever its type says.
const emitter = ipcRenderer as unknown as EventEmitter;

beforeEach(() => electron.send.mockClear());

beforeAll(async () => {
  await import('../../../../src/preload/index.ts');
});

interface Bridge {
  request(request: object): void;
  listen(listener: (command: object) => void): void;
}

it('tells the page only what the desktop knows and can do', () => {
  expect([...electron.exposed]).toEqual([
    [
      'patchbay',
      {
        platform: process.platform,
        titleBar: process.platform === 'darwin' ? 'hidden-inset' : 'native',
        request: expect.any(Function),
        listen: expect.any(Function),
      },
    ],
  ]);
});

it('passes requests on, and commands to the last that listens, without the event they came with', () => {
  const bridge = electron.exposed.get('patchbay') as Bridge;
  bridge.request({ type: 'window' });
  const [first, last] = [vi.fn(), vi.fn()];
  bridge.listen(first);
  bridge.listen(last);
  emitter.emit('patchbay:message', { sender: 'not for a page' }, { type: 'command', commandId: 'palette' });
  expect(electron.send.mock.calls).toEqual([['patchbay:request', { type: 'window' }], ['patchbay:listening'], ['patchbay:listening']]);
  expect(first).not.toHaveBeenCalled();
  expect(last.mock.calls).toEqual([[{ type: 'command', commandId: 'palette' }]]);
});

it('asks for a port once the page itself says it is ready', () => {
  window.dispatchEvent(new MessageEvent('message', { data: 'patchbay:ready', source: null }));
  window.dispatchEvent(new MessageEvent('message', { data: 'other', source: window }));
  expect(electron.send).not.toHaveBeenCalled();
  window.dispatchEvent(new MessageEvent('message', { data: 'patchbay:ready', source: window }));
  expect(electron.send.mock.calls).toEqual([['patchbay:connect']]);
});

it('hands the port on to its own origin', () => {
  const postMessage = vi.spyOn(window, 'postMessage').mockImplementation(() => {});
  const ports = [{}];
  emitter.emit('patchbay:port', { ports });
  expect(postMessage).toHaveBeenCalledWith('patchbay:port', location.origin, ports);
});
