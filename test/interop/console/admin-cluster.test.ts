// Clusters of two servers over Redis, administered through one of them.

import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AdminServer, startAdminServer, type Truth } from '../../fixtures/admin/admin-server.ts';
import { administered, client } from '../../fixtures/admin/administered.ts';
import { AgentProcess, bundleAgentServer } from '../../fixtures/admin/agent-process.ts';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { MEDIA } from '../../fixtures/cluster/media.ts';
import { administering, BASIC, expectTruth, heard, idOf, inNamespace, inRooms, next, portOf } from './administering.ts';

const ONCE = { timeout: 6000, interval: 50 };

describe.runIf(hasBroker('redis'))('a cluster', () => {
  let redis: Broker;

  beforeAll(async () => {
    redis = await startBroker('redis');
  }, 60_000);
  afterAll(() => redis.close(), 30_000);

  const start = (admin: object) => startAdminServer({ admin: { ...BASIC, ...admin }, redis: redis.url });

  /** What both say, as one. */
  function both(one: AdminServer, other: AdminServer): { truth(): Promise<Truth> } {
    return {
      async truth() {
        const truths = [await one.truth(), await other.truth()];
        return {
          sockets: truths.flatMap(({ sockets }) => sockets),
          namespaces: [...new Set(truths.flatMap(({ namespaces }) => namespaces))].toSorted(),
          clients: truths.reduce((sum, { clients }) => sum + clients, 0),
        };
      },
    };
  }

  it('of official servers is shown whole, and acted on whole', async () => {
    const [near, far] = [await start({ mode: 'development', serverId: 'near' }), await start({ mode: 'development', serverId: 'far' })];
    const clients: readonly [Socket, Socket, Socket] = [
      await near.client('/', { auth: { rooms: ['a'] } }),
      await far.client('/', { auth: { rooms: ['a', 'b'] } }),
      await far.client('/chat', { auth: { rooms: ['a'] } }),
    ];
    const admin = await administering(near.port);
    await expectTruth(admin, both(near, far));
    const late = await far.client('/chat');
    await expectTruth(admin, both(near, far));
    const { length } = (await far.truth()).sockets;
    late.disconnect();
    await vi.waitFor(async () => expect((await far.truth()).sockets).toHaveLength(length - 1), ONCE);
    await expectTruth(admin, both(near, far));
    const events = clients.map(heard);
    expect(await admin.emit({ to: 'all' }, 'all')).toMatchObject({ recipients: 3 });
    expect(await admin.emit(inRooms(['a']), 'room')).toMatchObject({ recipients: 2 });
    expect(await admin.emit(inNamespace('/', ['b']), 'except')).toMatchObject({ recipients: 1 });
    await vi.waitFor(() => expect(events).toEqual([['all', 'room', 'except'], ['all', 'room'], ['all']]), ONCE);
    const { page, sourceId } = admin;
    await page.call('socket.join', { sourceId, namespace: '/', socketId: idOf(clients[1]), rooms: ['x'] });
    expect(await page.call('bulk.join', { sourceId, target: inRooms(['a', 'x']), rooms: ['y'] })).toMatchObject({ sockets: 2 });
    await vi.waitFor(async () => {
      expect((await far.truth()).sockets.find(({ socketId }) => socketId === idOf(clients[1]))?.rooms).toEqual(['a', 'b', 'x', 'y']);
      expect((await near.truth()).sockets.find(({ socketId }) => socketId === idOf(clients[0]))?.rooms).toEqual(['a', 'y']);
    }, ONCE);
    await expectTruth(admin, both(near, far));
    const gone = next(clients[1], 'disconnect');
    await page.call('socket.disconnect', { sourceId, namespace: '/', socketId: idOf(clients[1]), close: true });
    expect((await gone)[0]).toBe('io server disconnect');
    await expectTruth(admin, both(near, far));
    expect((await admin.traffic()).filter(({ event }) => event === 'all')).toHaveLength(3);
  }, 40_000);

  it('of official servers has its servers told apart by more than their names, and counted together', async () => {
    const [near, far] = [await start({ mode: 'production', serverId: 'same' }), await start({ mode: 'production', serverId: 'same' })];
    await near.client('/');
    await far.client('/');
    await far.client('/chat');
    const admin = await administering(near.port);
    const nodes = admin.rows.nodes();
    const { rows } = await nodes.until(({ rows: all }) => all.length === 2 && all.every(({ clients }) => clients > 0));
    expect(rows.map(({ serverId, isDuplicate, health }) => [serverId, isDuplicate, health])).toEqual([
      ['same', true, 'live'],
      ['same', true, 'live'],
    ]);
    expect(rows.map(({ pid }) => pid).toSorted((a, b) => a - b)).toEqual([near.pid, far.pid].toSorted((a, b) => a - b));
    // Two clients and this admin on one, two on the other: an admin is a socket of its own namespace.
    await vi.waitFor(() => expect(nodes.batches.at(-1)?.rows.reduce((sum, { sockets }) => sum + sockets, 0)).toBe(4), ONCE);
    const namespaces = await admin.rows
      .namespaces()
      .until(({ rows: all }) => all.some(({ namespace, sockets }) => namespace === '/' && sockets === 2));
    expect(namespaces.rows).toMatchObject([
      { namespace: '/', sockets: 2 },
      { namespace: '/admin', sockets: 1 },
      { namespace: '/chat', sockets: 1 },
    ]);
    await far.kill();
    await vi.waitFor(
      () =>
        expect(
          nodes.batches
            .at(-1)
            ?.rows.map(({ health }) => health)
            .toSorted(),
        ).toEqual(['live', 'stale']),
      {
        timeout: 15_000,
        interval: 200,
      },
    );
    // What is not heard of any more is not counted.
    await vi.waitFor(() => expect(nodes.batches.at(-1)?.rows.find(({ health }) => health === 'live')?.pid).toBe(near.pid), ONCE);
    await admin.source().until(({ sources }) => sources[0]?.counts.sockets === 2);
  }, 40_000);

  it('of our servers answers as one', async () => {
    const attached = [await MEDIA.redis.attach(redis.url), await MEDIA.redis.attach(redis.url)];
    for (const each of attached) onTestFinished(() => each.close());
    const [near, far] = await Promise.all(
      attached.map(({ adapter }, index) => administered('ours', { serverId: `our-${index}` }, { adapter: adapter as never })),
    );
    if (near === undefined || far === undefined) throw new Error('two servers');
    const [one, two] = [(await client(near.url)).socket, (await client(far.url)).socket];
    await far.io.of('/').sockets.get(idOf(two))?.join('a');
    two.on('ask', (acknowledge: (answer: unknown) => void) => acknowledge('far'));
    const admin = await administering(portOf(near.url));
    const sockets = admin.rows.sockets();
    await sockets.until(({ rows }) => rows.map(({ socketId }) => socketId).filter((id) => id === one.id || id === two.id).length === 2);
    const nodes = await admin.rows.nodes().until(({ rows }) => rows.length === 2);
    expect(nodes.rows.map(({ serverId, health }) => [serverId, health])).toEqual([
      ['our-0', 'live'],
      ['our-1', 'live'],
    ]);
    const { sendId, recipients } = await admin.emit({ to: 'all' }, 'ask', [], { ackTimeoutMs: 300 });
    expect(recipients).toBe(2);
    const send = await admin.harness.watch('send', { sourceId: admin.sourceId, sendId }).until(({ state }) => state === 'done');
    expect(send).toMatchObject({ acknowledged: 1, timedOut: 1 });
    const { page, sourceId } = admin;
    expect(await page.call('bulk.join', { sourceId, target: inNamespace('/', ['a']), rooms: ['b'] })).toEqual({ sockets: 1, evaluatedBy: 'server' });
    expect([...(near.io.of('/').sockets.get(idOf(one))?.rooms ?? [])]).toContain('b');
    const traffic = admin.harness.watch('traffic', { sourceId, where: {} });
    await vi.waitFor(() => {
      two.emit('from-far');
      expect(traffic.batches.flatMap(({ rows }) => rows).some(({ event }) => event === 'from-far')).toBe(true);
    }, ONCE);
    await page.call('socket.disconnect', { sourceId, namespace: '/', socketId: idOf(two), close: true });
    await sockets.until(({ rows }) => rows.every(({ socketId }) => socketId !== two.id));
  }, 40_000);

  it('of our servers says for how many it speaks while one hangs, and is whole again after', async () => {
    const bundled = await bundleAgentServer();
    onTestFinished(() => bundled.remove());
    const started = (serverId: string) => AgentProcess.start(bundled.path, { redis: redis.url, admin: { auth: false, serverId } });
    const [near, far] = [await started('near'), await started('far')];
    const [here, there] = [(await client(near.url)).socket, (await client(far.url)).socket];
    const admin = await administering(portOf(near.url));
    const [sockets, nodes] = [admin.rows.sockets(), admin.rows.nodes()];
    const ids = ({ rows }: { readonly rows: readonly { readonly socketId: string }[] }) => rows.map(({ socketId }) => socketId);
    await sockets.until((batch) => ids(batch).includes(idOf(there)) && batch.nodes === undefined);
    await nodes.until(({ rows }) => rows.length === 2);
    far.child.kill('SIGSTOP');
    await vi.waitFor(() => expect(sockets.batches.at(-1)?.nodes).toEqual({ answered: 1, expected: 2 }), ONCE);
    expect(ids(await sockets.until(() => true))).not.toContain(idOf(there));
    await vi.waitFor(
      () => expect(nodes.batches.at(-1)?.rows.map(({ serverId, health }) => `${serverId} ${health}`)).toEqual(['far stale', 'near live']),
      ONCE,
    );
    const target = inNamespace('/');
    expect(await admin.page.call('bulk.join', { sourceId: admin.sourceId, target, rooms: ['z'] })).toEqual({
      sockets: 1,
      evaluatedBy: 'server',
      nodes: { answered: 1, expected: 2 },
    });
    const recipients = admin.harness.watch('recipients', { sourceId: admin.sourceId, target });
    expect(await recipients.until(() => true)).toMatchObject({ count: 1, nodes: { answered: 1, expected: 2 } });
    expect(here.connected).toBe(true);
    far.child.kill('SIGCONT');
    await vi.waitFor(() => expect(sockets.batches.at(-1)?.nodes).toBeUndefined(), ONCE);
    expect(sockets.failures).toEqual([]);
  }, 40_000);
});
