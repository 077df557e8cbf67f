import { BrowserWindow } from 'electron';
import { type RescueOptions, rescuePage } from './page-rescue.ts';
import { openWindow } from './window.ts';
import type { WindowStateFile } from './window-state.ts';

/** The windows of one console: each a page of its own on the same sources. */
export class Windows {
  readonly #preload: string;
  readonly #stateFile: WindowStateFile;
  readonly #rescue: RescueOptions;

  constructor(preload: string, stateFile: WindowStateFile, rescue: RescueOptions) {
    this.#preload = preload;
    this.#stateFile = stateFile;
    this.#rescue = rescue;
  }

  /** The one a person looks at, or looked at last. */
  get front(): BrowserWindow | null {
    return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null;
  }

  open(): BrowserWindow {
    const window = openWindow(this.#preload, this.#stateFile, this.front?.getNormalBounds() ?? null);
    rescuePage(window, this.#rescue);
    return window;
  }

  /** Opens one where there is none. */
  focus(): BrowserWindow {
    const window = this.front ?? this.open();
    if (window.isMinimized()) window.restore();
    window.focus();
    return window;
  }
}
