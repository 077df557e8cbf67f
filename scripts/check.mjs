#!/usr/bin/env node
// `npm run check`: format, lint, types with their import directions, dead code, fast tests. All run, then it says what failed.
import { spawnSync } from 'node:child_process';

const STEPS = [
  ['format and lint', 'biome check --error-on-warnings .'],
  ['types and layers', 'tsc -b'],
  ['type-aware lint', 'oxlint --type-aware src test'],
  ['dead code', 'knip'],
  ['unit, spec and contract tests', 'vitest run test/unit test/spec test/contract --pool=threads'],
];

const failed = STEPS.filter(([name, command]) => {
  const start = performance.now();
  const { status } = spawnSync(`npx --no-install ${command}`, { shell: true, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${name}  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return status !== 0;
});
if (failed.length > 0) console.log(`\nfailed: ${failed.map(([name]) => name).join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
