// Agents of a cluster over Redis, on our servers and on official ones: an admin of one server sees and reaches all of them.

import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type AdminAgent, instrument, RedisStore } from '../../../src/core/admin/index.ts';
import type { XAckBatch, XAuditEntry, XNodes, XSample, XSocketRow, XTapBatch, XWindow } from '../../../src/core/admin/wire.ts';
import { BASIC, PASSWORD, SERVER_KINDS, TestClient } from '../../fixtures/admin/administered.ts';
import { AgentProcess, bundleAgentServer } from '../../fixtures/admin/agent-process.ts';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { clusterOf } from '../../fixtures/cluster/cluster.ts';
import { type ClusterServer, startClusterServer } from '../../fixtures/cluster/cluster-server.ts';
import { MEDIA } from '../../fixtures/cluster/media.ts';

const CREDENTIALS = { username: 'admin', password: PASSWORD };
const BOTH: XNodes = { answered: 2, expected: 2 };
const EVERYBODY = { namespace: '/', rooms: null, except: [] };
const EVERYTHING = { where: {}, sample: 1, maxPerSecond: 1000, maxBytesPerSecond: 10_000_000, credits: 1000 };
const sockets = (by = 'connectedAt', rest: object = {}): object => ({
  what: 'sockets',
  where: { namespace: '/' },
  sort: { by, isDescending: false },
  offset: 0,
  limit: 100,
  ...rest,
});

interface Node {
  readonly server: ClusterServer;
  readonly agent: AdminAgent;
  readonly url: string;
}

let bundled: Awaited<ReturnType<typeof bundleAgentServer>>;
beforeAll(async () => {
  bundled = await bundleAgentServer();
}, 60_000);
afterAll(() => bundled.remove());

describe.runIf(hasBroker('redis')).each(SERVER_KINDS)('a cluster of two servers: %s', (kind) => {
  let broker: Broker;
  let a: Node;
  let b: Node;
  beforeAll(async () => {
    broker = await startBroker('redis');
  }, 60_000);
  afterAll(() => broker.close(), 30_000);

  let tests = 0;

  async function startNode(serverId: string): Promise<Node> {
    const server = await startClusterServer(kind, await MEDIA.redis.attach(broker.url));
    const client = createClient({ url: broker.url });
    await client.connect();
    const agent = instrument(server.io, {
      auth: BASIC,
      mode: 'development',
      serverId,
      store: new RedisStore(client, { prefix: `test-${tests}` }),
      serverStatsInterval: 200,
    });
    onTestFinished(async () => {
      await agent.close();
      await server.close();
      await client.close();
    });
    return { server, agent, url: server.url };
  }

  beforeEach(async () => {
    tests++;
    [a, b] = [await startNode('a'), await startNode('b')];
    await clusterOf(a.server, b.server);
    // The admins' namespace has an adapter of its own.
    for (const { server } of [a, b]) {
      await vi.waitUntil(async () => (await server.io.of('/admin').adapter.serverCount()) === 2, { timeout: 10_000, interval: 20 });
    }
  });

  const client = ({ url }: Node, auth: object = {}): Promise<TestClient> => new TestClient(url, auth).connect();
  const official = async ({ url }: Node): Promise<TestClient> => {
    const admin = await new TestClient(`${url}/admin`, CREDENTIALS).connect();
    await admin.event('all_sockets');
    return admin;
  };
  const superset = async ({ url }: Node, auth: object = CREDENTIALS): Promise<TestClient> => {
    const admin = await new TestClient(`${url}/admin`, auth, { query: { x_admin: '1' } }).connect();
    await admin.event('config');
    return admin;
  };
  const ask = async <Answer extends object>({ socket }: TestClient, ...event: readonly [string, ...unknown[]]): Promise<Answer> =>
    (await socket.timeout(8000).emitWithAck(...event)) as Answer;

  test('an admin of the official protocol sees the sockets of both, and what they do', async () => {
    const [one, two] = [await client(a), await client(b)];
    const admin = await official(a);
    const [shown] = (await admin.event('all_sockets')) as [{ id: string; nsp: string }[]];
    expect(
      shown
        .filter(({ nsp }) => nsp === '/')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([one.id, two.id].sort());
    const three = await client(b);
    // A client forgets its id.
    const thirdId = three.id;
    await admin.event('socket_connected', (...[socket]: { id: string }[]) => socket?.id === thirdId);
    three.socket.emit('said', 'on b');
    await admin.event('event_received', (...[, id]: string[]) => id === thirdId);
    three.socket.disconnect();
    await admin.event('socket_disconnected', (...[, id]: string[]) => id === thirdId);
    const ids = new Set<string>();
    await admin.event('server_stats', (...[stats]: { serverId: string }[]) => ids.add(stats?.serverId ?? '').size === 2);
    expect([...ids].sort()).toEqual(['a', 'b']);
    const [told] = (await admin.event('server_stats', (...[stats]: { serverId: string }[]) => stats?.serverId === 'b')) as [{ clientsCount: number }];
    expect(told.clientsCount).toBeGreaterThan(0);
  });

  test('its commands reach both', async () => {
    const [one, two] = [await client(a), await client(b)];
    const admin = await official(a);
    admin.socket.emit('join', '/', 'lobby');
    await vi.waitUntil(() => a.server.io.sockets.adapter.rooms.has('lobby') && b.server.io.sockets.adapter.rooms.has('lobby'), { timeout: 5000 });
    await admin.event('room_joined', (...[, room, id]: string[]) => room === 'lobby' && id === two.id);
    admin.socket.emit('emit', '/', 'lobby', 'news', 1);
    expect([await one.event('news'), await two.event('news')]).toEqual([[1], [1]]);
    admin.socket.emit('_disconnect', '/', false, two.id);
    expect(await two.disconnected()).toMatch(/already|io server disconnect/);
    expect(one.socket.connected).toBe(true);
  });

  test('X_QUERY cuts one window from both, in any order', async () => {
    const clients: TestClient[] = [];
    for (let n = 0; n < 6; n++) clients.push(await client(n % 2 === 0 ? a : b, { rooms: n < 4 ? ['lobby'] : [] }));
    const ids = clients.map(({ id }) => id);
    const admin = await superset(a);
    const first = await ask<{ window: XWindow<XSocketRow>; nodes: XNodes }>(admin, 'x_query', sockets());
    expect(first.nodes).toEqual(BOTH);
    expect(first.window).toMatchObject({ matched: 6, offset: 0 });
    expect(first.window.rows.map(({ socketId }) => socketId).sort()).toEqual([...ids].sort());
    expect(new Set(first.window.rows.map(({ nodeId }) => nodeId)).size).toBe(2);
    const pages: string[] = [];
    for (let offset = 0; offset < 6; offset += 2) {
      const { window } = await ask<{ window: XWindow<XSocketRow> }>(admin, 'x_query', sockets('socketId', { offset, limit: 2 }));
      pages.push(...window.rows.map(({ socketId }) => socketId));
    }
    expect(pages).toEqual([...ids].sort());
    const rooms = await ask<{ window: XWindow<object> }>(admin, 'x_query', { ...sockets('room'), what: 'rooms', where: { namespace: '/' } });
    expect(rooms.window).toMatchObject({ matched: 1, rows: [{ room: 'lobby', sockets: 4 }] });
    const where = { namespace: '/', socketId: ids[1] };
    const detail = await ask<{ window: XWindow<XSocketRow> }>(admin, 'x_query', { what: 'socket', where });
    expect(detail.window.rows).toMatchObject([{ socketId: ids[1], roomNames: ['lobby'] }]);
    expect(await ask(admin, 'x_query', sockets('connectedAt', { offset: 9999, limit: 100 }))).toMatchObject({ code: 'TOO_MANY' });
  });

  test('X_WATCH tells what changes on the other', async () => {
    const admin = await superset(a);
    expect(await ask(admin, 'x_watch', 1, sockets())).toMatchObject({ window: { matched: 0 }, nodes: BOTH });
    const one = await client(b);
    const matched = (count: number) =>
      admin.event('x_window', (...[id, { window }]: [number, { window: XWindow<XSocketRow> }]) => id === 1 && window.matched === count) as Promise<
        [number, { window: XWindow<XSocketRow> }]
      >;
    expect((await matched(1))[1].window.rows[0]?.socketId).toBe(one.id);
    admin.events.length = 0;
    one.socket.disconnect();
    await matched(0);
  });

  test('X_TAP tells what passes on both, and a tap opened again what it wants now', async () => {
    const [one, two] = [await client(a), await client(b)];
    const admin = await superset(a);
    await ask(admin, 'x_tap', 1, { ...EVERYTHING, where: { direction: 'in' } });
    const texts = (): string[] =>
      admin.events
        .filter(([name]) => name === 'x_items')
        .flatMap(([, , batch]) => (batch as XTapBatch).items)
        .map((item) => (item.type === 'packet' ? item.text : ''));
    // The other server learns of it a moment later.
    await vi.waitUntil(
      () => {
        one.socket.emit('from', 'a');
        two.socket.emit('from', 'b');
        return texts().includes('2["from","a"]') && texts().includes('2["from","b"]');
      },
      { timeout: 5000, interval: 50 },
    );
    const batches = admin.events.filter(([name]) => name === 'x_items').map(([, , batch]) => (batch as XTapBatch).nodeId);
    expect(new Set(batches).size).toBe(2);
    await ask(admin, 'x_tap', 1, { ...EVERYTHING, where: { text: 'wanted' } });
    admin.events.length = 0;
    await vi.waitUntil(
      () => {
        two.socket.emit('wanted', 'b');
        return texts().includes('2["wanted","b"]');
      },
      { timeout: 5000, interval: 50 },
    );
    admin.events.length = 0;
    for (const { socket } of [one, two]) socket.emit('other');
    two.socket.emit('wanted', 'last');
    await vi.waitUntil(() => texts().includes('2["wanted","last"]'), { timeout: 5000 });
    expect(texts()).not.toContain('2["other"]');
  });

  test('X_METRICS tells a sample of each', async () => {
    await client(b);
    const admin = await superset(a);
    await ask(admin, 'x_metrics', true);
    const sampleOf = async (id: string): Promise<XSample> =>
      ((await admin.event('x_sample', (...[sample]: XSample[]) => sample?.node.serverId === id)) as [XSample])[0];
    const [here, there] = [await sampleOf('a'), await sampleOf('b')];
    expect(here.node.nodeId).not.toBe(there.node.nodeId);
    expect(there).toMatchObject({ clients: 1, sockets: 1 });
  });

  test('X_EMIT_ACK reaches both, and brings the acknowledgements of both', async () => {
    const [one, two] = [await client(a), await client(b)];
    for (const [index, { socket }] of [one, two].entries()) socket.on('who?', (answer: (index: number) => void) => answer(index));
    const admin = await superset(a);
    const message = { target: EVERYBODY, event: 'who?', args: [], ackTimeoutMs: 3000, sendId: 7 };
    expect(await ask(admin, 'x_emit', message)).toEqual({ ok: true, recipients: 2, nodes: BOTH });
    const done = new Set<string>();
    await admin.event('x_acks', (...[, { nodeId, isDone }]: [number, XAckBatch]) => isDone && done.add(nodeId).size === 2);
    const results = admin.events.filter(([name]) => name === 'x_acks').flatMap(([, , batch]) => (batch as XAckBatch).results);
    expect(Object.fromEntries(results.map(({ socketId, reply }) => [socketId, reply]))).toEqual({ [one.id]: '0', [two.id]: '1' });
    expect(await ask(admin, 'x_emit', { ...message, event: 'no answer', ackTimeoutMs: null })).toMatchObject({ recipients: 2 });
    expect(await ask(admin, 'x_emit', { ...message, target: { ...EVERYBODY, namespace: '/nowhere' } })).toMatchObject({ code: 'UNKNOWN_NAMESPACE' });
  });

  test('X_BULK counts, and does, on both', async () => {
    const [one, two] = [await client(a, { rooms: ['x'] }), await client(b, { rooms: ['x', 'y'] })];
    const admin = await superset(a);
    const target = { namespace: '/', rooms: ['x'], except: [] };
    const dry = await ask<{ rows: { socketId: string }[] }>(admin, 'x_bulk', { action: 'join', target, rooms: ['z'], isDryRun: true });
    expect(dry).toMatchObject({ matched: 2, of: 2, nodes: BOTH });
    expect(dry.rows.map(({ socketId }) => socketId).sort()).toEqual([one.id, two.id].sort());
    expect((await a.server.io.in('z').fetchSockets()).length).toBe(0);
    await ask(admin, 'x_bulk', { action: 'join', target, rooms: ['z'] });
    expect((await a.server.io.in('z').fetchSockets()).length).toBe(2);
    expect(await ask(admin, 'x_bulk', { action: 'disconnect', target: { ...target, except: ['y'] }, close: true })).toMatchObject({ matched: 1 });
    expect(await one.disconnected()).toMatch(/already|server disconnect|transport close/);
    expect(two.socket.connected).toBe(true);
  });

  test('X_SESSION ends a session wherever its admin is', async () => {
    const there = await superset(b);
    const [sessionId] = await there.event('session');
    const here = await superset(a);
    const { sessions } = await ask<{ sessions: { handle: string; isOwn: boolean }[] }>(here, 'x_session', { action: 'list' });
    expect(sessions.map(({ isOwn }) => isOwn)).toEqual([false, true]);
    expect(await ask(here, 'x_session', { action: 'revoke', handle: sessions[0]?.handle })).toEqual({ ok: true });
    expect(await there.disconnected()).toMatch(/already|server disconnect/);
    await expect(superset(a, { sessionId })).rejects.toThrow('invalid credentials');
    // A session of one lets in to the other.
    const [own] = await here.event('session');
    await superset(b, { sessionId: own });
  });

  test('X_AUDIT and X_NSP tell of both, what was and what comes', async () => {
    await superset(b);
    const admin = await superset(a);
    const { entries } = await ask<{ entries: XAuditEntry[] }>(admin, 'x_audit', true);
    expect(entries.map(({ action, nodeId }) => [action, nodeId.slice(0, 2)])).toEqual([
      ['login', 'b#'],
      ['login', 'a#'],
    ]);
    const there = await superset(b);
    await ask(there, 'x_bulk', { action: 'join', target: EVERYBODY, rooms: ['z'] });
    const [entry] = (await admin.event('x_audit_entry', (...[told]: XAuditEntry[]) => told?.action === 'join')) as [XAuditEntry];
    expect(entry).toMatchObject({ user: 'admin', outcome: 'done', nodeId: expect.stringMatching(/^b#/) });
    b.server.io.of('/only-there');
    expect(await ask(admin, 'x_nsp', true)).toMatchObject({
      namespaces: expect.arrayContaining([expect.objectContaining({ namespace: '/only-there' })]),
    });
    b.server.io.of('/later');
    await admin.event('x_namespaces', (...[{ added }]: [{ added: string[] }]) => added.includes('/later'));
  });

  test.each(['frozen', 'dead'] as const)(
    'a server that is %s is counted as missing, and costs no more than the timeout',
    { timeout: 60_000 },
    async (how) => {
      const third = await AgentProcess.start(bundled.path, { kind, redis: broker.url, admin: { auth: false, serverId: 'c' } });
      const one = await client(a);
      const admin = await superset(a);
      const nodes = async (): Promise<XNodes> => (await ask<{ nodes: XNodes }>(admin, 'x_query', sockets())).nodes;
      await vi.waitUntil(async () => (await nodes()).answered === 3, { timeout: 10_000 });
      await ask(admin, 'x_watch', 1, sockets());
      third.child.kill(how === 'frozen' ? 'SIGSTOP' : 'SIGKILL');
      if (how === 'dead') {
        // The broker sees that it has gone.
        await vi.waitUntil(async () => (await nodes()).expected === 2, { timeout: 10_000 });
        expect(await nodes()).toEqual(BOTH);
        await admin.event('x_window', (...[, told]: [number, { nodes: XNodes }]) => told.nodes.expected === 2);
      } else {
        const missing = { answered: 2, expected: 3 };
        expect(await ask(admin, 'x_query', sockets())).toMatchObject({ nodes: missing, window: { matched: 1, rows: [{ socketId: one.id }] } });
        expect(await ask(admin, 'x_bulk', { action: 'join', target: EVERYBODY, rooms: ['z'] })).toMatchObject({ nodes: missing, matched: 1 });
        const message = { target: EVERYBODY, event: 'x', args: [], ackTimeoutMs: null };
        expect(await ask(admin, 'x_emit', message)).toMatchObject({ nodes: missing, recipients: 1 });
        await admin.event('x_window', (...[, told]: [number, { nodes: XNodes }]) => told.nodes.answered === 2);
        expect(await ask(admin, 'x_audit', true)).toMatchObject({ ok: true });
        third.child.kill('SIGKILL');
      }
      await official(b);
    },
  );
});
