import { type IpcMainEvent, ipcMain, type WebContents } from 'electron';
import { type ShellMessage, type ShellRequest, shellRequest } from '../../contract/shell.ts';
import { isOwnPage } from './page-url.ts';

/** Most commands that wait for a page to listen; the oldest are let go. */
const MAX_WAITING = 20;

/** The second channel between the shell and its pages: see the contract. */
export class ShellLink {
  readonly #listening = new Set<WebContents>();
  #waiting: ShellMessage[] = [];

  /** `onRequest` gets what a page of ours asks for. */
  open(onRequest: (request: ShellRequest) => void): void {
    ipcMain.on('patchbay:listening', (event) => {
      if (isOwn(event)) this.#onListening(event.sender);
    });
    ipcMain.on('patchbay:request', (event, asked: unknown) => {
      const request = shellRequest.safeParse(asked);
      if (isOwn(event) && request.success) onRequest(request.data);
    });
  }

  /** To this page, or to the next that listens. */
  send(to: WebContents | null, message: ShellMessage): void {
    if (to !== null && this.#listening.has(to)) to.send('patchbay:message', message);
    else this.#waiting = [...this.#waiting, message].slice(-MAX_WAITING);
  }

  #onListening(page: WebContents): void {
    if (!this.#listening.has(page)) {
      this.#listening.add(page);
      const forget = () => this.#listening.delete(page);
      // A reload listens again, once it can.
      page.once('did-start-loading', forget);
      page.once('render-process-gone', forget);
      page.once('destroyed', forget);
    }
    for (const message of this.#waiting.splice(0)) page.send('patchbay:message', message);
  }
}

function isOwn({ sender, senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnPage(senderFrame.url, process.env);
}
