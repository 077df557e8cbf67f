// A page that crashes or hangs takes nothing with it: the console is in this process, and goes on. A person is asked whether to load it again, in a
// native dialog, since the page can show none.

import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { ShellLanguage } from '../../contract/shell.ts';
import { RESCUE_TEXTS } from './rescue-texts.ts';

export interface RescueOptions {
  /** At the time something is to be said. */
  readonly language: () => ShellLanguage;
  /** Where Chromium leaves what a crash was like. */
  readonly dumpFolder: string;
}

/** Watches the page of a window for as long as there is one. */
export function rescuePage(window: BrowserWindow, { language, dumpFolder }: RescueOptions): void {
  const page = window.webContents;
  /** Withdraws the question about a page that hangs, once it answers again or is gone. */
  let question: AbortController | null = null;
  /** A person has decided already: the process of a page that hangs is ended to load it anew. */
  let isReplaced = false;

  page.on('render-process-gone', (_event, { reason }) => {
    question?.abort();
    if (isReplaced) page.reload();
    else if (reason !== 'clean-exit') void onCrashed();
    isReplaced = false;
  });
  window.on('unresponsive', () => void onHanging());
  window.on('responsive', () => question?.abort());
  window.once('closed', () => question?.abort());

  async function onCrashed(): Promise<void> {
    const { crashed, sources, dumps, reload, close } = RESCUE_TEXTS[language()];
    const detail = `${sources}\n\n${dumps} ${dumpFolder}`;
    const isReload = await ask({ type: 'error', message: crashed, detail, buttons: [reload, close] });
    if (window.isDestroyed()) return;
    if (isReload) page.reload();
    else window.close();
  }

  async function onHanging(): Promise<void> {
    if (question !== null) return;
    question = new AbortController();
    const { signal } = question;
    const { hangs, sources, reload, wait } = RESCUE_TEXTS[language()];
    const isReload = await ask({ type: 'warning', message: hangs, detail: sources, buttons: [reload, wait], signal });
    question = null;
    if (!isReload || signal.aborted || window.isDestroyed()) return;
    isReplaced = true;
    page.forcefullyCrashRenderer();
  }

  /** Whether the first button was chosen; a dialog that is closed or withdrawn counts as the second. */
  async function ask(options: MessageBoxOptions): Promise<boolean> {
    const { response } = await dialog.showMessageBox(window, { ...options, defaultId: 0, cancelId: 1, noLink: true });
    return response === 0;
  }
}
