import { BrowserWindow } from 'electron';
import { openWindow } from './window.ts';
import type { WindowStateFile } from './window-state.ts';

/** The windows of one console: each a page of its own on the same sources. */
export class Windows {
  readonly #preload: string;
  readonly #stateFile: WindowStateFile;

  constructor(preload: string, stateFile: WindowStateFile) {
    this.#preload = preload;
    this.#stateFile = stateFile;
  }

  /** The one a person looks at, or looked at last. */
  get front(): BrowserWindow | null {
    return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null;
  }

  open(): BrowserWindow {
    return openWindow(this.#preload, this.#stateFile, this.front?.getNormalBounds() ?? null);
  }

  /** Opens one where there is none. */
  focus(): BrowserWindow {
    const window = this.front ?? this.open();
    if (window.isMinimized()) window.restore();
    window.focus();
    return window;
  }
}
