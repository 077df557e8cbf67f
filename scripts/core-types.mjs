#!/usr/bin/env node
// The types of `npm run build:core`: declarations of all of src/core in dist/core/types, and one entry beside each bundle.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

const types = 'dist/core/types';
// Without its record of the last run, the compiler writes all of them again.
const record = '.cache/types/dist.tsbuildinfo';
rmSync(types, { recursive: true, force: true });
rmSync(record, { force: true });
const { status } = spawnSync(
  'npx',
  ['--no-install', 'tsc', '-p', 'src/core', '--outDir', types, '--tsBuildInfoFile', '.cache/types/dist.tsbuildinfo'],
  {
    stdio: 'inherit',
  },
);
if (status !== 0) process.exit(status ?? 1);

// Declarations keep the `.ts` of their sources' imports, which a program that reads them can't resolve.
for (const entry of readdirSync(types, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = join(entry.parentPath, entry.name);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
}
for (const bundle of readdirSync('dist/core', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'))) {
  if (basename(bundle).startsWith('shared-')) continue;
  const name = bundle.slice(0, -'.mjs'.length).replaceAll(sep, '/');
  const up = name.includes('/') ? '..' : '.';
  const index = `${up}/types/${name}/index.js`;
  // `*` leaves the default out.
  const hasDefault = readFileSync(join(types, name, 'index.d.ts'), 'utf8').includes('export default');
  writeFileSync(`dist/core/${name}.d.ts`, `export * from '${index}';\n${hasDefault ? `export { default } from '${index}';\n` : ''}`);
}
