// A server of the console as one of a cluster over Redis, beside an official one; Redis goes, and comes back.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_SERVER_SETTINGS } from '../../../src/contract/server-settings.ts';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { Harness } from '../../unit/console/console-harness.ts';

const broadcast = { target: { to: 'all' as const }, args: [1], ackTimeoutMs: null, volatile: false, compress: true };

describe.runIf(hasBroker('redis'))('a server of the console over Redis', () => {
  let broker: Broker;
  let harness: Harness;
  beforeAll(async () => {
    broker = await startBroker('redis');
  }, 60_000);
  afterEach(() => harness.close());
  afterAll(() => broker.close(), 30_000);

  async function open(): Promise<void> {
    const settings = { ...DEFAULT_SERVER_SETTINGS, adapter: { type: 'redis', url: broker.url } } as const;
    harness = await Harness.withSource({ kind: 'server', name: 'one', host: '127.0.0.1', port: 0, settings });
    await harness.page.call('source.start', { sourceId: harness.sourceId });
  }

  test('is heard by sockets of an official server, and hears it', async () => {
    await open();
    const [publisher, subscriber] = [createClient({ url: broker.url }), createClient({ url: broker.url })];
    await Promise.all([publisher.connect(), subscriber.connect()]);
    const httpServer = createServer();
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    const official = new Server(httpServer, { adapter: createAdapter(publisher, subscriber) });
    const { port } = httpServer.address() as AddressInfo;
    const there = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
    await once(there, 'connect');
    const here = await harness.connect();
    const told = once(here, 'from-official');
    official.emit('from-official', 7);
    await expect(told).resolves.toEqual([7]);
    const heard = once(there, 'from-console');
    await harness.page.call('message.send', { sourceId: harness.sourceId, event: 'from-console', ...broadcast });
    await expect(heard).resolves.toEqual([1]);
    there.disconnect();
    await official.close();
    await publisher.close();
    await subscriber.close();
  });

  test('goes on alone while Redis is away, says so, and is whole again when it is back', async () => {
    await open();
    const client = await harness.connect();
    const rows = harness.watch('sources', {});
    await broker.kill();
    const { sources } = await rows.until(({ sources: [source] }) => source?.server?.trouble !== null);
    expect(sources[0]).toMatchObject({ state: 'running', server: { adapter: 'redis', trouble: { code: 'REDIS_LOST' } } });
    const told = new Promise((resolve) => client.once('alone', resolve));
    await harness.page.call('message.send', { sourceId: harness.sourceId, event: 'alone', ...broadcast });
    await told;
    // A namespace that comes into being meanwhile is one of the cluster later.
    await harness.connect('/later');
    await broker.start();
    await rows.until(({ sources: [source] }) => source?.server?.trouble === null);
  }, 20_000);

  test('stops while Redis is away', async () => {
    await open();
    await broker.kill();
    await harness.page.call('source.stop', { sourceId: harness.sourceId });
    await harness.watch('sources', {}).until(({ sources: [source] }) => source?.state === 'stopped');
    await broker.start();
  }, 20_000);
});

function once(client: Socket, event: string): Promise<unknown[]> {
  return new Promise((resolve) => client.once(event, (...args: unknown[]) => resolve(args)));
}
