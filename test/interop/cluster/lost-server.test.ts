// A server of the cluster is killed while others wait for it: they neither hang nor crash, and tell what they know.

import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { bundle, forked } from '../../fixtures/cluster/child.ts';
import type { ChildServerParams } from '../../fixtures/cluster/child-server.ts';
import { TestClient } from '../../fixtures/cluster/cluster.ts';
import { type ClusterServer, type ServerKind, startClusterServer } from '../../fixtures/cluster/cluster-server.ts';
import { MEDIA, type MediumName } from '../../fixtures/cluster/media.ts';

/** The official adapters wait for 5 s where they can't be told otherwise; a lost server's heartbeat is missed before that. */
const BOUND_MS = 6000;

let child: { readonly path: string; remove(): void };
beforeAll(async () => {
  child = await bundle('child-server');
}, 60_000);
afterAll(() => child.remove());

lostServer('redis', 'ours', /timeout reached/);
lostServer('redis', 'official', /timeout reached/);
lostServer('redis-sharded', 'ours', /timeout reached/);
lostServer('redis-streams', 'official', /timeout reached/);
// The official class for heartbeats takes a lost server for one that has left.
lostServer('postgres', 'ours', null);
lostServer('nats', 'ours', /^server \w+ was lost before it answered$/);
lostServer('amqp', 'ours', /^server \w+ was lost before it answered$/);

/** `message`: of the error that tells of the lost server. */
function lostServer(name: MediumName, kind: ServerKind, message: RegExp | null): void {
  const medium = MEDIA[name];
  describe.runIf(hasBroker(medium.broker))(`a server killed in a cluster over ${name}, of the kind: ${kind}`, () => {
    let broker: Broker;
    let killed: ChildProcess | undefined;
    const servers: ClusterServer[] = [];
    const clients: TestClient[] = [];
    beforeAll(async () => {
      broker = await startBroker(medium.broker);
      for (let index = 0; index < 2; index++) servers.push(await startClusterServer('ours', await medium.attach(broker.url)));
    }, 60_000);
    afterEach(() => {
      killed?.kill('SIGKILL');
      for (const client of clients.splice(0)) client.close();
    });
    afterAll(async () => {
      for (const server of servers) await server.close();
      await broker.close();
    }, 60_000);

    test('requests settle in bounded time with what the others answered, and the cluster goes on', { timeout: 30_000 }, async () => {
      const [first, second] = servers;
      if (first === undefined || second === undefined) throw new Error('the cluster did not start');
      const started = await forked<{ url: string }>(child.path, { kind, medium: name, url: broker.url } satisfies ChildServerParams);
      killed = started.child;
      for (const url of [first.url, second.url, started.answer.url]) clients.push(await new TestClient(url, {}).connect());
      await vi.waitUntil(async () => (await first.io.of('/').adapter.serverCount()) === 3, { timeout: 10_000, interval: 20 });
      await vi.waitUntil(async () => (await first.io.fetchSockets().catch(() => [])).length === 3, { timeout: 10_000, interval: 20 });
      second.io.on('hang', (answer: (text: string) => void) => answer('the second server'));
      for (const [index, client] of clients.entries()) client.socket.on('question', (answer: (index: number) => void) => answer(index));

      const survivors = clients.slice(0, 2).map(({ id }) => id);
      // Frozen, it takes no request any more; killed, it never will.
      killed.kill('SIGSTOP');
      const startedAt = performance.now();
      const requests = [first.io.fetchSockets(), first.io.serverSideEmitWithAck('hang'), first.io.timeout(1000).emitWithAck('question')] as const;
      // Taken by the medium before the server is lost.
      await new Promise((resolve) => setImmediate(resolve));
      killed.kill('SIGKILL');
      const [sockets, answers, acks] = await Promise.allSettled(requests);
      expect(performance.now() - startedAt).toBeLessThan(BOUND_MS);

      const known = knownOf(sockets).map((socket) => (socket as { id: string }).id);
      // The adapters for Redis keep what the other servers answered to themselves.
      expect(known).toEqual(expect.arrayContaining(name.startsWith('redis') ? survivors.slice(0, 1) : survivors));
      if (message === null) expect(answers.status).toBe('fulfilled');
      else expect(errorOf(answers)).toMatchObject({ message: expect.stringMatching(message) });
      expect(knownOf(answers)).toEqual(['the second server']);
      expect(errorOf(acks)).toMatchObject({ code: 'ACK_TIMEOUT' });
      expect(knownOf(acks).toSorted()).toEqual([0, 1]);

      // Without it, the others are whole again.
      await vi.waitUntil(async () => (await first.io.of('/').adapter.serverCount()) === 2, { timeout: 10_000, interval: 20 });
      await vi.waitUntil(async () => (await first.io.fetchSockets().catch(() => [])).length === 2, { timeout: 10_000, interval: 20 });
      expect(await first.io.serverSideEmitWithAck('hang')).toEqual(['the second server']);
    });
  });
}

/** What is known in spite of an error. */
function knownOf(result: PromiseSettledResult<readonly unknown[]>): readonly unknown[] {
  return result.status === 'fulfilled' ? result.value : (result.reason as { responses: readonly unknown[] }).responses;
}

function errorOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'rejected' ? result.reason : undefined;
}
