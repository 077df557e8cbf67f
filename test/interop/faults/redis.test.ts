// The network between the servers of a cluster and its Redis: numbers are broadcast on one server to a client of another.

import { createClient } from 'redis';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { clusterOf, TestClient } from '../../fixtures/cluster/cluster.ts';
import { startClusterServer } from '../../fixtures/cluster/cluster-server.ts';
import { MEDIA, type MediumName } from '../../fixtures/cluster/media.ts';
import { FaultProxy } from '../../fixtures/faults/fault-proxy.ts';
import { Ledger } from '../../fixtures/faults/ledger.ts';

const INTERVAL_MS = 5;
const PATIENCE_MS = 20_000;

async function broker(): Promise<Broker> {
  const started = await startBroker('redis');
  onTestFinished(() => started.close());
  return started;
}

const portOf = ({ url }: Broker): number => Number(new URL(url).port);

/** Numbers go from the first server to the client of the second, until stopped. */
async function broadcasting(medium: MediumName, proxy: FaultProxy) {
  const url = `redis://127.0.0.1:${proxy.port}`;
  const servers = [
    await startClusterServer('ours', await MEDIA[medium].attach(url)),
    await startClusterServer('ours', await MEDIA[medium].attach(url)),
  ] as const;
  await clusterOf(...servers);
  const [first, second] = servers;
  for (const { io } of servers) io.of('/').adapter.on('error', () => {});
  const client = await new TestClient(second.url, {}).connect();
  const ledger = new Ledger();
  client.socket.on('number', (number: number) => ledger.arrived(number));
  let sent = 0;
  const timer = setInterval(() => first.io.emit('number', sent++), INTERVAL_MS);
  onTestFinished(async () => {
    clearInterval(timer);
    client.close();
    proxy.heal();
    for (const server of servers) await server.close();
  });
  const moreArrives = async (): Promise<void> => {
    const before = ledger.account.next;
    await vi.waitFor(() => expect(ledger.account.next).toBeGreaterThan(before + 50), { timeout: PATIENCE_MS, interval: 20 });
  };
  await moreArrives();
  return {
    client,
    ledger,
    moreArrives,
    /** Resolves with how many were sent, when the last has arrived. */
    stop: async (): Promise<number> => {
      clearInterval(timer);
      await vi.waitFor(() => expect(ledger.account.next).toBe(sent), { timeout: PATIENCE_MS, interval: 20 });
      return sent;
    },
  };
}

const MEDIUMS: readonly MediumName[] = ['redis', 'redis-sharded', 'redis-streams'];

describe.runIf(hasBroker('redis')).each(MEDIUMS)('over %s', (medium) => {
  test('a network to Redis that is silent for two seconds loses nothing: all comes once and in order', { timeout: 60_000 }, async () => {
    const redis = await broker();
    const proxy = await FaultProxy.start(() => portOf(redis));
    onTestFinished(() => proxy.close());
    const { moreArrives, stop, ledger } = await broadcasting(medium, proxy);
    for (const direction of ['toServer', 'toClient', 'both'] as const) {
      proxy.set(direction, { isHeld: true });
      await new Promise((resolve) => setTimeout(resolve, 2000));
      proxy.heal();
      await moreArrives();
    }
    expect(await stop()).toBeGreaterThan(100);
    expect(ledger.account).toMatchObject({ missed: [], late: 0, duplicates: 0 });
  });

  test('connections to Redis that are reset are opened again, nothing comes twice or late, and the clients notice nothing', {
    timeout: 60_000,
  }, async () => {
    const redis = await broker();
    const proxy = await FaultProxy.start(() => portOf(redis));
    onTestFinished(() => proxy.close());
    const { client, moreArrives, stop, ledger } = await broadcasting(medium, proxy);
    for (let round = 0; round < 3; round++) {
      proxy.goDown();
      await new Promise((resolve) => setTimeout(resolve, 300));
      proxy.heal();
      await moreArrives();
    }
    await stop();
    expect(ledger.account).toMatchObject({ late: 0, duplicates: 0 });
    expect(client.socket.connected).toBe(true);
  });

  test('a replica takes over from a Redis that is killed, and the cluster is one again', { timeout: 60_000 }, async () => {
    const [primary, replica] = [await broker(), await broker()];
    const admin = createClient({ url: replica.url });
    admin.on('error', () => {});
    await admin.connect();
    onTestFinished(() => admin.destroy());
    await admin.sendCommand(['REPLICAOF', '127.0.0.1', String(portOf(primary))]);
    await vi.waitFor(async () => expect(await admin.info('replication')).toContain('master_link_status:up'), { timeout: PATIENCE_MS, interval: 100 });
    const proxy = await FaultProxy.start(() => portOf(primary));
    onTestFinished(() => proxy.close());
    const { client, moreArrives, stop, ledger } = await broadcasting(medium, proxy);
    await primary.kill();
    await admin.sendCommand(['REPLICAOF', 'NO', 'ONE']);
    proxy.redirect(() => portOf(replica));
    await moreArrives();
    await stop();
    expect(ledger.account).toMatchObject({ late: 0, duplicates: 0 });
    expect(client.socket.connected).toBe(true);
  });
});
