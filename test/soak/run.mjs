#!/usr/bin/env node
// `npm run soak`: a server and its clients, over networks that break, for two hours; see docs/reliability.md. Ends with 1 when a
// promise was broken, when memory, handles or timers grow, when anything was thrown, or when anything is left at the end.
//
//   --minutes <n>   120 without it
//   --lives <n>     clients at a time; 24 without it
//   --seed <n>      what they do; a random one without it, which is printed

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { slopeOf } from './slope.mjs';

const MB = 1024 * 1024;
/** Pools fill, code is compiled: what comes before is not measured. */
const WARM_UP = 0.25;
/** Longer than sessions are kept for those who may come back, and streams for what is late. */
const REST_MS = 45_000;
/** What memory may seem to grow by, over the measured time. */
const SPARE_BYTES = 4 * MB;
const SPARE_RESOURCES = 2;

const { values } = parseArgs({ options: { minutes: { type: 'string' }, lives: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 120);
const lives = Number(values.lives ?? 24);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const problems = [];

await bundle();
const server = start('server');
const { port } = await ask(server, {});
const clients = start('clients');
const before = { server: await ask(server, 'sample') };
console.log(`${minutes} minutes, ${lives} clients at a time, seed ${seed}`);
await ask(clients, { port, lives, seed });

const samples = [];
const startedAt = performance.now();
const intervalMs = Math.min(10_000, (minutes * 60_000) / 40);
let nextLine = 0;
while (hours() * 60 < minutes) {
  await sleep(intervalMs);
  const sample = { hours: hours(), server: await ask(server, 'sample'), clients: await ask(clients, 'sample') };
  samples.push(sample);
  if (sample.hours * 60 < nextLine) continue;
  nextLine += Math.max(1, minutes / 24);
  const { totals, broken } = sample.clients;
  console.log(
    `${(sample.hours * 60).toFixed(0).padStart(4)} min  server ${megabytes(sample.server.heapBytes)}  clients ${megabytes(sample.clients.heapBytes)}  ${sample.server.has.connections} connections, ${totals.lives} lives, ${totals.numbers} numbers, ${totals.faults} faults, ${broken.length} promises broken`,
  );
}
const last = await ask(clients, 'stop');
await sleep(REST_MS);
const after = { server: await ask(server, 'sample'), clients: await ask(clients, 'sample') };
report();
server.disconnect();
clients.disconnect();
process.exitCode = problems.length === 0 ? 0 : 1;

async function bundle() {
  await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      outDir: '.cache/soak',
      emptyOutDir: true,
      rollupOptions: { input: { server: 'test/soak/server.ts', clients: 'test/soak/clients.ts' }, output: { entryFileNames: '[name].mjs' } },
    },
  });
}

function start(name) {
  const path = fileURLToPath(new URL(`../../.cache/soak/${name}.mjs`, import.meta.url));
  const child = fork(path, [], { stdio: 'inherit', execArgv: ['--expose-gc'] });
  child.on('exit', (code) => {
    if (!child.connected && code === 0) return;
    console.log(`the process of the ${name} ended with ${code}`);
    process.exit(1);
  });
  return child;
}

async function ask(child, message) {
  const answered = once(child, 'message');
  child.send(message);
  const [answer] = await answered;
  return answer;
}

function hours() {
  return (performance.now() - startedAt) / 3_600_000;
}

function report() {
  const measured = samples.slice(Math.floor(samples.length * WARM_UP));
  console.log('\n                          at first    at last    an hour');
  for (const side of ['server', 'clients']) {
    row(`heap of the ${side}, MB`, measured, (sample) => sample[side].heapBytes / MB, SPARE_BYTES / MB);
    row(`RSS of the ${side}, MB`, measured, (sample) => sample[side].rssBytes / MB, null);
    row(`handles of the ${side}`, measured, (sample) => count(sample[side].resources, (name) => name !== 'Timeout'), lives);
    row(`timers of the ${side}`, measured, (sample) => sample[side].resources.Timeout ?? 0, lives);
  }
  const { totals, broken } = last;
  console.log(
    `\n${totals.lives} lives, ${totals.numbers} numbers and ${megabytes(totals.bytes)} sent over networks that broke ${totals.faults} times:\n` +
      `${totals.recoveries} recoveries, ${totals.newSessions} new sessions (${totals.lostAndTold} numbers lost, their clients told), ` +
      `${totals.failedAndTold} without an answer (their senders told), ${totals.sentAgain} that came again by retries`,
  );
  problems.push(...broken);
  for (const side of ['server', 'clients']) problems.push(...after[side].faults.map((fault) => `thrown in the ${side}: ${fault}`));
  const { has, resources } = after.server;
  for (const [name, left] of Object.entries(has)) if (left > 0) problems.push(`${left} ${name} are left on the server`);
  for (const [name, left] of Object.entries(resources)) {
    const more = left - (before.server.resources[name] ?? 0);
    if (more > SPARE_RESOURCES) problems.push(`${more} more of ${name} than at first are left on the server`);
  }
  if (totals.lives === 0) problems.push('no life came to its end');
  console.log(problems.length === 0 ? '0 problems' : `${problems.length} problems:\n${problems.slice(0, 20).join('\n')}`);
}

/** Prints how a quantity went, and holds its growth over the measured time against what may be. */
function row(name, measured, read, spare) {
  const points = measured.map((sample) => [sample.hours, read(sample)]);
  const { slope, error } = slopeOf(points);
  const [first, end] = [points[0]?.[1] ?? 0, points.at(-1)?.[1] ?? 0];
  console.log(`${name.padEnd(24)}${first.toFixed(1).padStart(10)}${end.toFixed(1).padStart(11)}${signed(slope).padStart(11)} ± ${error.toFixed(1)}`);
  const time = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  // Only what is surely more than nothing counts.
  if (spare !== null && (slope - 2 * error) * time > spare) problems.push(`${name} grows by ${slope.toFixed(1)} an hour`);
}

function count(resources, isCounted) {
  return Object.entries(resources).reduce((sum, [name, number]) => sum + (isCounted(name) ? number : 0), 0);
}

function megabytes(bytes) {
  return `${(bytes / MB).toFixed(1)} MB`;
}

function signed(number) {
  return `${number < 0 ? '' : '+'}${number.toFixed(1)}`;
}
