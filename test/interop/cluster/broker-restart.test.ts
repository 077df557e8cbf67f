// The medium goes away under the servers, and comes back: each serves its own clients meanwhile where the adapter lets it,
// and afterwards the cluster is one again.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { clusterOf, TestClient } from '../../fixtures/cluster/cluster.ts';
import { type ClusterServer, startClusterServer } from '../../fixtures/cluster/cluster-server.ts';
import { MEDIA, type MediumName } from '../../fixtures/cluster/media.ts';

restarted('redis', true);
restarted('redis-sharded', false);
restarted('redis-streams', false);
restarted('postgres', true);
restarted('nats', true);
restarted('amqp', true);

/** `servesAlone`: whether this server's clients get broadcasts while the medium is away; the official ClusterAdapter waits for it. */
function restarted(name: MediumName, servesAlone: boolean): void {
  const medium = MEDIA[name];
  describe.runIf(hasBroker(medium.broker))(`the broker of a cluster over ${name} is killed and started again`, () => {
    let broker: Broker;
    const servers: ClusterServer[] = [];
    beforeAll(async () => {
      broker = await startBroker(medium.broker);
      for (let index = 0; index < 2; index++) servers.push(await startClusterServer('ours', await medium.attach(broker.url, 1)));
      await clusterOf(...servers);
    }, 60_000);
    afterAll(async () => {
      for (const server of servers) await server.close();
      await broker.close();
    }, 60_000);

    test('the servers go on', { timeout: 40_000 }, async () => {
      const [first, second] = servers;
      if (first === undefined || second === undefined) throw new Error('the cluster did not start');
      const errors: unknown[] = [];
      first.io.of('/').adapter.on('error', (error) => errors.push(error));
      const [near, far] = [await new TestClient(first.url, {}).connect(), await new TestClient(second.url, {}).connect()];
      await broker.kill();
      if (servesAlone) {
        first.io.emit('alone');
        await near.event('alone');
      }
      await broker.start();
      await vi.waitUntil(
        () => {
          first.io.emit('together');
          return far.events.some(([event]) => event === 'together');
        },
        { timeout: 20_000, interval: 50 },
      );
      await vi.waitUntil(async () => (await first.io.fetchSockets().catch(() => [])).length === 2, { timeout: 20_000, interval: 50 });
      expect([near, far].map(({ socket }) => socket.connected)).toEqual([true, true]);
      if (name === 'amqp')
        expect(errors).toContainEqual(expect.objectContaining({ code: 'CLUSTER_UNREACHABLE', message: 'the connection to the AMQP broker is gone' }));
      for (const client of [near, far]) client.close();
    });
  });
}
