import { BrowserWindow, nativeTheme, screen } from 'electron';
import { pageUrl } from './page-url.ts';
import { type Bounds, clampToDisplays, type WindowState, type WindowStateFile } from './window-state.ts';

const DEFAULT_SIZE = { width: 1280, height: 800 };
const MIN_SIZE = { minWidth: 960, minHeight: 600 };
/** How far from the window in front another one opens. */
const CASCADE_PX = 28;
/** What shows before the first paint: the page's own background. */
const BACKGROUND = { dark: '#121417', light: '#e9ebee' };

/** The first window opens where it was when it was last closed, others beside the one `inFront`. */
export function openWindow(preload: string, stateFile: WindowStateFile, inFront: Bounds | null): BrowserWindow {
  const state = inFront === null ? stateFile.read() : { bounds: besides(inFront), isMaximized: false };
  const bounds = state === null ? DEFAULT_SIZE : clampToDisplays(state.bounds, displays());
  const window = new BrowserWindow({
    ...bounds,
    ...MIN_SIZE,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    // Chromium would fetch the dictionaries of its spell checker from a server.
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  if (state?.isMaximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => stateFile.write(stateOf(window)));
  void window.loadURL(pageUrl(process.env));
  return window;
}

function besides({ x, y, width, height }: Bounds): Bounds {
  return { x: x + CASCADE_PX, y: y + CASCADE_PX, width, height };
}

function stateOf(window: BrowserWindow): WindowState {
  return { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
}

function displays() {
  return screen.getAllDisplays().map(({ workArea }) => workArea);
}
