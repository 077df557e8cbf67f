#!/usr/bin/env node
// `npm run pack:dir`: the desktop application of this machine, unpacked, in dist/desktop. `npm run dist`: its installers.
//
//   ELECTRON_EXEC_PATH   an Electron whose runtime is packed instead of the one that the `electron` package names

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { writeNotices } from './licences.mjs';

const isUnpacked = process.argv.includes('--dir');
const { status } = spawnSync('npx', ['--no-install', 'electron-vite', 'build', '--logLevel', 'error'], { stdio: 'inherit', shell: true });
if (status !== 0) process.exit(status ?? 1);
writeNotices('dist/third-party-notices.txt');
rmSync('dist/desktop', { recursive: true, force: true });

const given = process.env.ELECTRON_EXEC_PATH;
await build({
  targets: isUnpacked ? Platform.current().createTarget('dir') : Platform.current().createTarget(),
  config: {
    ...(given !== undefined && runtimeOf(given)),
    // What a runtime of tests would start when no application is named has no place in a package.
    afterPack: ({ appOutDir }) => rmSync(join(appOutDir, 'resources/app'), { recursive: true, force: true }),
  },
  publish: 'never',
});

/** Electron's own folder, with its version in a file, as its archives have them. */
function runtimeOf(executable) {
  const electronDist = dirname(executable);
  const version = join(electronDist, 'version');
  if (!existsSync(version)) throw new Error(`${basename(electronDist)} is no folder of an Electron: it has no file "version"`);
  return { electronDist, electronVersion: readFileSync(version, 'utf8').trim().replace(/^v/, '') };
}
