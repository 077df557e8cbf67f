import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/** The parts of Electron that our modules use, as a module for `vi.mock('electron', …)`. */
export function fakeElectron() {
  class FakePort extends EventEmitter {
    readonly postMessage = vi.fn();
    readonly start = vi.fn();
    readonly close = vi.fn();
  }
  return {
    ipcMain: new EventEmitter(),
    MessageChannelMain: class {
      readonly port1 = new FakePort();
      readonly port2 = new FakePort();
    },
    shell: { openExternal: vi.fn(async () => {}) },
    session: { defaultSession: { setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn() } },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() },
    Menu: { buildFromTemplate: vi.fn((template: unknown) => template), setApplicationMenu: vi.fn() },
  };
}
