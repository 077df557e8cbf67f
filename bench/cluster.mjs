#!/usr/bin/env node
// `npm run bench:cluster`: one, two and four servers with the same clients, over real brokers: what an emit to all, to a room
// and to one user costs all of them, and the broker. All clusters are there at a time and take turns. All nodes share a core:
// rates are of that core, not of as many; what is compared is CPU.
//
//   -- --quick           fewer rounds
//   -- --only <pattern>  clusters whose name matches, `ours, redis × 2`; single servers are there always
//   -- --json <file>     every figure
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import adapterPackage from '@socket.io/redis-adapter/package.json' with { type: 'json' };
import officialPackage from 'socket.io/package.json' with { type: 'json' };
import { brokers, startBroker } from './cluster-broker.mjs';
import { costOfANode, toFigures } from './cluster-figures.mjs';
import { CORES, start } from './rpc.mjs';
import { bytes, figure, head, row } from './scale-fit.mjs';
import { SIDES } from './scenario.mjs';
import { median, percentile } from './statistics.mjs';

const CLIENTS = 1000;
const MEMBERS = 10;
/** Of the first rounds, compiling is a good part. */
const WARMUPS = 2;
const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' }, json: { type: 'string' } },
});
const rounds = flags.quick ? 1 : 7;
/** Emits to each in a round, so many that a collection more or less does not matter; rooms as a program does that has several to tell in a tick. */
const LOADS = [
  { name: 'to all', event: 'all', operations: 48, perTick: 1, members: CLIENTS },
  { name: `to rooms of ${MEMBERS}`, event: 'room', operations: 4000, perTick: 100, members: MEMBERS },
  { name: 'to rooms of one', event: 'user', operations: 16_000, perTick: 100, members: 1 },
];

const present = brokers();
const clusters = chosen();
const began = performance.now();
console.log(
  `Node ${process.version}, socket.io ${officialPackage.version}, @socket.io/redis-adapter ${adapterPackage.version}, ${cpus().length} × ${cpus()[0].model}, ` +
    `load ${loadavg()[0].toFixed(1)}: ${CLIENTS} clients over all nodes; brokers here: ${present.join(', ')}; medians of ${rounds} rounds (the middle half of them)`,
);
const generator = await start('cluster-load.mjs', [], CORES.load);
try {
  for (const cluster of clusters) await launch(cluster);
  for (let round = 0; round < WARMUPS + rounds; round++) {
    for (const cluster of round % 2 === 0 ? clusters : [...clusters].reverse()) {
      for (const load of LOADS) {
        const figures = await measure(cluster, load);
        if (round >= WARMUPS) cluster.figures.get(load).push(figures);
      }
    }
  }
} finally {
  generator.stop();
  for (const { stop } of clusters.flatMap(({ servers }) => servers)) stop();
}
report();
if (flags.json !== undefined) {
  const all = clusters.map(({ name, figures }) => ({ name, loads: LOADS.map((load) => ({ name: load.name, rounds: figures.get(load) })) }));
  writeFileSync(flags.json, `${JSON.stringify(all, null, 2)}\n`);
}
console.log(`\nLoad after it: ${loadavg()[0].toFixed(1)}. ${((performance.now() - began) / 1000).toFixed(0)} s`);

function chosen() {
  const wanted = new RegExp(flags.only, 'i');
  const media = [
    ...(present.includes('redis') ? ['redis', 'redis-sharded'] : []),
    // Its adapter extends our classes.
    ...(present.includes('nats') ? ['nats'] : []),
  ];
  return SIDES.flatMap((side) => [
    cluster(side, 'none', 1),
    ...media
      .filter((medium) => side === 'ours' || medium !== 'nats')
      .flatMap((medium) => [2, 4].map((nodes) => cluster(side, medium, nodes)))
      .filter(({ name }) => wanted.test(name)),
  ]);
}

function cluster(side, medium, nodes) {
  const name = nodes === 1 ? `${side}, single` : `${side}, ${medium} × ${nodes}`;
  return { name, side, medium, nodes, servers: [], ports: [], broker: null, figures: new Map(LOADS.map((load) => [load, []])) };
}

/** Each has a broker of its own, so that none has to look through what others subscribed to. */
async function launch(cluster) {
  const { side, medium, nodes } = cluster;
  cluster.broker = medium === 'none' ? null : await startBroker(medium.split('-')[0]);
  const url = cluster.broker?.url ?? '';
  for (let node = 0; node < nodes; node++) cluster.servers.push(await start('cluster-node.mjs', [side, medium, url], CORES.server));
  await Promise.all(cluster.servers.map(({ ask }) => ask('meet', { servers: nodes })));
  cluster.ports = await Promise.all(cluster.servers.map(({ ask }) => ask('port')));
  for (const port of cluster.ports) await generator.ask('open', { port, count: CLIENTS / nodes });
  await Promise.all(cluster.servers.map(({ ask }, node) => ask('join', { node, nodes, members: MEMBERS })));
}

async function measure({ servers, ports, broker }, { event, operations, perTick, members }) {
  const cpuOfNodes = () => Promise.all(servers.map(({ ask }) => ask('cpu')));
  const before = await cpuOfNodes();
  const sentBefore = (await broker?.sent()) ?? 0;
  const brokerBefore = broker?.cpu() ?? 0;
  const done = await generator.ask('emitted', { ports, event, operations, perTick, messages: perTick * members });
  const brokerCpu = (broker?.cpu() ?? 0) - brokerBefore;
  const sent = ((await broker?.sent()) ?? 0) - sentBefore;
  const after = await cpuOfNodes();
  const cpu = after.map((each, node) => each - before[node]);
  return toFigures({ ...done, cpu, broker: brokerCpu, sent }, members);
}

function report() {
  for (const load of LOADS) {
    console.log(`\n## Emits ${load.name}\n\n${load.perTick} at a time, of each node in turn; the next when all have come.\n`);
    console.log(
      head([
        'servers',
        'CPU an emit, all nodes',
        'a delivery',
        'more than single, a node',
        'broker an emit',
        'it sends',
        'deliveries',
        'busiest node to mean',
        'generator busy',
      ]),
    );
    for (const side of SIDES) {
      const ofSide = clusters.filter((each) => each.side === side);
      const single = medianOf(ofSide[0], load, 'emit');
      for (const each of ofSide) {
        const of = (key) => medianOf(each, load, key);
        console.log(
          row([
            each.name,
            `${figure(of('emit'))} µs (${middleHalf(each, load, 'emit')})`,
            `${figure(of('delivery'))} µs`,
            // Of an emit to all, delivering is so much more that what is left says nothing.
            each.nodes === 1 || load.members > MEMBERS ? '' : `${figure(costOfANode(of('emit'), single, each.nodes))} µs`,
            each.nodes === 1 ? '' : `${figure(of('broker'))} µs`,
            each.nodes === 1 ? '' : bytes(of('sent')),
            `${figure(of('rate'))}/s`,
            figure(of('balance')),
            `${figure(of('busy') * 100)} %`,
          ]),
        );
      }
    }
  }
}

function medianOf({ figures }, load, key) {
  return median(figures.get(load).map((round) => round[key]));
}

/** Between which two figures the middle half of the rounds lies. */
function middleHalf({ figures }, load, key) {
  const values = figures.get(load).map((round) => round[key]);
  return [0.25, 0.75].map((share) => figure(percentile(values, share))).join(' to ');
}
