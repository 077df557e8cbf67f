#!/usr/bin/env node
// `npm test`: every suite. One whose system peer is missing is skipped, by name and with the reason; with PEERS=required
// that is a failure. The last line is `N passed, N failed, N skipped`.
//
//   CHROMIUM_PATH        a Chromium for the end-to-end suite
//   ELECTRON_EXEC_PATH   an Electron for its desktop part

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { missingClusterPeers } from '../test/fixtures/cluster/peers.mjs';
import { findChromium, findDisplay, findElectron, findKeyring, findPython, findPythonServers } from './peers.mjs';

const chromium = findChromium();
const electron = findElectron();
const display = findDisplay();
const hasKeyring = findKeyring();
const canPack = process.platform === 'linux' && electron !== null && display !== null;
const missing = [
  chromium === null && ['end-to-end in Chromium', 'no Chromium found: install one, or set CHROMIUM_PATH'],
  electron === null && ['end-to-end in Electron', 'no Electron runtime: run `npx install-electron`, or set ELECTRON_EXEC_PATH'],
  electron !== null && display === null && ['end-to-end in Electron', 'no display: install xvfb and xauth'],
  !canPack && ['the packaged application', 'it is packed on Linux, with an Electron runtime and a display'],
  process.platform === 'linux' && !hasKeyring && ['secrets in the keychain', 'no dbus-run-session or gnome-keyring-daemon'],
  ...missingClusterPeers(),
  findPython() === null && ['clients in Python', 'no python3-socketio with requests, websocket-client and aiohttp'],
  findPythonServers() === null && ['servers in Python', 'no python3-socketio with aiohttp and eventlet'],
].filter(Boolean);

for (const [suite, reason] of missing) console.log(`${process.env.PEERS === 'required' ? 'MISSING' : 'skipped'}: ${suite} (${reason})`);
if (missing.length > 0 && process.env.PEERS === 'required') {
  console.log(`\n0 passed, ${missing.length} failed, 0 skipped`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'patchbay-tally-'));
const tallies = [
  // Packing builds, too.
  canPack ? run('pack', 'node scripts/pack.mjs --dir', { ELECTRON_EXEC_PATH: electron }) : run('build', 'electron-vite build --logLevel error'),
  run('vitest', 'vitest run'),
  run('playwright', `${display ?? ''} playwright test --config test/e2e/playwright.config.ts`, {
    PATCHBAY_CHROMIUM: chromium ?? '',
    PATCHBAY_ELECTRON: display === null ? '' : (electron ?? ''),
    PATCHBAY_PACKAGED: canPack ? resolve('dist/desktop/linux-unpacked/patchbay') : '',
    PATCHBAY_KEYRING: hasKeyring ? '1' : '',
  }),
];
rmSync(folder, { recursive: true });

const sum = (key) => tallies.reduce((total, tally) => total + tally[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(sum('failed') === 0 ? 0 : 1);

/** Runs a command; its tally is what its reporter wrote, and one failure if it failed without one. */
function run(name, command, env = {}) {
  const file = join(folder, `${name}.json`);
  const line = command.trim().replace(/(electron-vite|vitest|playwright) /, 'npx --no-install $1 ');
  const { status } = spawnSync(line, { shell: true, stdio: 'inherit', env: { ...process.env, ...env, TALLY_FILE: file } });
  let tally = { passed: 0, failed: 0, skipped: 0 };
  try {
    tally = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The build has none, and a runner that could not start wrote none.
  }
  if (status !== 0 && tally.failed === 0) tally.failed = 1;
  return tally;
}
