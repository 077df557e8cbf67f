#!/usr/bin/env node
// `npm start`: opens Patchbay in Electron, and where that can't be, says so in one line and opens the browser host.
// `npm run start:web`: the browser host. Builds first when the sources are newer than the build.
//
//   ELECTRON_EXEC_PATH   an Electron to use instead of the one that the `electron` package downloads

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron } from './peers.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
const isWeb = args[0] === '--web';

build();
if (isWeb) openBrowserHost(args.slice(1));
else openElectron();

function openElectron() {
  const problem = whyNotHere();
  const runtime = problem === null ? (findElectron() ?? installElectron()) : null;
  if (runtime === null) {
    console.log(`Electron can't be used here (${problem ?? 'its runtime could not be downloaded'}): opening the browser host instead.`);
    // What only Electron understands stays behind.
    openBrowserHost(args.filter((arg) => arg !== '--no-sandbox'));
    return;
  }
  run(runtime, [root, ...args]);
}

/** What keeps a working runtime from showing a window, or `null`. */
function whyNotHere() {
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid?.() === 0 && !args.includes('--no-sandbox')) return 'Chromium does not run as root with its sandbox';
  return null;
}

/** Downloads the runtime, at the first start; `electron`'s own installer does. */
function installElectron() {
  console.log('Downloading the Electron runtime, once…');
  const folder = dirname(require.resolve('electron/package.json'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  spawnSync(process.execPath, [join(folder, bin['install-electron'])], { cwd: root, stdio: 'ignore', timeout: 300_000 });
  return findElectron();
}

function openBrowserHost(hostArgs) {
  run(process.execPath, [join(root, 'out/main/headless.cjs'), ...hostArgs]);
}

/** Hands the terminal over; the signals of this process are the child's. */
function run(command, commandArgs) {
  const child = spawn(command, commandArgs, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${command} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 0);
  });
}

function build() {
  const built = join(root, 'out/renderer/index.html');
  const isFresh = existsSync(built) && newest(join(root, 'src')) < statSync(built).mtimeMs;
  if (isFresh) return;
  console.log('Building Patchbay…');
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return latest;
}
