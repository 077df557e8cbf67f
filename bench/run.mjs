#!/usr/bin/env node
// `npm run bench`: our stack beside the official one, in one run on this machine, as ratios; below 1 ours is cheaper. Absolute
// numbers belong to the machine.
//
//   -- --quick            fewer and shorter rounds
//   -- --only <pattern>   scenarios with a row whose name matches
//   -- --profile <folder> CPU profiles of the servers, one a process; figures are higher then
//   -- --json <file>      the results, with the machine and the versions
//   -- --record           keeps the ratios in recorded.json: of three runs the worst
//   -- --check            fails for a row of which every round is worse than recorded by more than a quarter, in three tries
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import officialPackage from 'socket.io/package.json' with { type: 'json' };
import { readBaseline, regressions, TOLERANCE, worstRatios, writeBaseline } from './baseline.mjs';
import { bundleParts } from './bundle.mjs';
import { TABLE_HEAD, toMarkdown, toResults } from './report.mjs';
import { profileInto } from './rpc.mjs';
import { measure } from './scenario.mjs';
import { scenarios as acknowledgements } from './scenarios/acknowledgements.mjs';
import { scenarios as broadcasts } from './scenarios/broadcasts.mjs';
import { scenarios as clients } from './scenarios/client.mjs';
import { scenarios as codecs } from './scenarios/codec.mjs';
import { scenarios as connections } from './scenarios/connections.mjs';
import { scenarios as polling } from './scenarios/polling.mjs';
import { scenarios as taps } from './scenarios/tap.mjs';

const TRIES = 3;
const OF_CLOCK = new Set(['/s', 'ms']);
const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    profile: { type: 'string' },
    record: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const kind = flags.quick ? 'quick' : 'full';
if (flags.record && flags.only !== '') throw new Error('--record is of all rows: leave --only out');
if (flags.check && readBaseline().run !== kind) throw new Error('recorded.json is of another kind of run: see --quick');
const extent = flags.quick ? { launches: 1, rounds: 5, isQuick: true } : { launches: 2, rounds: 5, isQuick: false };
const machine = {
  node: process.version,
  official: officialPackage.version,
  cpu: `${cpus().length} × ${cpus()[0].model}`,
  load: Number(loadavg()[0].toFixed(1)),
};

const start = performance.now();
const wanted = new RegExp(flags.only, 'i');
const chosen = [...connections, ...acknowledgements, ...broadcasts, ...polling, ...codecs, ...clients, ...taps].filter(
  ({ rows, isFullOnly }) => !(isFullOnly && flags.quick) && rows.some(({ name }) => wanted.test(name)),
);
if (flags.profile !== undefined) profileInto(flags.profile);
await bundleParts();
console.log(
  `Node ${machine.node}, socket.io ${machine.official}, ${machine.cpu}: load ${machine.load}: ${extent.launches * extent.rounds} rounds in turns, medians\n\n${TABLE_HEAD}`,
);
let results = await run(chosen);
if (flags.json !== undefined) {
  writeFileSync(flags.json, `${JSON.stringify({ date: new Date().toISOString(), machine, ...extent, results }, null, 2)}\n`);
}
if (flags.record) await record();
if (flags.check) process.exitCode = (await check()) ? 0 : 1;
console.log(`\n${((performance.now() - start) / 1000).toFixed(0)} s`);

async function run(scenarios) {
  const all = [];
  for (const scenario of scenarios) {
    for (const result of toResults(scenario, await measure(scenario, extent))) {
      all.push(result);
      console.log(toMarkdown(result));
    }
  }
  return all;
}

/** Rates and latencies are left out: they are those of the clock, which tells more of the machine's other work than of ours. */
async function record() {
  const runs = [results];
  while (runs.length < TRIES) runs.push(await run(chosen));
  writeBaseline({ machine, run: kind, ratios: worstRatios(runs.map((results) => results.filter(({ unit }) => !OF_CLOCK.has(unit)))) });
}

/** Measures what is worse than recorded again: a machine that was busy passes, code that became slower does not. */
async function check() {
  const { ratios } = readBaseline();
  let worse = regressions(results, ratios);
  for (let attempt = 1; attempt < TRIES && worse.length > 0; attempt++) {
    console.log(`\nWorse than recorded by more than ${TOLERANCE * 100} %, once more: ${worse.map(({ name }) => name).join('; ')}\n`);
    const names = new Set(worse.map(({ name }) => name));
    results = await run(chosen.filter(({ rows }) => rows.some(({ name }) => names.has(name))));
    worse = regressions(results, ratios).filter(({ name }) => names.has(name));
  }
  for (const { name, ratio } of worse) console.log(`WORSE: ${name}: ${ratio.toFixed(2)}, recorded ${ratios[name].toFixed(2)}`);
  return worse.length === 0;
}
