// Clients over HTTP long-polling.
import { serverScenario, underLoad } from '../scenario.mjs';

const upgrade = serverScenario({
  warmups: 3,
  rows: [
    { name: 'polling connect and upgrade: CPU', metric: 'cpu', unit: 'µs', target: 0.7 },
    { name: 'polling connect and upgrade: p50', metric: 'p50', unit: 'ms', target: 0.4 },
  ],
  async round(context, isQuick) {
    const figures = await underLoad(context, 'upgrades', { operations: isQuick ? 60 : 150, atATime: 20 });
    await context.load('close');
    return figures;
  },
});

const roundTrip = serverScenario({
  rows: [{ name: 'polling round trip: CPU', metric: 'cpu', unit: 'µs', target: 0.5 }],
  prepare: ({ load }) => load('openPolling', { count: 50 }),
  round: (context, isQuick) => underLoad(context, 'roundTrips', { operations: isQuick ? 1000 : 3000 }),
});

export const scenarios = [upgrade, roundTrip];
