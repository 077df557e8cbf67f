// Hands the page one end of a channel to the console, and tells what only the desktop knows. Nothing else crosses here.

import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('patchbay', {
  platform: process.platform,
  titleBar: process.platform === 'darwin' ? 'hidden-inset' : 'native',
});

window.addEventListener('message', ({ source, data }) => {
  if (source === window && data === 'patchbay:ready') ipcRenderer.send('patchbay:connect');
});

ipcRenderer.on('patchbay:port', ({ ports }) => {
  window.postMessage('patchbay:port', location.origin, ports);
});
