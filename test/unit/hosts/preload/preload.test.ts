// @vitest-environment happy-dom
import type { EventEmitter } from 'node:events';
import { beforeAll, expect, it, vi } from 'vitest';

const electron = vi.hoisted(() => ({ exposed: new Map<string, unknown>(), send: vi.fn() }));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  return {
    contextBridge: { exposeInMainWorld: (key: string, value: unknown) => electron.exposed.set(key, value) },
    ipcRenderer: Object.assign(new Emitter(), { send: electron.send }),
  };
});

const { ipcRenderer } = await import('electron');

beforeAll(async () => {
  await import('../../../../src/preload/index.ts');
});

it('tells the page only what the desktop knows', () => {
  expect([...electron.exposed]).toEqual([
    ['patchbay', { platform: process.platform, titleBar: process.platform === 'darwin' ? 'hidden-inset' : 'native' }],
  ]);
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
  // The mock is an emitter, whatever its type says.
  (ipcRenderer as unknown as EventEmitter).emit('patchbay:port', { ports });
  expect(postMessage).toHaveBeenCalledWith('patchbay:port', location.origin, ports);
});
