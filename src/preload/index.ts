// Hands the page one end of a channel to the console, and the few things only the desktop knows or can do. Nothing else crosses here.

import { contextBridge, ipcRenderer } from 'electron';
import type { ShellMessage, ShellRequest } from '../contract/shell.ts';

contextBridge.exposeInMainWorld('patchbay', {
  platform: process.platform,
  titleBar: process.platform === 'darwin' ? 'hidden-inset' : 'native',
  request: (request: ShellRequest) => ipcRenderer.send('patchbay:request', request),
  /** From now on; what came before is told at once. */
  listen(listener: (message: ShellMessage) => void) {
    ipcRenderer.removeAllListeners('patchbay:message');
    ipcRenderer.on('patchbay:message', (_event, message: ShellMessage) => listener(message));
    ipcRenderer.send('patchbay:listening');
  },
});

window.addEventListener('message', ({ source, data }) => {
  if (source === window && data === 'patchbay:ready') ipcRenderer.send('patchbay:connect');
});

ipcRenderer.on('patchbay:port', ({ ports }) => {
  window.postMessage('patchbay:port', location.origin, ports);
});
