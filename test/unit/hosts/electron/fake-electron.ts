import { EventEmitter } from 'node:events';
import type { MessageBoxOptions } from 'electron';
import { vi } from 'vitest';

type RequestHandler = (contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void;
type CheckHandler = (contents: unknown, permission: string) => boolean;
type RequestListener = (details: { readonly url: string }, answer: (response: { readonly cancel: boolean }) => void) => void;

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
        setSpellCheckerLanguages: vi.fn<(languages: readonly string[]) => void>(),
        webRequest: { onBeforeRequest: vi.fn<(filter: { readonly urls: readonly string[] }, listener: RequestListener) => void>() },
      },
    },
    dialog: { showMessageBox: vi.fn<(window: unknown, options: MessageBoxOptions) => Promise<{ readonly response: number }>>() },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn<(scheme: string, handler: (request: Request) => Promise<Response>) => void>() },
    Menu: { buildFromTemplate: vi.fn((template: unknown) => template), setApplicationMenu: vi.fn() },
  };
}
