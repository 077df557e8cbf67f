import type { Socket } from 'socket.io-client';
import * as msgpackParser from 'socket.io-msgpack-parser';
import { describe, expect, it, vi } from 'vitest';
import type { Target } from '../../../src/contract/target.ts';
import type { SocketLike } from '../../../src/core/admin/server-like.ts';
import type { Truth } from '../../fixtures/admin/admin-server.ts';
import { type Administered, administered, client, PASSWORD_HASH, SERVER_KINDS } from '../../fixtures/admin/administered.ts';
import { type Administering, administering, BASIC, expectTruth, heard, idOf, inNamespace, inRooms, next, portOf } from './administering.ts';

const ONCE = { timeout: 6000, interval: 20 };

function truthOf({ io }: Administered): Truth {
  const sockets = [...io._nsps].flatMap(([namespace, { sockets: all }]) =>
    [...all.values()].map(({ id, rooms, conn }) => ({
      socketId: id,
      namespace,
      rooms: [...rooms].filter((room) => room !== id && !room.startsWith('patchbay:')).toSorted(),
      transport: conn.transport.name,
    })),
  );
  return { sockets, namespaces: [...io._nsps.keys()].toSorted(), clients: io.engine.clientsCount };
}

/** What the console says to the agent, by name. */
function saidTo({ io }: Administered): string[] {
  const said: string[] = [];
  for (const socket of io.of('/admin').sockets.values()) (socket as unknown as SocketLike & Pick<Socket, 'onAny'>).onAny((event) => said.push(event));
  return said;
}

async function joined(server: Administered, namespace: string, ...rooms: readonly string[]): Promise<Socket> {
  const { socket } = await client(server.url, {}, namespace);
  await server.io
    .of(namespace)
    .sockets.get(idOf(socket))
    ?.join([...rooms]);
  return socket;
}

const columnsOf = ({ rows }: { readonly rows: readonly { readonly socketId: string }[] }) => rows.map(({ socketId }) => socketId);

describe.each(SERVER_KINDS)('our agent on a server of its kind: %s', (kind) => {
  const opened = async (options: object = {}): Promise<Administered> => {
    const server = await administered(kind, options);
    server.io.of('/chat').on('connection', () => {});
    return server;
  };
  const watchSockets = ({ harness, sourceId }: Administering, offset: number, limit: number, where: object = {}, isDescending = false) =>
    harness.watch('sockets', { sourceId, where, sort: { by: 'connectedAt', isDescending }, offset, limit });

  it('is shown as it is, from before and from then on', async () => {
    const server = await opened({ mode: 'production' });
    await joined(server, '/', 'a', 'b');
    const admin = await administering(portOf(server.url));
    await expectTruth(admin, { truth: async () => truthOf(server) });
    const late = await joined(server, '/chat', 'a');
    await expectTruth(admin, { truth: async () => truthOf(server) });
    late.disconnect();
    await expectTruth(admin, { truth: async () => truthOf(server) });
    const { peer, missing, firehose } = await admin.admin.until(() => true);
    expect(peer).toMatchObject({ kind: 'patchbay', mode: 'production', role: 'admin', user: null });
    expect([missing, firehose]).toEqual([kind === 'ours' ? [] : [{ capability: 'counters', reason: 'protocol' }], null]);
    const { sources } = await admin.source().until(() => true);
    const wanted = ['sockets', 'rooms', 'traffic', 'emit', 'ack', 'flags', 'bulk', 'nodes', 'process', 'audit'];
    expect(sources[0]?.capabilities).toEqual(expect.arrayContaining(wanted));
  });

  it('has its rows cut at the server, for as long as somebody looks', async () => {
    const server = await opened();
    const clients: Socket[] = [];
    for (let count = 0; count < 6; count++) clients.push(await joined(server, '/', count % 2 === 0 ? 'even' : 'odd'));
    const admin = await administering(portOf(server.url));
    const said = saidTo(server);
    const ids = clients.map(idOf);
    const first = watchSockets(admin, 0, 2);
    const { matched, total } = await first.until((batch) => columnsOf(batch).join() === ids.slice(0, 2).join());
    expect([matched, total]).toEqual([7, 7]);
    first.stop();
    const second = watchSockets(admin, 2, 2, { filter: 'room:odd' });
    await second.until((batch) => batch.matched === 3 && columnsOf(batch).join() === ids.slice(5).join());
    clients[1]?.disconnect();
    await second.until((batch) => batch.matched === 2 && batch.rows.length === 0);
    second.stop();
    await vi.waitFor(() => expect(said.filter((event) => event === 'x_unwatch')).toHaveLength(2), ONCE);
    expect(said.filter((event) => event === 'x_watch')).toHaveLength(2);
  });

  it('asks for what it may not watch, and shows it the same', async () => {
    const server = await opened();
    await joined(server, '/');
    const admin = await administering(portOf(server.url));
    const said = saidTo(server);
    const many = Array.from({ length: 20 }, (_, offset) => watchSockets(admin, 0, 1 + offset));
    for (const each of many) await each.until(({ matched }) => matched === 2);
    await joined(server, '/');
    for (const each of many) await each.until(({ matched }) => matched === 3);
    expect(said.filter((event) => event === 'x_watch')).toHaveLength(16);
    expect(said).toContain('x_query');
    expect(many.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('shows one socket whole, and that it has left', async () => {
    const server = await opened();
    const socket = await joined(server, '/chat', 'a', 'b');
    const admin = await administering(portOf(server.url));
    const detail = admin.harness.watch('socket', { sourceId: admin.sourceId, namespace: '/chat', socketId: idOf(socket) });
    const { socket: shown } = await detail.until((batch) => batch.socket !== null);
    expect(shown).toMatchObject({
      state: { connected: true },
      transport: 'websocket',
      protocol: 4,
      roomNames: ['a', 'b'],
      handshake: { query: { EIO: '4' } },
    });
    socket.disconnect();
    const { socket: last } = await detail.until((batch) => batch.socket?.state.connected === false);
    // Why, only a tap says.
    expect(last).toMatchObject({ roomNames: ['a', 'b'], state: { connected: false, reason: '' } });
    const nobody = admin.harness.watch('socket', { sourceId: admin.sourceId, namespace: '/chat', socketId: 'nobody' });
    expect(await nobody.until(() => true)).toEqual({ socket: null });
  });

  it('says why one has left, where somebody looks at its packets', async () => {
    const server = await opened();
    const socket = await joined(server, '/chat');
    const where = { namespace: '/chat', socketId: idOf(socket) };
    const admin = await administering(portOf(server.url));
    const said = saidTo(server);
    admin.harness.watch('traffic', { sourceId: admin.sourceId, where: { filter: `ns:/chat id:${where.socketId}` } });
    await vi.waitFor(() => expect(said).toContain('x_tap'), ONCE);
    const detail = admin.harness.watch('socket', { sourceId: admin.sourceId, ...where });
    await detail.until((batch) => batch.socket !== null);
    socket.disconnect();
    const { socket: last } = await detail.until(({ socket: shown }) => shown?.state.connected === false && shown.state.reason !== '');
    expect(last?.state).toMatchObject({ connected: false, reason: 'client namespace disconnect' });
  });

  it('sends to whom a target means, and tells who acknowledged', async () => {
    const server = await opened();
    const clients = [await joined(server, '/', 'a'), await joined(server, '/', 'a', 'b'), await joined(server, '/chat', 'a')] as const;
    const admin = await administering(portOf(server.url));
    const events = clients.map(heard);
    const counts = [
      await admin.emit({ to: 'all' }, 'all', [{ n: 1 }]),
      await admin.emit(inNamespace('/'), 'namespace'),
      await admin.emit(inNamespace('/', ['b']), 'namespace-except'),
      await admin.emit(inRooms(['a', 'b']), 'rooms'),
      await admin.emit(inRooms(['a'], ['b']), 'rooms-except', [], { volatile: true, compress: false }),
      await admin.emit({ to: 'sockets', namespace: '/', socketIds: [idOf(clients[1]), 'gone'] }, 'socket'),
    ];
    expect(counts.map(({ recipients }) => recipients)).toEqual([3, 2, 1, 2, 1, 1]);
    await vi.waitFor(() =>
      expect(events).toEqual([['all', 'namespace', 'namespace-except', 'rooms', 'rooms-except'], ['all', 'namespace', 'rooms', 'socket'], ['all']]),
    );
    await expect(admin.emit(inNamespace('/nowhere'), 'x')).rejects.toMatchObject({ code: 'UNKNOWN_NAMESPACE' });
    await expect(admin.emit(inRooms(['empty']), 'x')).rejects.toMatchObject({ code: 'NO_RECIPIENTS' });
    expect([...server.io._nsps.keys()]).not.toContain('/nowhere');
    clients[0].on('ask', (_value: unknown, acknowledge: (answer: unknown) => void) => acknowledge({ pong: 1 }));
    clients[1].on('ask', () => clients[1].disconnect());
    const { sendId, recipients } = await admin.emit({ to: 'all' }, 'ask', ['x'], { ackTimeoutMs: 500 });
    expect(recipients).toBe(3);
    const { rows, ...sums } = await admin.harness.watch('send', { sourceId: admin.sourceId, sendId }).until(({ state }) => state === 'done');
    expect(sums).toMatchObject({ sent: 3, acknowledged: 1, timedOut: 1, disconnected: 1 });
    expect(new Map(rows.map(({ socketId, state }) => [socketId, state])).get(idOf(clients[0]))).toBe('acknowledged');
    expect(rows.find(({ state }) => state === 'acknowledged')).toMatchObject({ reply: '{"pong":1}', latencyMs: expect.any(Number) });
  });

  it('moves and disconnects whom a target means, counted before and after', async () => {
    const server = await opened();
    const [one, two] = [await joined(server, '/', 'a'), await joined(server, '/', 'a', 'b')];
    const admin = await administering(portOf(server.url));
    const { page, sourceId } = admin;
    const roomsOf = (socket: Socket) => truthOf(server).sockets.find(({ socketId }) => socketId === socket.id)?.rooms;
    const recipients = (target: Target) => admin.harness.watch('recipients', { sourceId, target });
    expect(await recipients(inRooms(['a'], ['b'])).until(() => true)).toEqual({
      count: 1,
      of: 2,
      evaluatedBy: 'server',
      rows: [{ socketId: idOf(one), namespace: '/', via: ['a'] }],
      failure: null,
    });
    const { failure } = await recipients(inNamespace('/nowhere')).until(() => true);
    expect(failure?.code).toBe('UNKNOWN_NAMESPACE');
    await page.call('socket.join', { sourceId, namespace: '/', socketId: idOf(one), rooms: ['x', 'y'] });
    await page.call('socket.leave', { sourceId, namespace: '/', socketId: idOf(two), room: 'b' });
    expect([roomsOf(one), roomsOf(two)]).toEqual([['a', 'x', 'y'], ['a']]);
    expect(await page.call('bulk.join', { sourceId, target: inRooms(['a'], ['x']), rooms: ['p', 'q'] })).toEqual({
      sockets: 1,
      evaluatedBy: 'server',
    });
    expect(await page.call('bulk.leave', { sourceId, target: inNamespace('/'), rooms: ['a', 'p'] })).toEqual({ sockets: 2, evaluatedBy: 'server' });
    expect([roomsOf(one), roomsOf(two)]).toEqual([['x', 'y'], ['q']]);
    const gone = { sourceId, namespace: '/', socketId: 'gone' };
    await expect(page.call('socket.join', { ...gone, rooms: ['a'] })).rejects.toMatchObject({ code: 'SOCKET_GONE' });
    await expect(page.call('socket.disconnect', { ...gone, close: true })).rejects.toMatchObject({ code: 'SOCKET_GONE' });
    await expect(page.call('bulk.disconnect', { sourceId, target: inRooms(['empty']), close: true })).rejects.toMatchObject({
      code: 'NO_RECIPIENTS',
    });
    const left = next(one, 'disconnect');
    await page.call('bulk.disconnect', { sourceId, target: inRooms(['x']), close: false });
    expect((await left)[0]).toBe('io server disconnect');
    expect(two.connected).toBe(true);
    const { lastCommand } = await admin.admin.until((batch) => batch.lastCommand?.action === 'disconnect' && batch.lastCommand.sockets === 1);
    expect(lastCommand).toMatchObject({ commands: 1, evaluatedBy: 'server' });
  });

  it('tells packets while somebody looks at the traffic, and only then', async () => {
    const server = await opened();
    server.io.of('/').on('connection', (socket) => socket.on('ask', (...args) => args.at(-1)('heard')));
    const socket = await joined(server, '/', 'a');
    const other = await joined(server, '/chat');
    const admin = await administering(portOf(server.url));
    const said = saidTo(server);
    await socket.emitWithAck('ask', 'unseen');
    expect(await admin.traffic()).toEqual([]);
    const traffic = admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} });
    await vi.waitFor(() => expect(said).toContain('x_tap'), ONCE);
    await socket.emitWithAck('ask', 'seen', Buffer.alloc(5000, 1));
    server.io.to('a').emit('news', { n: 1 });
    other.disconnect();
    await vi.waitFor(async () => expect((await admin.traffic()).map(({ kind: of }) => of)).toContain('closed'), ONCE);
    await vi.waitFor(async () => expect((await admin.traffic()).some(({ event }) => event === 'news')).toBe(true), ONCE);
    const rows = await admin.traffic();
    const asked = rows.find(({ event }) => event === 'ask');
    expect(asked).toMatchObject({ direction: 'in', socketId: idOf(socket), preview: '"seen",binary 4.9 KB', ack: { state: 'acknowledged' } });
    expect(rows.find(({ event }) => event === 'news')).toMatchObject({ direction: 'out', recipients: 1, preview: '{"n":1}' });
    expect(rows.every(({ namespace }) => namespace !== '/admin')).toBe(true);
    const detail = await admin.page.call('traffic.packet', { sourceId: admin.sourceId, seq: asked?.seq ?? -1 });
    expect(detail.binary.map(({ base64, bytes }) => [Buffer.from(base64, 'base64').byteLength, bytes])).toEqual([[4096, 5000]]);
    traffic.stop();
    await vi.waitFor(() => expect(said).toContain('x_untap'), ONCE);
    const before = rows.length;
    await socket.emitWithAck('ask', 'unseen');
    expect(await admin.traffic()).toHaveLength(before);
  });

  it('leaves out at the server what nobody looks for', async () => {
    const server = await opened();
    const [one, two] = [await joined(server, '/'), await joined(server, '/chat')];
    const admin = await administering(portOf(server.url));
    const said = saidTo(server);
    const ofChat = admin.harness.watch('traffic', { sourceId: admin.sourceId, where: { filter: 'ns:/chat hello' } });
    await vi.waitFor(() => expect(said).toContain('x_tap'), ONCE);
    one.emit('hello', 1);
    two.emit('silence');
    two.emit('hello', 2);
    await ofChat.until(({ rows }) => rows.length === 1);
    // The text is looked for here: an acknowledgement has none of its request's.
    expect((await admin.traffic()).map(({ namespace, event }) => [namespace, event])).toEqual([
      ['/chat', 'silence'],
      ['/chat', 'hello'],
    ]);
    const ofAll = admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} });
    await vi.waitFor(() => expect(said.filter((event) => event === 'x_tap')).toHaveLength(2), ONCE);
    one.emit('hello', 3);
    await ofAll.until(({ rows }) => rows.some(({ namespace }) => namespace === '/'));
  });

  it('tells its seconds, its process and its node', async () => {
    const server = await opened({ serverId: 'one' });
    const admin = await administering(portOf(server.url));
    const leaving = await joined(server, '/');
    leaving.disconnect();
    const metrics = admin.harness.watch('metrics', { sourceId: admin.sourceId, rangeSeconds: 60 });
    const points = () => metrics.batches.flatMap(({ isBacklog, points: told }) => (isBacklog ? [...told] : told));
    await vi.waitFor(() => expect(points().reduce((sum, { connects }) => sum + connects, 0)).toBe(1), { timeout: 12_000, interval: 100 });
    expect(points().some(({ disconnects }) => Object.keys(disconnects).length > 0)).toBe(true);
    const { rows } = await admin.rows.nodes().until(({ total }) => total === 1);
    expect(rows).toMatchObject([{ serverId: 'one', pid: process.pid, health: 'live', isDuplicate: false, clients: 1, sockets: 1 }]);
    expect(rows[0]).toMatchObject({ rssBytes: expect.any(Number), cpu: expect.any(Number), eventLoopDelayP99Ms: expect.any(Number) });
    const { summary } = await metrics.until(() => true);
    expect(summary).toMatchObject({ clients: 1, sockets: 1, transports: { websocket: 1 } });
  }, 20_000);

  it('tells what was refused, and which limits peers hit', async () => {
    const server = await administered(kind, {}, kind === 'ours' ? { limits: { connectionsPerAddress: 2 } } : {});
    const admin = await administering(portOf(server.url));
    const metrics = admin.harness.watch('metrics', { sourceId: admin.sourceId, rangeSeconds: 60 });
    await metrics.until(({ summary }) => summary.sockets === 1);
    await fetch(`${server.url}/socket.io/?EIO=4&transport=pigeon`);
    const { socket } = await client(server.url);
    // A handshake that is refused for a limit is not told as `Forbidden`, too.
    if (kind === 'ours') expect((await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(429);
    socket.emit('x'.repeat(5000));
    // The official server has no limit but one of size, and tells nobody of that.
    const expected = { 'Transport unknown': 1, ...(kind === 'ours' ? { eventNameLength: 1, connectionsPerAddress: 1 } : {}) };
    const names = Object.keys(expected);
    const { summary } = await metrics.until(({ summary: { refusals } }) => names.every((name) => name in refusals));
    expect(summary.refusals).toEqual(expected);
  });

  it('tells what admins did, and ends their sessions', async () => {
    const server = await opened({ ...BASIC });
    const [first, second] = [await administering(portOf(server.url)), await administering(portOf(server.url))];
    await first.admin.until(({ hasSession }) => hasSession);
    await second.admin.until(({ hasSession }) => hasSession);
    const socket = await joined(server, '/', 'a');
    const audit = first.harness.watch('audit', { sourceId: first.sourceId });
    await second.emit(inRooms(['a']), 'hello');
    const { entries } = await audit.until((batch) => batch.entries[0]?.action === 'emit hello');
    expect(entries[0]).toMatchObject({ user: 'admin', target: '/ in a', outcome: 'done' });
    expect(entries.filter(({ action }) => action === 'login')).toHaveLength(2);
    const { sessions } = await first.page.call('admin.sessions', { sourceId: first.sourceId });
    expect(sessions.map(({ user, isOwn }) => [user, isOwn]).toSorted()).toEqual([
      ['admin', false],
      ['admin', true],
    ]);
    const handle = sessions.find(({ isOwn }) => !isOwn)?.handle ?? '';
    await first.page.call('admin.revokeSession', { sourceId: first.sourceId, handle });
    await second.row('failed');
    expect((await first.page.call('admin.sessions', { sourceId: first.sourceId })).sessions).toHaveLength(1);
    await first.page.call('admin.logOut', { sourceId: first.sourceId });
    await first.row('stopped');
    expect(socket.connected).toBe(true);
    const ended = () => server.agent.auditEntries.filter(({ action }) => action === 'end session' || action === 'log out');
    await vi.waitFor(() => expect(ended()).toMatchObject([{ action: 'end session' }, { action: 'log out' }]), ONCE);
    expect(ended().map(({ outcome, user }) => [outcome, user])).toEqual([
      ['done', 'admin'],
      ['done', 'admin'],
    ]);
  });

  it('lets a user who may only look do no more', async () => {
    const users = [{ username: 'admin', password: PASSWORD_HASH, role: 'readonly' as const }];
    const server = await opened({ auth: { type: 'basic', users } });
    const socket = await joined(server, '/', 'a');
    const admin = await administering(portOf(server.url));
    await expectTruth(admin, { truth: async () => truthOf(server) });
    const { peer, missing } = await admin.admin.until(() => true);
    expect(peer).toMatchObject({ role: 'readonly', user: 'admin' });
    const denied = missing.filter(({ reason }) => reason === 'role').map(({ capability }) => capability);
    expect(denied).toEqual(['emit', 'ack', 'flags', 'join', 'leave', 'disconnect', 'bulk']);
    await expect(admin.emit({ to: 'all' }, 'x')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    const ref = { sourceId: admin.sourceId, namespace: '/', socketId: idOf(socket) };
    await expect(admin.page.call('socket.disconnect', { ...ref, close: true })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(socket.connected).toBe(true);
  });

  it('speaks the official protocol with a user who has nothing of the superset', async () => {
    const users = [{ username: 'admin', password: PASSWORD_HASH, features: ['EMIT', 'ALL_EVENTS', 'AGGREGATED_EVENTS'] as const }];
    const server = await opened({ auth: { type: 'basic', users } });
    const events = heard(await joined(server, '/', 'a'));
    const admin = await administering(portOf(server.url));
    await expectTruth(admin, { truth: async () => truthOf(server) });
    const { peer, missing } = await admin.admin.until(() => true);
    expect(peer?.kind).toBe('official');
    expect(missing.filter(({ reason }) => reason === 'role').map(({ capability }) => capability)).toEqual(['join', 'leave', 'disconnect', 'bulk']);
    expect(await admin.emit(inRooms(['a']), 'hello')).toMatchObject({ recipients: 1 });
    await vi.waitFor(() => expect(events).toEqual(['hello']), ONCE);
  });

  it('takes the official commands of a user who may look at rows, and has no more of the superset', async () => {
    const features = ['X_QUERY', 'EMIT', 'JOIN', 'LEAVE', 'DISCONNECT', 'MJOIN', 'MLEAVE', 'MDISCONNECT'] as const;
    const server = await opened({ auth: { type: 'basic', users: [{ username: 'admin', password: PASSWORD_HASH, features }] } });
    const [one, two, three] = [await joined(server, '/', 'a'), await joined(server, '/', 'a', 'b'), await joined(server, '/chat', 'a')] as const;
    const admin = await administering(portOf(server.url));
    const { page, sourceId } = admin;
    await expectTruth(admin, { truth: async () => truthOf(server) });
    const { missing } = await admin.admin.until(() => true);
    const denied = missing.filter(({ reason }) => reason === 'role').map(({ capability }) => capability);
    expect(denied).toEqual(expect.arrayContaining(['ack', 'flags']));
    expect(denied.filter((each) => ['emit', 'join', 'leave', 'disconnect', 'bulk'].includes(each))).toEqual([]);
    const events = [one, two, three].map(heard);
    const counts = [
      await admin.emit({ to: 'all' }, 'all', [{ n: 1 }]),
      await admin.emit(inNamespace('/'), 'namespace'),
      await admin.emit(inNamespace('/', ['b']), 'namespace-except'),
      await admin.emit(inRooms(['a', 'b']), 'rooms'),
      await admin.emit(inRooms(['a'], ['b']), 'rooms-except'),
      await admin.emit({ to: 'sockets', namespace: '/', socketIds: [idOf(two), 'gone'] }, 'socket'),
    ];
    expect(counts.map(({ recipients }) => recipients)).toEqual([3, 2, 1, 2, 1, 1]);
    await vi.waitFor(() =>
      expect(events).toEqual([['all', 'namespace', 'namespace-except', 'rooms', 'rooms-except'], ['all', 'namespace', 'rooms', 'socket'], ['all']]),
    );
    await expect(admin.emit(inNamespace('/nowhere'), 'x')).rejects.toMatchObject({ code: 'UNKNOWN_NAMESPACE' });
    await expect(admin.emit(inRooms(['empty']), 'x')).rejects.toMatchObject({ code: 'NO_RECIPIENTS' });
    await expect(admin.emit({ to: 'all' }, 'x', [], { ackTimeoutMs: 100 })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await expect(admin.emit({ to: 'all' }, 'x', [], { volatile: true })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    const ref = { sourceId, namespace: '/', socketId: idOf(one) };
    await page.call('socket.join', { ...ref, rooms: ['x', 'y'] });
    await page.call('socket.leave', { ...ref, room: 'y' });
    await expect(page.call('socket.join', { ...ref, socketId: 'gone', rooms: ['x'] })).rejects.toMatchObject({ code: 'SOCKET_GONE' });
    expect(await page.call('bulk.join', { sourceId, target: inRooms(['a']), rooms: ['p'] })).toEqual({ sockets: 2, evaluatedBy: 'server' });
    expect(await page.call('bulk.leave', { sourceId, target: inNamespace('/', ['x']), rooms: ['p'] })).toEqual({
      sockets: 1,
      evaluatedBy: 'console',
    });
    const roomsOf = (socket: Socket) => truthOf(server).sockets.find(({ socketId }) => socketId === socket.id)?.rooms;
    await vi.waitFor(
      () =>
        expect([roomsOf(one), roomsOf(two)]).toEqual([
          ['a', 'p', 'x'],
          ['a', 'b'],
        ]),
      ONCE,
    );
    const left = next(two, 'disconnect');
    await page.call('bulk.disconnect', { sourceId, target: inRooms(['a'], ['x']), close: false });
    expect((await left)[0]).toBe('io server disconnect');
    await admin.admin.until(({ lastCommand }) => lastCommand?.action === 'disconnect' && lastCommand.evaluatedBy === 'console');
    await expectTruth(admin, { truth: async () => truthOf(server) });
    expect(one.connected).toBe(true);
  });

  it('takes nothing of a user who may look at rows alone, but what is named', async () => {
    const features = ['X_QUERY', 'JOIN'] as const;
    const server = await opened({ auth: { type: 'basic', users: [{ username: 'admin', password: PASSWORD_HASH, features }] } });
    const socket = await joined(server, '/');
    const admin = await administering(portOf(server.url));
    const { sources } = await admin.source().until(({ sources: [source] }) => source?.capabilities.includes('join') === true);
    expect(sources[0]?.capabilities).toEqual(expect.not.arrayContaining(['emit', 'leave', 'disconnect', 'bulk']));
    await admin.page.call('socket.join', { sourceId: admin.sourceId, namespace: '/', socketId: idOf(socket), rooms: ['x'] });
    await vi.waitFor(() => expect(truthOf(server).sockets.find(({ socketId }) => socketId === socket.id)?.rooms).toEqual(['x']), ONCE);
    await expect(admin.emit({ to: 'all' }, 'x')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
  });

  it('that is read-only lets nobody change anything', async () => {
    const server = await opened({ readonly: true });
    const admin = await administering(portOf(server.url));
    const { peer, missing } = await admin.admin.until(() => true);
    expect(peer?.role).toBe('admin');
    const denied = missing.filter(({ reason }) => reason === 'readonly').map(({ capability }) => capability);
    expect(denied).toEqual(['emit', 'ack', 'flags', 'join', 'leave', 'disconnect', 'bulk']);
  });

  /** One client that answers `ask`, and an admin. */
  async function overMessagePack() {
    const server = await administered(kind, {}, { parser: msgpackParser });
    const { socket } = await client(server.url, { parser: msgpackParser });
    socket.on('ask', (value: unknown, acknowledge: (...answer: unknown[]) => void) => acknowledge(value, 'heard'));
    return { server, socket, admin: await administering(portOf(server.url), { parser: 'msgpack' }) };
  }

  it('is administered over MessagePack just so', async () => {
    const { server, socket, admin } = await overMessagePack();
    await expectTruth(admin, { truth: async () => truthOf(server) });
    const { sendId } = await admin.emit(inNamespace('/'), 'ask', [{ n: 1 }], { ackTimeoutMs: 1000 });
    const { rows } = await admin.harness.watch('send', { sourceId: admin.sourceId, sendId }).until(({ state }) => state === 'done');
    expect(rows).toMatchObject([{ socketId: idOf(socket), state: 'acknowledged', reply: '{"n":1},"heard"' }]);
    const recipients = admin.harness.watch('recipients', { sourceId: admin.sourceId, target: inRooms(['x']) });
    expect(await recipients.until(() => true)).toMatchObject({ count: 0, failure: { code: 'NO_RECIPIENTS' } });
  });

  it('tells packets of MessagePack as any others', async () => {
    const { server, socket, admin } = await overMessagePack();
    const second = await client(server.url, { parser: msgpackParser });
    const said = saidTo(server);
    const traffic = admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} });
    await vi.waitFor(() => expect(said).toContain('x_tap'), ONCE);
    socket.emit('bytes', Buffer.from([1, 2, 3]), 'after');
    await admin.emit({ to: 'sockets', namespace: '/', socketIds: [idOf(socket)] }, 'ask', [{ n: 1 }], { ackTimeoutMs: 5000 });
    server.io.emit('news', 'to both');
    second.socket.disconnect();
    await vi.waitFor(async () => expect((await admin.traffic()).map(({ kind: of }) => of)).toContain('closed'), ONCE);
    const rows = await admin.traffic();
    const row = (event: string) => rows.find((each) => each.event === event);
    expect(row('bytes')).toMatchObject({ direction: 'in', socketId: idOf(socket), preview: 'binary 3 B,"after"', attachments: 1 });
    expect(row('ask')).toMatchObject({ direction: 'out', preview: '{"n":1}', ack: { state: 'acknowledged' } });
    expect(row('news')).toMatchObject({ direction: 'out', recipients: 2, preview: '"to both"' });
    traffic.stop();
  });

  it('goes on with what is looked at when a lost connection is back', async () => {
    const server = await opened({ ...BASIC });
    const socket = await joined(server, '/', 'a');
    const admin = await administering(portOf(server.url));
    await admin.admin.until(({ hasSession }) => hasSession);
    const sockets = watchSockets(admin, 0, 10);
    const traffic = admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} });
    const audit = admin.harness.watch('audit', { sourceId: admin.sourceId });
    await sockets.until(({ matched }) => matched === 2);
    for (const { conn } of server.io.of('/admin').sockets.values()) conn.close();
    await admin.harness.watch('connection', { sourceId: admin.sourceId }).until(({ reconnects, phase }) => reconnects === 1 && phase === 'connected');
    const late = await joined(server, '/');
    await sockets.until(({ rows }) => rows.some(({ socketId }) => socketId === idOf(late)));
    await audit.until(({ entries }) => entries[0]?.target === 'with a session');
    await vi.waitFor(() => {
      socket.emit('after');
      expect(traffic.batches.flatMap(({ rows }) => rows).some(({ event }) => event === 'after')).toBe(true);
    }, ONCE);
    expect([sockets, traffic, audit].flatMap(({ failures }) => failures as unknown[])).toEqual([]);
    // None of it was ever empty in between.
    expect(sockets.batches.every(({ matched }) => matched > 0)).toBe(true);
  });
});
