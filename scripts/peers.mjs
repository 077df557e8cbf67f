// Where this machine has what the project does not install: a Chromium, an Electron runtime, a display, a Python with python-socketio.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The path of a Chromium or Chrome, or `null`. */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  const known = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google\\Chrome\\Application\\chrome.exe'),
  ];
  return known.find((path) => existsSync(path)) ?? null;
}

/** The path of an Electron executable, or `null` when its runtime was not downloaded. */
export function findElectron() {
  const given = process.env.ELECTRON_EXEC_PATH;
  if (given) return given;
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

/** A Python that has python-socketio with its clients' dependencies, or `null`. */
export function findPython() {
  return findPythonWith('socketio, requests, websocket, aiohttp');
}

/** A Python that has python-socketio with what its servers run on, or `null`. */
export function findPythonServers() {
  return findPythonWith('socketio, aiohttp, eventlet');
}

function findPythonWith(modules) {
  const hasThem = (path) => spawnSync(path, ['-c', `import ${modules}`], { stdio: 'ignore' }).status === 0;
  return ['/usr/bin/python3', 'python3'].find(hasThem) ?? null;
}

/** Whether a secret service can be started for a test, where Electron uses one. */
export function findKeyring() {
  if (process.platform !== 'linux') return false;
  return ['dbus-run-session', 'gnome-keyring-daemon'].every((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined);
}

/** What to put before a command that opens a window: nothing, `xvfb-run`, or `null` when there is no display. */
export function findDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return '';
  return spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).error === undefined ? 'xvfb-run -a' : null;
}
