import { describe, expect, it, vi } from 'vitest';
import { startAdminServer } from '../../fixtures/admin/admin-server.ts';
import {
  type Administering,
  administer,
  administering,
  BASIC,
  CREDENTIALS,
  expectTruth,
  heard,
  idOf,
  inNamespace,
  inRooms,
  next,
  settled,
} from './administering.ts';
import { commandsHaveTheirEffect } from './official-commands.ts';

const DEVELOPMENT = { ...BASIC, mode: 'development' };
const PRODUCTION = { ...BASIC, mode: 'production' };

describe('an official server in development mode', () => {
  it('is shown as it is, from before and from then on', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    await server.client('/', { auth: { rooms: ['a', 'b'] } });
    await server.client('/chat', { auth: { rooms: ['a'] }, transports: ['websocket'] });
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    const late = await server.client('/chat', { auth: { rooms: ['c'] } });
    const polling = await server.client('/', { transports: ['polling'] });
    await expectTruth(admin, server);
    await server.ask('join', '/chat', idOf(late), 'd');
    await server.ask('leave', '/chat', idOf(late), 'c');
    await expectTruth(admin, server);
    polling.disconnect();
    await expectTruth(admin, server);
    const { peer, missing } = await admin.admin.until(() => true);
    expect(peer).toMatchObject({ kind: 'official', mode: 'development' });
    const unspoken = ['ack', 'flags', 'counters', 'process', 'audit'];
    expect(missing).toEqual(unspoken.map((capability) => ({ capability, reason: 'protocol' })));
  });

  it('is shown the same over MessagePack, and over WebSocket alone', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT, msgpack: true });
    const client = await server.client('/', { auth: { rooms: ['a'] } });
    const admin = await administering(server.port, { parser: 'msgpack', isWebSocketOnly: true });
    await expectTruth(admin, server);
    const noted = next(client, 'noted');
    client.emit('note', 'hi', Buffer.from([1, 2, 3]));
    await noted;
    const { rows } = await trafficUntil(admin, 2);
    expect(rows).toMatchObject([
      { direction: 'in', event: 'note', preview: '"hi",binary 3 B', attachments: 1 },
      { direction: 'out', event: 'noted', attachments: 1 },
    ]);
    const connection = await admin.harness.watch('connection', { sourceId: admin.sourceId }).until(({ transport }) => transport !== null);
    expect(connection).toMatchObject({ transport: 'websocket', revision: 4 });
  });

  it('tells every event both ways, a broadcast once a socket, and the handshake', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    const client = await server.client('/chat', { query: { who: 'me' } });
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    const noted = next(client, 'noted');
    client.emit('note', { n: 1 }, Buffer.from('abc'));
    // Of two that come at once it tells both before it tells any answer.
    await noted;
    await settled(client);
    await server.ask('emit', '/chat', 'news', 'all');
    const { rows } = await trafficUntil(admin, 5);
    expect(rows.map(({ direction, namespace, socketId, event, preview }) => [direction, namespace, socketId, event, preview])).toEqual([
      ['in', '/chat', idOf(client), 'note', '{"n":1},binary 3 B'],
      ['out', '/chat', idOf(client), 'noted', '{"n":1},binary 3 B'],
      ['in', '/chat', idOf(client), 'note', ''],
      ['out', '/chat', idOf(client), 'noted', ''],
      ['out', '/chat', idOf(client), 'news', '"all"'],
    ]);
    const detail = admin.harness.watch('socket', { sourceId: admin.sourceId, namespace: '/chat', socketId: idOf(client) });
    const { socket } = await detail.until(() => true);
    expect(socket).toMatchObject({ state: { connected: true }, protocol: 4, handshake: { query: { who: 'me', EIO: '4' }, auth: {} } });
    client.disconnect();
    await detail.until(({ socket: left }) => left?.state.connected === false);
    expect((await admin.traffic()).at(-1)).toMatchObject({ kind: 'closed', preview: 'client namespace disconnect' });
  });

  it('tells its seconds, its node and its clients', async () => {
    const server = await startAdminServer({ admin: { ...DEVELOPMENT, serverId: 'one' } });
    const admin = await administering(server.port);
    const leaving = await server.client('/', { transports: ['websocket'] });
    await settled(leaving);
    leaving.disconnect();
    const metrics = admin.harness.watch('metrics', { sourceId: admin.sourceId, rangeSeconds: 60 });
    const sum = (): { connects: number; left: number; packets: number } => {
      const points = metrics.batches.flatMap(({ isBacklog, points: told }) => (isBacklog ? [...told] : told));
      const left = points.flatMap(({ disconnects }) => Object.entries(disconnects)).filter(([reason]) => reason === 'transport close');
      return {
        connects: points.reduce((total, { connects }) => total + connects, 0),
        left: left.reduce((total, [, count]) => total + count, 0),
        packets: points.reduce((total, { packetsIn }) => total + packetsIn, 0),
      };
    };
    // This admin and that client.
    await vi.waitFor(() => expect(sum()).toMatchObject({ connects: 2, left: 1 }), { timeout: 12_000, interval: 100 });
    expect(sum().packets).toBeGreaterThan(2);
    const nodes = await admin.rows.nodes().until(({ total }) => total === 1);
    expect(nodes.rows).toMatchObject([{ serverId: 'one', pid: server.pid, health: 'live', isDuplicate: false, clients: 1 }]);
  }, 20_000);

  commandsHaveTheirEffect(() => startAdminServer({ admin: DEVELOPMENT }));
});

describe('an official server that speaks MessagePack', () => {
  commandsHaveTheirEffect(() => startAdminServer({ admin: DEVELOPMENT, msgpack: true }), 'msgpack');
});

describe('an official server in production mode', () => {
  it('says how many there are, and takes commands blind', async () => {
    const server = await startAdminServer({ admin: PRODUCTION });
    const [one, other] = [await server.client('/', { auth: { rooms: ['a'] } }), await server.client('/')];
    const admin = await administering(server.port);
    const { peer, missing } = await admin.admin.until(() => true);
    expect(peer?.mode).toBe('production');
    expect(missing.filter(({ reason }) => reason === 'production').map(({ capability }) => capability)).toEqual([
      'sockets',
      'rooms',
      'traffic',
      'handshake',
    ]);
    const namespaces = await admin.rows.namespaces().until(({ rows }) => rows.some(({ sockets }) => sockets === 2));
    expect(namespaces.rows).toMatchObject([
      { namespace: '/', sockets: 2 },
      { namespace: '/admin', sockets: 1 },
      { namespace: '/chat', sockets: 0 },
    ]);
    await admin.source().until(({ sources }) => sources[0]?.counts.sockets === 3);
    const [events, otherEvents] = [heard(one), heard(other)];
    expect(await admin.emit(inNamespace('/'), 'everyone')).toMatchObject({ recipients: 2 });
    expect(await admin.emit(inRooms(['a']), 'room')).toMatchObject({ recipients: null });
    await expect(admin.emit(inRooms(['a'], ['b']), 'x')).rejects.toMatchObject({ code: 'NEEDS_SOCKETS' });
    await admin.page.call('socket.join', { sourceId: admin.sourceId, namespace: '/', socketId: idOf(other), rooms: ['late'] });
    await admin.emit(inRooms(['late']), 'late');
    await vi.waitFor(() =>
      expect([events, otherEvents]).toEqual([
        ['everyone', 'room'],
        ['everyone', 'late'],
      ]),
    );
    const gone = next(one, 'disconnect');
    await admin.page.call('bulk.disconnect', { sourceId: admin.sourceId, target: inRooms(['a']), close: false });
    expect(await gone).toEqual(['io server disconnect', undefined]);
    expect(other.connected).toBe(true);
  });
});

describe('a read-only official server', () => {
  it('is shown, and changed by nothing', async () => {
    const server = await startAdminServer({ admin: { ...DEVELOPMENT, readonly: true } });
    const client = await server.client();
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    const { missing } = await admin.admin.until(() => true);
    expect(missing.filter(({ reason }) => reason === 'readonly').map(({ capability }) => capability)).toEqual([
      'emit',
      'join',
      'leave',
      'disconnect',
      'bulk',
    ]);
    const { page, sourceId } = admin;
    const ref = { sourceId, namespace: '/', socketId: idOf(client) };
    await expect(admin.emit({ to: 'all' }, 'x')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await expect(page.call('socket.join', { ...ref, rooms: ['a'] })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await expect(page.call('socket.disconnect', { ...ref, close: true })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await expect(page.call('bulk.disconnect', { sourceId, target: { to: 'all' }, close: true })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(client.connected).toBe(true);
  });
});

describe('a login', () => {
  it('that is wrong is told as the server tells it', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    const admin = await administer(server.port, { credentials: { ...CREDENTIALS, password: 'wrong' } });
    await admin.start();
    const { sources } = await admin.row('failed');
    expect(sources[0]?.failure).toEqual({ code: 'NAMESPACE_REFUSED', message: 'the server refused /admin: invalid credentials' });
    expect(await server.ask('logins')).toEqual([{ username: 'admin', password: 'wrong' }]);
  });

  it('gives a session, which a lost connection comes back with', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    await server.client('/', { auth: { rooms: ['a'] } });
    const admin = await administering(server.port);
    await admin.admin.until(({ hasSession }) => hasSession);
    await expectTruth(admin, server);
    await server.ask('cutAdmins');
    await admin.harness.watch('connection', { sourceId: admin.sourceId }).until(({ reconnects, phase }) => reconnects === 1 && phase === 'connected');
    await expectTruth(admin, server);
    expect(await server.ask('logins')).toEqual([{ username: 'admin', password: 'changeit' }, { sessionId: expect.any(String) }]);
  });

  it('is made again with the password where the server has forgotten the session', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    const admin = await administering(server.port);
    await admin.admin.until(({ hasSession }) => hasSession);
    await server.ask('forgetSessions');
    await server.ask('cutAdmins');
    await vi.waitFor(async () => expect(await server.ask<unknown[]>('logins')).toHaveLength(3), { timeout: 8000, interval: 100 });
    expect((await server.ask<unknown[]>('logins')).slice(1)).toEqual([
      { sessionId: expect.any(String) },
      { username: 'admin', password: 'changeit' },
    ]);
    await admin.admin.until(({ hasSession, peer }) => hasSession && peer !== null);
    await expectTruth(admin, server);
  });

  it('with a session of somebody else needs no password', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    await server.client('/admin', { auth: { username: 'admin', password: 'changeit' } });
    const [sessionId = ''] = await server.ask<string[]>('sessions');
    const admin = await administering(server.port, { credentials: { type: 'session', sessionId } });
    await expectTruth(admin, server);
  });

  it('ends, and the next start asks for the password', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    const admin = await administering(server.port);
    await admin.admin.until(({ hasSession }) => hasSession);
    await admin.page.call('admin.logOut', { sourceId: admin.sourceId });
    await admin.row('stopped');
    await admin.admin.until(({ hasSession, peer }) => !hasSession && peer === null);
    await admin.start();
    await expectTruth(admin, server);
    expect(await server.ask('logins')).toEqual([
      { username: 'admin', password: 'changeit' },
      { username: 'admin', password: 'changeit' },
    ]);
  });
});

describe('Socket.IO 3.1', () => {
  it('is shown as it is, and acts on single sockets', async () => {
    const server = await startAdminServer({ version: '3', admin: DEVELOPMENT });
    const [one, two, three] = [
      await server.client('/', { auth: { rooms: ['a'] } }),
      await server.client('/', { auth: { rooms: ['a', 'b'] } }),
      await server.client('/', { auth: { rooms: ['b', 'muted'] } }),
    ];
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    const { missing } = await admin.admin.until(() => true);
    expect(missing).toContainEqual({ capability: 'bulk', reason: 'old' });
    const events = [one, two, three].map(heard);
    expect(await admin.emit(inRooms(['a', 'b'], ['muted']), 'union')).toMatchObject({ recipients: 2 });
    await admin.admin.until(({ lastCommand }) => lastCommand?.commands === 2 && lastCommand.evaluatedBy === 'console');
    await admin.emit(inRooms(['b']), 'room');
    await admin.emit(inNamespace('/'), 'everyone');
    await vi.waitFor(() =>
      expect(events).toEqual([
        ['union', 'everyone'],
        ['union', 'room', 'everyone'],
        ['room', 'everyone'],
      ]),
    );
    const { page, sourceId } = admin;
    await page.call('socket.join', { sourceId, namespace: '/', socketId: idOf(one), rooms: ['x', 'y'] });
    await page.call('socket.leave', { sourceId, namespace: '/', socketId: idOf(two), room: 'a' });
    await vi.waitFor(async () => {
      const { sockets } = await server.truth();
      expect(sockets.find(({ socketId }) => socketId === idOf(one))?.rooms).toEqual(['a', 'x', 'y']);
      expect(sockets.find(({ socketId }) => socketId === idOf(two))?.rooms).toEqual(['b']);
    });
    await expectTruth(admin, server);
    const gone = next(three, 'disconnect');
    await page.call('socket.disconnect', { sourceId, namespace: '/', socketId: idOf(three), close: true });
    expect((await gone)[0]).toBe('io server disconnect');
    await expectTruth(admin, server);
    await expect(page.call('bulk.leave', { sourceId, target: inNamespace('/'), rooms: ['a'] })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
  });
});

describe('a server that says what it must not', () => {
  it('leaves the console as it was', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    await server.client('/', { auth: { rooms: ['a'] } });
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    const deep: unknown[] = [];
    let inner = deep;
    for (let depth = 0; depth < 500; depth++) {
      const next: unknown[] = [];
      inner.push(next);
      inner = next;
    }
    const values = [
      null,
      undefined,
      0,
      -1,
      Number.POSITIVE_INFINITY,
      '',
      '/',
      'x'.repeat(10_000),
      true,
      [],
      {},
      [null],
      { id: {}, nsp: [] },
      deep,
      { __proto__: null },
    ];
    const events = [
      'session',
      'config',
      'all_sockets',
      'socket_connected',
      'socket_updated',
      'socket_disconnected',
      'room_joined',
      'room_left',
      'event_received',
      'event_sent',
      'server_stats',
      'what',
      'constructor',
    ];
    const messages = events.flatMap((event) => values.flatMap((value) => [[event], [event, value], [event, value, value, value, value]]));
    await server.ask('say', messages);
    await admin.admin.until(({ dropped }) => dropped > 100);
    // What was said of all sockets is nonsense: they come back with the next connection.
    await admin.page.call('source.stop', { sourceId: admin.sourceId });
    await admin.start();
    await expectTruth(admin, server);
  });
});

async function trafficUntil(admin: Administering, count: number) {
  return vi.waitFor(
    async () => {
      const rows = await admin.traffic();
      expect(rows).toHaveLength(count);
      return { rows };
    },
    { timeout: 4000, interval: 50 },
  );
}
