// A worker that sends and ends: what the broker has taken arrives.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { clusterOf } from '../../fixtures/cluster/cluster.ts';
import { startClusterServer } from '../../fixtures/cluster/cluster-server.ts';
import { MEDIA } from '../../fixtures/cluster/media.ts';

for (const name of ['amqp', 'nats'] as const) {
  const medium = MEDIA[name];
  describe.runIf(hasBroker(medium.broker))(`over ${name}`, () => {
    let broker: Broker;
    beforeAll(async () => {
      broker = await startBroker(medium.broker);
    }, 60_000);
    afterAll(() => broker.close(), 30_000);

    test('what was sent before drained() arrives, though the connection is closed at once', async () => {
      // They know of each other once they hear what is sent.
      const servers = await Promise.all([0, 1].map(async () => startClusterServer('ours', await medium.attach(broker.url))));
      const [server] = servers;
      onTestFinished(async () => {
        for (const each of servers) await each.close();
      });
      await clusterOf(...servers);
      const arrived: number[] = [];
      const all = new Promise<void>((resolve) => server?.io.on('n', (n: number) => arrived.push(n) === 100 && resolve()));
      const worker = await medium.attachEmitter?.(broker.url);
      for (let n = 0; n < 100; n++) worker?.emitter.serverSideEmit('n', n);
      await worker?.emitter.drained?.();
      await worker?.close();
      await all;
      expect(arrived).toEqual(Array.from({ length: 100 }, (_, n) => n));
    });
  });
}
