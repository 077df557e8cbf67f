#!/usr/bin/env node
// `npm run bench`: our stack beside the official one, in one run on this machine, as ratios; below 1 ours is cheaper. Absolute
// numbers belong to the machine.
//
//   -- --quick            fewer and shorter rounds
//   -- --only <pattern>   scenarios with a row whose name matches
//   -- --json <file>      the results, with the machine and the versions
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import officialPackage from 'socket.io/package.json' with { type: 'json' };
import { TABLE_HEAD, toMarkdown, toResults } from './report.mjs';
import { measure } from './scenario.mjs';
import { scenarios as acknowledgements } from './scenarios/acknowledgements.mjs';
import { scenarios as broadcasts } from './scenarios/broadcasts.mjs';
import { scenarios as clients } from './scenarios/client.mjs';
import { scenarios as connections } from './scenarios/connections.mjs';
import { scenarios as polling } from './scenarios/polling.mjs';

const { values: flags } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' } } });
const extent = flags.quick ? { launches: 1, rounds: 3, isQuick: true } : { launches: 2, rounds: 4, isQuick: false };
const machine = { node: process.version, official: officialPackage.version, cpu: `${cpus().length} × ${cpus()[0].model}` };

const chosen = [...connections, ...acknowledgements, ...broadcasts, ...polling, ...clients].filter(
  ({ rows, isFullOnly }) =>
    !(isFullOnly && flags.quick) && rows.some(({ name }) => flags.only === undefined || new RegExp(flags.only, 'i').test(name)),
);
const start = performance.now();
console.log(
  `Node ${machine.node}, socket.io ${machine.official}, ${machine.cpu}: ${extent.launches * extent.rounds} rounds in turns, medians\n\n${TABLE_HEAD}`,
);
const results = [];
for (const scenario of chosen) {
  for (const result of toResults(scenario, await measure(scenario, extent))) {
    results.push(result);
    console.log(toMarkdown(result));
  }
}
console.log(`\n${((performance.now() - start) / 1000).toFixed(0)} s`);
if (flags.json !== undefined)
  writeFileSync(flags.json, `${JSON.stringify({ date: new Date().toISOString(), machine, ...extent, results }, null, 2)}\n`);
