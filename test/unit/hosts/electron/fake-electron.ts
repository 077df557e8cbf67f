import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

type RequestHandler = (contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void;
type CheckHandler = (contents: unknown, permission: string) => boolean;

export type FakeElectron = ReturnType<typeof fakeElectron>;

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
    shell: { openExternal: vi.fn(async (_url: string) => {}) },
    session: {
      defaultSession: {
        setPermissionRequestHandler: vi.fn<(handler: RequestHandler) => void>(),
        setPermissionCheckHandler: vi.fn<(handler: CheckHandler) => void>(),
      },
    },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn<(scheme: string, handler: (request: Request) => Promise<Response>) => void>() },
    Menu: { buildFromTemplate: vi.fn((template: unknown) => template), setApplicationMenu: vi.fn() },
  };
}
