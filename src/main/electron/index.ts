// The entry of the desktop application: one instance, one window, one console in this process.

import { join, resolve } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { createConsole } from '../console/console.ts';
import { installMenu } from './menu.ts';
import { brokerPorts } from './port-broker.ts';
import { registerRendererScheme, serveRenderer } from './protocol.ts';
import { secureContents } from './security.ts';
import { openWindow } from './window.ts';
import { WindowStateFile } from './window-state.ts';

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  // A development server is for developers: an installed application shows its own files whatever it is started with.
  if (app.isPackaged) delete process.env.ELECTRON_RENDERER_URL;
  // Chromium runs as root (a container) only without it, and whoever does that says so.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerRendererScheme();
  secureContents(app);
  app.on('second-instance', focusWindow);
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(onReady);
}

function onReady(): void {
  const dataFolder = app.getPath('userData');
  const windowState = new WindowStateFile(join(dataFolder, 'window.json'));
  const console = createConsole({ version: app.getVersion(), host: 'electron', dataFolder });
  serveRenderer(resolve(import.meta.dirname, '../renderer'));
  brokerPorts((channel) => console.attach(channel));
  installMenu(app.name, process.platform);
  openMainWindow();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openMainWindow();
  });
  app.on('will-quit', (event) => {
    // Clients are told that the server goes, rather than cut off; then it quits for good.
    event.preventDefault();
    void console.close().finally(() => app.exit());
  });

  function openMainWindow(): void {
    openWindow(resolve(import.meta.dirname, '../preload/index.cjs'), windowState);
  }
}

function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}
