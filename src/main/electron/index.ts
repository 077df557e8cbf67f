// The entry of the desktop application: one instance, one console in this process, and windows that look at it.

import { join, resolve } from 'node:path';
import { app, crashReporter } from 'electron';
import { LINK_SCHEME } from '../../contract/deep-link.ts';
import type { ShellLanguage, ShellMessage, ShellRequest } from '../../contract/shell.ts';
import { type Console, createConsole } from '../console/console.ts';
import { linkIn } from './link-argument.ts';
import { installMenu } from './menu.ts';
import { languageOf } from './menu-texts.ts';
import { fileIn, fileNameOf, isRecording, readOpenedFile, recordingParts } from './opened-file.ts';
import { brokerPorts } from './port-broker.ts';
import { registerRendererScheme, serveRenderer } from './protocol.ts';
import { keychain } from './secret-box.ts';
import { secureContents } from './security.ts';
import { ShellLink } from './shell-link.ts';
import { WindowStateFile } from './window-state.ts';
import { Windows } from './windows.ts';

/** Of what the shell itself says. */
let language: ShellLanguage = 'en';
const shellLink = new ShellLink();
const windows = new Windows(resolve(import.meta.dirname, '../preload/index.cjs'), new WindowStateFile(join(app.getPath('userData'), 'window.json')), {
  language: () => language,
  dumpFolder: app.getPath('crashDumps'),
});

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  // A development server is for developers: an installed application shows its own files whatever it is started with.
  if (app.isPackaged) delete process.env.ELECTRON_RENDERER_URL;
  // What a crash was like stays in the folder of this application: nobody is sent it.
  crashReporter.start({ uploadToServer: false });
  // Chromium runs as root (a container) only without it, and whoever does that says so.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Links are of an installed application: a checkout would claim them for whatever folder it is in.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  registerRendererScheme();
  secureContents(app);
  const started = app.whenReady().then(onReady);
  app.on('second-instance', (_event, argv, folder) => {
    onLink(linkIn(argv));
    onFile(fileIn(argv, folder), started);
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    onLink(url);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    onFile(path, started);
  });
  app.on('window-all-closed', () => app.quit());
  onLink(linkIn(process.argv));
  onFile(fileIn(process.argv, process.cwd()), started);
}

function onReady(): Console {
  const console = createConsole({ version: app.getVersion(), host: 'electron', dataFolder: app.getPath('userData'), secretBox: keychain() });
  serveRenderer(resolve(import.meta.dirname, '../renderer'));
  brokerPorts((channel) => console.attach(channel));
  shellLink.open(onRequest);
  showMenu(languageOf(app.getLocale()));
  windows.open();
  app.on('activate', () => windows.focus());
  app.on('will-quit', (event) => {
    // Clients are told that the server goes, rather than cut off; then it quits for good.
    event.preventDefault();
    void console.close().finally(() => app.exit());
  });
  return console;
}

function onRequest(request: ShellRequest): void {
  if (request.type === 'window') windows.open();
  else showMenu(request.language);
}

function showMenu(wanted: ShellLanguage): void {
  language = wanted;
  installMenu(app.name, process.platform, language, {
    perform: (commandId) => shellLink.send(windows.focus().webContents, { type: 'command', commandId }),
    openWindow: () => windows.open(),
  });
}

/** A page asks a person what is to become of the link; without one this brings the window to the front, as a second start does. */
function onLink(url: string | null): void {
  const page = app.isReady() ? windows.focus().webContents : null;
  if (url !== null) shellLink.send(page, { type: 'link', url });
}

/** Sources: a page shows what is in it, and asks. A recording: it is read here, and a page waits for it. */
function onFile(path: string | null, started: Promise<Console>): void {
  if (path === null) return;
  const message: Promise<ShellMessage> = isRecording(path) ? openRecording(path, started) : readOpenedFile(path);
  void message.then((told) => shellLink.send(app.isReady() ? windows.focus().webContents : null, told));
}

async function openRecording(path: string, started: Promise<Console>): Promise<ShellMessage> {
  const { recordings } = await started;
  const name = fileNameOf(path);
  return { type: 'recording', name, openingId: recordings.open(name, recordingParts(path)) };
}
