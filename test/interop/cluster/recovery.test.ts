// A client that was cut off goes on at another server of the cluster.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { clusterOf, TestClient } from '../../fixtures/cluster/cluster.ts';
import { type ClusterServer, type ServerKind, startClusterServer } from '../../fixtures/cluster/cluster-server.ts';
import { MEDIA } from '../../fixtures/cluster/media.ts';

/** What a client shows when it comes back; it has no public way to go to another address. */
interface Recoverable {
  _pid: string | undefined;
  _lastOffset: string | undefined;
}

describe.runIf(hasBroker('redis'))('recovery over @socket.io/redis-streams-adapter', () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker('redis');
  });
  afterAll(() => broker.close());

  describe.each<[ServerKind, ServerKind]>([
    ['ours', 'ours'],
    ['ours', 'official'],
    ['official', 'ours'],
  ])('from %s to %s', (from, to) => {
    const servers: ClusterServer[] = [];
    beforeAll(async () => {
      for (const kind of [from, to]) {
        const attachment = await MEDIA['redis-streams'].attach(broker.url);
        servers.push(await startClusterServer(kind, attachment, { connectionStateRecovery: { maxDisconnectionDuration: 10_000 } }));
      }
      await clusterOf(...servers);
    }, 30_000);
    afterAll(async () => {
      for (const server of servers) await server.close();
    });

    function pair(): readonly [ClusterServer, ClusterServer] {
      const [first, second] = servers;
      if (first === undefined || second === undefined) throw new Error('the cluster did not start');
      return [first, second];
    }

    test('the client keeps its id, rooms and data, and gets what it missed, from either server', async () => {
      const [first, second] = pair();
      const before = await new TestClient(first.url, { name: 'traveller', rooms: ['a'] }).connect();
      const id = before.id;
      first.io.emit('seen');
      await before.event('seen');
      await cutOff(before, first);
      const witness = await new TestClient(first.url, {}).connect();

      first.io.to('a').emit('from the first', 1);
      first.io.to('b').emit('for somebody else');
      first.io.except('a').emit('for the others');
      second.io.emit('from the second', { two: Buffer.from([2]) });
      // What a client at the first server has seen is in the stream, whichever server put it there.
      await witness.event('from the second');
      first.io.emit('last');
      await witness.event('last');

      const after = comingBack(before, second);
      await after.connect();
      expect(after.socket.recovered).toBe(true);
      expect(after.id).toBe(id);
      const missed = (await after.until('last')).map(([name, value]) => [name, value] as const);
      expect(missed.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
        ['from the first', 1],
        ['from the second', { two: Buffer.from([2]) }],
      ]);
      const socket = second.io.of('/').sockets.get(id);
      expect({ recovered: socket?.recovered, rooms: [...(socket?.rooms ?? [])].toSorted(), data: socket?.data }).toEqual({
        recovered: true,
        rooms: [id, 'a'].toSorted(),
        data: { name: 'traveller' },
      });
      second.io.to('a').emit('and on it goes');
      await after.event('and on it goes');
      for (const client of [after, witness]) client.close();
    });

    test('an unknown offset starts a session anew', async () => {
      const [first, second] = pair();
      const before = await new TestClient(first.url, {}).connect();
      first.io.emit('seen');
      await before.event('seen');
      await cutOff(before, first);
      const after = comingBack(before, second, '1-1');
      await after.connect();
      expect(after.socket.recovered).toBe(false);
      expect(after.id).not.toBe(before.id);
      after.close();
    });
  });
});

/** Ends its connection without a goodbye; resolves when the server has noticed. */
async function cutOff(client: TestClient, server: ClusterServer): Promise<void> {
  const noticed = new Promise((resolve) => server.io.of('/').sockets.get(client.id)?.once('disconnect', resolve));
  client.socket.io.engine.close();
  await noticed;
}

function comingBack(client: TestClient, server: ClusterServer, offset?: string): TestClient {
  const { _pid, _lastOffset } = client.socket as unknown as Recoverable;
  const back = new TestClient(server.url, {});
  Object.assign(back.socket, { _pid, _lastOffset: offset ?? _lastOffset } satisfies Recoverable);
  return back;
}
