#!/usr/bin/env node
// `npm run sbom`: what the project is made of, as CycloneDX, in dist/sbom.json; `-- --omit dev` without what only builds and tests it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const { status, stdout } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', ...process.argv.slice(2)], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
  stdio: ['ignore', 'pipe', 'inherit'],
  maxBuffer: 64 * 1024 * 1024,
});
if (status !== 0) process.exit(status ?? 1);
mkdirSync('dist', { recursive: true });
writeFileSync('dist/sbom.json', stdout);
console.log(`dist/sbom.json: ${JSON.parse(stdout).components.length} components`);
