#!/usr/bin/env node
// `npm run fuzz`: inputs by the million for every reader of what others write; see docs/reliability.md.
//
//   --target <name>   one of them
//   --inputs <n>      altogether; 10,000,000 without it
//   --seconds <s>     altogether, however many inputs that are
//   --seed <n>        what they are made of; a random one without it, which is printed

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { BUNDLE, bundle } from './bundle.mjs';

const CORPUS = fileURLToPath(new URL('corpus', import.meta.url));
const FINDINGS = fileURLToPath(new URL('findings/', import.meta.url));
const INPUTS = 10_000_000;
/** Long enough for a corpus to grow, short enough for all workers to have something to do. */
const SLICE_INPUTS = 50_000;
/** No input takes as long: it hangs. */
const HANG_MS = 30_000;
const HEAP_MB = 768;
/** As large as that of the main thread: a worker has four times as much. */
const STACK_MB = 1;

const { values } = parseArgs({
  options: { target: { type: 'string' }, inputs: { type: 'string' }, seconds: { type: 'string' }, seed: { type: 'string' } },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const seconds = values.seconds === undefined ? null : Number(values.seconds);
const wanted = values.inputs === undefined ? INPUTS : Number(values.inputs);

const blocks = await bundle();
const targets = (await listTargets()).filter(({ name }) => values.target === undefined || name === values.target);
if (targets.length === 0) throw new Error(`there is no target "${values.target}"`);
console.log(`seed ${seed}, ${availableParallelism()} workers, ${blocks} blocks marked`);

const startedAt = performance.now();
const tallies = new Map(targets.map(({ name }) => [name, { inputs: 0, accepted: 0, kept: 0, blocks: 0, ms: 0, findings: [] }]));
const slices = slicesOf(targets);
await Promise.all(Array.from({ length: availableParallelism() }, work));
report();

/** Every target has its share, and its slices lie between those of the others. */
function slicesOf(all) {
  const weights = all.reduce((sum, { weight }) => sum + weight, 0);
  const found = [];
  for (const { name, weight } of all) {
    const share = weight / weights;
    const inputs = seconds === null ? Math.ceil(wanted * share) : Number.POSITIVE_INFINITY;
    // A run that is timed gives each target one slice a worker.
    const count = seconds === null ? Math.ceil(inputs / SLICE_INPUTS) : availableParallelism();
    const ms = seconds === null ? Number.POSITIVE_INFINITY : seconds * 1000 * share;
    for (let slice = 0; slice < count; slice++) {
      const own = seconds === null ? Math.min(SLICE_INPUTS, inputs - slice * SLICE_INPUTS) : inputs;
      found.push({ order: (slice + 0.5) / count, task: { target: name, seed, slice, inputs: own, ms } });
    }
  }
  return found.sort((a, b) => a.order - b.order).map(({ task }) => task);
}

async function work() {
  let own = start();
  for (let task = slices.shift(); task !== undefined; task = slices.shift()) {
    const sliceStartedAt = performance.now();
    const outcome = await runSlice(own, task);
    const tally = tallies.get(task.target);
    tally.ms += performance.now() - sliceStartedAt;
    if (outcome.problem === undefined) {
      tally.inputs += outcome.inputs;
      tally.accepted += outcome.accepted;
      tally.kept = Math.max(tally.kept, outcome.kept);
      tally.blocks = Math.max(tally.blocks, outcome.blocks);
      for (const found of outcome.findings) keep(task, tally, found);
    } else {
      tally.inputs += outcome.index;
      await own.worker.terminate();
      own = start();
      // The same slice comes to the same input.
      const { findings } = await runSlice(own, { ...task, ms: Number.POSITIVE_INFINITY, showAt: outcome.index });
      keep(task, tally, { ...outcome, slice: task.slice, line: findings?.at(-1)?.line });
    }
  }
  await own.worker.terminate();
}

function start() {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(BUNDLE, {
    workerData: { corpusFolder: CORPUS, progress },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, stackSizeMb: STACK_MB },
  });
  const own = { worker, progress, settle: () => {} };
  worker.on('message', (report) => own.settle(report));
  worker.on('error', (error) => own.settle({ problem: `ends the worker: ${error.message}`, index: progress[0], stack: error.stack }));
  return own;
}

/** Its report, or why it gave none. */
function runSlice(own, task) {
  return new Promise((resolve) => {
    let last = -1;
    let lastAt = performance.now();
    const timer = setInterval(() => {
      const index = own.progress[0];
      if (index !== last) {
        last = index;
        lastAt = performance.now();
      } else if (performance.now() - lastAt > HANG_MS) {
        own.settle({ problem: `hangs for ${HANG_MS / 1000} s`, index });
      }
    }, 1000);
    own.settle = (outcome) => {
      clearInterval(timer);
      resolve(outcome);
    };
    own.worker.postMessage(task);
  });
}

async function listTargets() {
  const own = start();
  const list = await new Promise((resolve) => {
    own.settle = resolve;
    own.worker.postMessage('targets');
  });
  await own.worker.terminate();
  if (!Array.isArray(list)) throw new Error(list.problem);
  return list;
}

/** The first with this problem is written down. */
function keep({ target }, tally, found) {
  const key = found.problem.replaceAll(/"[^"]*"|\d+/g, '#').slice(0, 80);
  if (tally.findings.some((each) => each.key === key)) return;
  mkdirSync(FINDINGS, { recursive: true });
  const path = `${FINDINGS}${target}-${readdirSync(FINDINGS).length}.txt`;
  const place = `seed ${seed}, slice ${found.slice}, input ${found.index}`;
  writeFileSync(path, `${found.problem}\n${place}\n${found.line ?? ''}\n\n${found.stack ?? ''}\n`);
  tally.findings.push({ key, path, problem: found.problem, line: found.line, place });
  console.log(`FOUND ${target}: ${found.problem} (${place})\n      ${String(found.line).slice(0, 200)}\n      ${path}`);
}

function report() {
  const columns = [24, 12, 10, 10, 8, 8, 9];
  const row = (cells) =>
    console.log(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(columns[0]) : String(cell).padStart(columns[index]))).join(''));
  row(['target', 'inputs', 'a second', 'accepted', 'corpus', 'blocks', 'findings']);
  let inputs = 0;
  let findings = 0;
  for (const [name, tally] of tallies) {
    inputs += tally.inputs;
    findings += tally.findings.length;
    const perSecond = Math.round((tally.inputs / tally.ms) * 1000);
    const share = `${Math.round((tally.accepted / Math.max(1, tally.inputs)) * 100)} %`;
    row([name, tally.inputs.toLocaleString('en'), perSecond.toLocaleString('en'), share, tally.kept, tally.blocks, tally.findings.length]);
  }
  const took = (performance.now() - startedAt) / 1000;
  console.log(`${inputs.toLocaleString('en')} inputs in ${took.toFixed(0)} s, ${findings} findings, seed ${seed}`);
  process.exitCode = findings === 0 ? 0 : 1;
}
