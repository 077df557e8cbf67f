#!/usr/bin/env node
// `npm run check`: format, lint, types with their import directions, dead code, fast tests. All run, the tests beside the rest, then it says what failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const STATIC = [
  ['format and lint', 'biome check --error-on-warnings .'],
  ['types and layers', 'tsc -b'],
  ['type-aware lint', 'oxlint --type-aware src test'],
  ['dead code', 'knip'],
];
const TESTS = [['unit, spec and contract tests', 'vitest run test/unit test/spec test/contract --pool=threads']];

const results = (await Promise.all([runAll(STATIC), runAll(TESTS)])).flat();
for (const { name, isOk, seconds } of results) console.log(`${isOk ? 'ok' : 'FAILED'}  ${name}  ${seconds.toFixed(1)} s`);
process.exit(results.every(({ isOk }) => isOk) ? 0 : 1);

/** One after the other; what a step has written is shown once it is done. */
async function runAll(steps) {
  const done = [];
  for (const [name, command] of steps) {
    const start = performance.now();
    const child = spawn(`npx --no-install ${command}`, { shell: true });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    const [status] = await once(child, 'close');
    process.stdout.write(Buffer.concat(output));
    done.push({ name, isOk: status === 0, seconds: (performance.now() - start) / 1000 });
  }
  return done;
}
