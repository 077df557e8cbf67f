#!/usr/bin/env node
// `npm run bench:scale`: how a server grows, ours beside the official one: memory against sockets, CPU against the rate of
// messages, heartbeats, and rooms; each curve with the straight line through it, which docs/scaling.md extrapolates from.
//
//   -- --quick             fewer points and rounds
//   -- --only <section>    sockets, rates, heartbeats or rooms
//   -- --json <file>       every figure
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import officialPackage from 'socket.io/package.json' with { type: 'json' };
import { about, bytes, figure, fitLine, head, reach, row } from './scale-fit.mjs';
import { measureHeartbeats, measureRates, measureRooms, measureSockets } from './scale-measure.mjs';
import { SIDES } from './scenario.mjs';
import { median } from './statistics.mjs';

const GIGABYTE = 2 ** 30;
/** Files of a server that are no clients, and some to spare. */
const OTHER_FILES = 500;
const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' } },
});
/** Node raises its own limit as far as the system lets it. */
const files = process.platform === 'win32' ? Number.POSITIVE_INFINITY : limitOfFiles();
const most = Math.min(20_000, files - OTHER_FILES);
const SECTIONS = { sockets, rates, heartbeats, rooms };

const began = performance.now();
console.log(
  `Node ${process.version}, socket.io ${officialPackage.version}, ${cpus().length} × ${cpus()[0].model}, ${files} files a process, load ${load()}: medians; sides in turns`,
);
const all = {};
for (const [name, section] of Object.entries(SECTIONS)) {
  if (flags.only !== undefined && flags.only !== name) continue;
  const measured = await section();
  all[name] = Object.fromEntries(measured);
  console.log(`\nLoad after it: ${load()}`);
}
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(all, null, 2)}\n`);
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s`);

async function sockets() {
  const counts = [1000, 2000, 5000, ...(flags.quick ? [] : [10_000, most])].filter((count) => count <= most);
  const figures = await measureSockets(counts, flags.quick ? 1 : 3);
  console.log('\n## Memory against sockets\n\nIdle WebSocket clients of one process; after a collection.\n');
  console.log(head(['server, sockets', 'heap', 'RSS', 'kernel, one end', 'connecting, CPU']));
  for (const side of SIDES) {
    const points = merged(figures.get(side), 'clients');
    for (const { clients, heap, rss, kernel, connecting } of points) {
      const cells = [`${side}, ${about(clients)}`, bytes(heap), bytes(rss), bytes(kernel), clients === 0 ? '' : `${figure(connecting)} µs`];
      console.log(row(cells));
    }
  }
  console.log(`\n${head(['line through it', 'of none', 'of each socket', 'R²', 'sockets a GiB, extrapolated'])}`);
  for (const side of SIDES) {
    const points = merged(figures.get(side), 'clients');
    const withKernel = points.map((point) => ({ ...point, resident: point.rss + point.kernel }));
    for (const [key, name] of Object.entries({ heap: 'heap', rss: 'RSS', kernel: 'kernel', resident: 'RSS and kernel' })) {
      const line = fitLine(withKernel.map((point) => ({ x: point.clients, y: point[key] })));
      console.log(row([`${side}, ${name}`, bytes(line.intercept), bytes(line.slope), line.r2.toFixed(4), about(reach(line, GIGABYTE))]));
    }
  }
  return figures;
}

async function rates() {
  const clients = 2000;
  const asked = flags.quick ? [0, 1000, 5000] : [0, 1000, 5000, 10_000, 20_000];
  const figures = await measureRates({ rates: asked, clients, seconds: flags.quick ? 1 : 3, rounds: flags.quick ? 1 : 3 });
  console.log(`\n## CPU against messages\n\n${clients} sockets, each event answered, one event a read.\n`);
  console.log(head(['server, events asked for', 'came', 'of one core', 'CPU an event', 'p50', 'generator busy']));
  for (const side of SIDES) {
    for (const { asked: wanted, rate, share, p50, busy } of merged(figures.get(side), 'asked')) {
      const each = wanted === 0 ? '' : `${figure((share / rate) * 1e6)} µs`;
      const delay = wanted === 0 ? '' : `${figure(p50)} ms`;
      console.log(row([`${side}, ${about(wanted)}/s`, `${figure(rate)}/s`, percent(share), each, delay, percent(busy)]));
    }
  }
  console.log(`\n${head(['line through it', 'of none', 'of each event', 'R²', 'events a second and core, extrapolated'])}`);
  for (const side of SIDES) {
    const line = fitLine(merged(figures.get(side), 'asked').map(({ rate, share }) => ({ x: rate, y: share })));
    console.log(row([side, percent(line.intercept), `${figure(line.slope * 1e6)} µs`, line.r2.toFixed(4), about(reach(line, 1))]));
  }
  return figures;
}

async function heartbeats() {
  const pingInterval = 5000;
  const counts = flags.quick ? [1000, 2000] : [2000, 5000, 9500];
  const figures = await measureHeartbeats({ counts, pingInterval });
  console.log(`\n## Heartbeats\n\nA ping each ${pingInterval / 1000} s and its pong; nothing else.\n`);
  console.log(head(['server, sockets', 'pings', 'CPU a ping', 'of one core', 'at the default, each 25 s', 'sockets a core, extrapolated']));
  for (const side of SIDES) {
    for (const { clients, cpu, rate } of figures.get(side)) {
      const atDefault = (clients / 25) * cpu * 1e-6;
      const cells = [`${side}, ${about(clients)}`, `${figure(rate)}/s`, `${figure(cpu)} µs`, percent(rate * cpu * 1e-6)];
      console.log(row([...cells, percent(atDefault), about(25e6 / cpu)]));
    }
  }
  return figures;
}

async function rooms() {
  const extents = [
    { rooms: 1000, members: 10 },
    { rooms: 10_000, members: 10 },
    ...(flags.quick ? [] : [{ rooms: 100_000, members: 10 }]),
    { rooms: 10_000, members: 1 },
    ...(flags.quick ? [] : [{ rooms: 10_000, members: 100 }]),
  ];
  const figures = await measureRooms({ extents, clients: 1000, launches: flags.quick ? 1 : 3 });
  console.log('\n## Rooms\n\n1,000 sockets, members by chance; emits to 100 rooms in a tick.\n');
  console.log(head(['server, rooms of members', 'heap', 'heap a membership', 'CPU an emit', 'CPU a delivery', 'join and leave']));
  for (const side of SIDES) {
    for (const [index, { rooms: count, members }] of extents.entries()) {
      const { heap, emit, joining } = medians(figures.get(side)[index]);
      const cells = [`${side}, ${about(count)} of ${members}`, bytes(heap), bytes(heap / count / members), `${figure(emit)} µs`];
      console.log(row([...cells, `${figure(emit / members)} µs`, `${figure(joining)} µs`]));
    }
  }
  console.log(`\n${head(['line through rooms of 10', 'of none', 'of each membership', 'R²', 'memberships a GiB, extrapolated'])}`);
  for (const side of SIDES) {
    const points = extents
      .map(({ rooms: count, members }, index) => ({ members, x: count * members, y: medians(figures.get(side)[index]).heap }))
      .filter(({ members }) => members === 10);
    const line = fitLine(points);
    console.log(row([side, bytes(line.intercept), bytes(line.slope), line.r2.toFixed(4), about(reach(line, GIGABYTE))]));
  }
  return figures;
}

/** Rounds of the same points as one series: of each figure the median. */
function merged(rounds, key) {
  return rounds[0].map((point, index) => ({ ...medians(rounds.map((series) => series[index])), [key]: point[key] }));
}

function medians(figures) {
  return Object.fromEntries(Object.keys(figures[0]).map((key) => [key, median(figures.map((each) => each[key]))]));
}

function percent(share) {
  return `${figure(share * 100)} %`;
}

function load() {
  return loadavg()[0].toFixed(1);
}

function limitOfFiles() {
  const limit = execFileSync('/bin/sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
}
