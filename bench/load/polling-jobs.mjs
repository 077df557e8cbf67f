// What the generator can be asked to do over HTTP long-polling.
import { performance } from 'node:perf_hooks';
import { eachOf, keep } from './jobs.mjs';
import { PollingClient } from './polling.mjs';

/** @type {Map<number, PollingClient[]>} */
const clientsByPort = new Map();

export const POLLING_JOBS = { openPolling, roundTrips, upgrades };

/** Sessions that stay on polling. */
async function openPolling({ port, count }) {
  const clients = [];
  clientsByPort.set(port, clients);
  await eachOf(count, 20, async () => {
    const client = new PollingClient(port);
    await client.open();
    await client.connect();
    clients.push(client);
  });
  return { operations: count };
}

/** Each session has one event under way. */
async function roundTrips({ port, operations }) {
  let started = 0;
  const clients = clientsByPort.get(port);
  await Promise.all(
    clients.map(async (client) => {
      while (started++ < operations) await client.roundTrip('42100["echo","hello"]');
    }),
  );
  return { operations };
}

/** New sessions that move to WebSocket, `atATime` under way. */
async function upgrades({ port, operations, atATime }) {
  const latenciesMs = [];
  await eachOf(operations, atATime, async () => {
    const start = performance.now();
    const client = await new PollingClient(port).openAndUpgrade();
    latenciesMs.push(performance.now() - start);
    keep(port, client);
  });
  return { operations, latenciesMs };
}
