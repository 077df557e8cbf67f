// Events that are answered: a few, as many as the server can, and large ones.
import { serverScenario, underLoad } from '../scenario.mjs';

const steady = serverScenario({
  sides: ['floor'],
  rows: [
    { name: 'acknowledged, 2,000/s: p50', metric: 'p50', unit: 'ms', target: 0.7 },
    { name: 'acknowledged, 2,000/s: CPU', metric: 'cpu', unit: 'µs', target: 0.65 },
  ],
  prepare: ({ load }) => load('open', { count: 100 }),
  round: (context, isQuick) => underLoad(context, 'acknowledgedSteadily', { ratePerSecond: 2000, operations: isQuick ? 600 : 1500 }),
});

function saturated(name, revision) {
  return serverScenario({
    isFullOnly: revision === 3,
    options: { allowEIO3: true },
    rows: [
      { name: `${name}: CPU`, metric: 'cpu', unit: 'µs', target: 0.3 },
      { name: `${name}: rate`, metric: 'rate', unit: '/s', target: 3, isHigherBetter: true },
    ],
    ...(revision === 4 ? { sides: ['floor'] } : {}),
    prepare: ({ load }) => load('open', { count: 50, revision }),
    round: (context, isQuick) => underLoad(context, 'acknowledged', { operations: isQuick ? 12_000 : 40_000, inFlight: 20 }),
  });
}

function sized(name, { job, bytes, clients, inFlight = 1, operations, target, isFullOnly = false }) {
  return serverScenario({
    isFullOnly,
    options: { maxHttpBufferSize: 4_000_000 },
    rows: [{ name: `${name}: CPU`, metric: 'cpu', unit: 'µs', target }],
    prepare: ({ load }) => load('open', { count: clients }),
    round: (context, isQuick) => underLoad(context, job, { bytes, inFlight, operations: isQuick ? operations / 2 : operations }),
  });
}

export const scenarios = [
  steady,
  saturated('acknowledged, saturated', 4),
  saturated('acknowledged, saturated, Engine.IO 3', 3),
  sized('acknowledged, binary, 1 KB', { job: 'acknowledgedBinary', bytes: 1024, clients: 50, inFlight: 20, operations: 20_000, target: 0.35 }),
  sized('acknowledged, binary, 64 KB', { job: 'acknowledgedBinary', bytes: 65_536, clients: 20, operations: 2000, target: 0.9, isFullOnly: true }),
  sized('acknowledged, JSON, 100 KB', { job: 'acknowledgedJson', bytes: 100_000, clients: 10, operations: 120, target: 0.93 }),
  sized('acknowledged, JSON, 1 MB', { job: 'acknowledgedJson', bytes: 1_000_000, clients: 4, operations: 16, target: 1, isFullOnly: true }),
];
