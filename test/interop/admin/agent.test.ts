// Our agent on our server and on the official one, as an admin of the official protocol sees it.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { InMemoryStore, instrument } from '../../../src/core/admin/index.ts';
import type { WireSocket } from '../../../src/core/admin/wire.ts';
import { Server } from '../../../src/core/server/index.ts';
import { admin, administered, BASIC, client, PASSWORD, PASSWORD_HASH, SERVER_KINDS, TestClient } from '../../fixtures/admin/administered.ts';

const CREDENTIALS = { username: 'admin', password: PASSWORD };
const ALL = ['EMIT', 'JOIN', 'LEAVE', 'DISCONNECT', 'MJOIN', 'MLEAVE', 'MDISCONNECT', 'AGGREGATED_EVENTS', 'ALL_EVENTS'];
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

describe.each(SERVER_KINDS)('on %s', (kind) => {
  describe('logging in', () => {
    test('a password gets a session, then config, all sockets and stats, in this order', async () => {
      const { url } = await administered(kind, { auth: BASIC });
      const { events, id } = await admin(url, CREDENTIALS);
      expect(events.map(([name]) => name)).toEqual(['session', 'config', 'all_sockets', 'server_stats']);
      expect(events[0]?.[1]).toMatch(/^[\w-]{32}$/);
      expect(events[1]?.[1]).toEqual({ supportedFeatures: ALL });
      expect(events[2]?.[1]).toEqual([expect.objectContaining({ id, nsp: '/admin', transport: 'websocket', rooms: [id], data: {} })]);
    });

    test('a session lets in again, and brings no other', async () => {
      const { url } = await administered(kind, { auth: BASIC });
      const first = await admin(url, CREDENTIALS);
      const [sessionId] = await first.event('session');
      const second = await admin(url, { sessionId });
      expect(second.names()).not.toContain('session');
    });

    test.each([
      ['a wrong password', { username: 'admin', password: 'wrong' }],
      ['a name that nobody has', { username: 'nobody', password: PASSWORD }],
      ['no password', { username: 'admin' }],
      ['nothing', {}],
      ['a session that is none', { sessionId: 'x'.repeat(32) }],
      ['a session that is not a text', { sessionId: { toString: 'x' } }],
      ['names that are not texts', { username: ['admin'], password: { length: 3 } }],
    ])('%s is refused in the official words', async (_, auth) => {
      const { url } = await administered(kind, { auth: BASIC });
      await expect(admin(url, auth)).rejects.toThrow(/^invalid credentials$/);
    });

    test('an address that fails too often has to wait', async () => {
      const { url } = await administered(kind, { auth: BASIC });
      for (let attempt = 0; attempt < 10; attempt++) await expect(admin(url, { username: 'admin', password: 'x' })).rejects.toThrow('invalid');
      await expect(admin(url, CREDENTIALS)).rejects.toThrow('too many failed logins');
    });

    test('several users each have their role', async () => {
      const users = [
        { username: 'ada', password: PASSWORD_HASH },
        { username: 'bob', password: PASSWORD_HASH, role: 'readonly' },
        { username: 'eve', password: PASSWORD_HASH, features: ['AGGREGATED_EVENTS', 'JOIN'] },
      ] as const;
      const { url } = await administered(kind, { auth: { type: 'basic', users } });
      const featuresOf = async (username: string): Promise<unknown> =>
        (await (await admin(url, { username, password: PASSWORD })).event('config'))[0];
      expect(await featuresOf('ada')).toEqual({ supportedFeatures: ALL });
      expect(await featuresOf('bob')).toEqual({ supportedFeatures: ['AGGREGATED_EVENTS', 'ALL_EVENTS'] });
      expect(await featuresOf('eve')).toEqual({ supportedFeatures: ['JOIN', 'AGGREGATED_EVENTS'] });
    });

    test('a program may decide by itself who is who', async () => {
      const asked: unknown[] = [];
      const authenticate = (credentials: object, { address }: { address: string }) => {
        asked.push(credentials, address);
        return Promise.resolve('token' in credentials && credentials.token === 'open' ? { username: 'ada', role: 'readonly' as const } : null);
      };
      const { url, agent } = await administered(kind, { auth: { type: 'custom', authenticate } });
      const first = await admin(url, { token: 'open' });
      expect(asked).toEqual([{ token: 'open' }, expect.stringContaining('127.0.0.1')]);
      const [sessionId] = await first.event('session');
      const [config] = await (await admin(url, { sessionId })).event('config');
      expect(config).toEqual({ supportedFeatures: ['AGGREGATED_EVENTS', 'ALL_EVENTS'] });
      await expect(admin(url, { token: 'shut' })).rejects.toThrow('invalid credentials');
      expect(agent.auditEntries.map(({ user, action }) => [user, action])).toEqual([
        ['ada', 'login'],
        ['ada', 'login'],
        [null, 'login refused'],
      ]);
    });

    test('a store of the official kind still keeps sessions', async () => {
      const kept = new Set<string>();
      const store = { doesSessionExist: (id: string) => Promise.resolve(kept.has(id)), saveSession: (id: string) => kept.add(id) };
      const { url } = await administered(kind, { auth: BASIC, store });
      const [sessionId] = await (await admin(url, CREDENTIALS)).event('session');
      expect([...kept]).not.toContain(sessionId);
      await admin(url, { sessionId });
    });

    test('a session ends when it was not used, and when it is too old', async () => {
      let now = Date.now();
      const store = new InMemoryStore({ sessionDuration: 100, idleDuration: 40 }, () => now);
      const { url } = await administered(kind, { auth: BASIC, store });
      const [sessionId] = await (await admin(url, CREDENTIALS)).event('session');
      for (let seconds = 0; seconds < 90; seconds += 30) {
        now += 30_000;
        await admin(url, { sessionId });
      }
      now += 11_000;
      await expect(admin(url, { sessionId })).rejects.toThrow('invalid credentials');
      const [another] = await (await admin(url, CREDENTIALS)).event('session');
      now += 41_000;
      await expect(admin(url, { sessionId: another })).rejects.toThrow('invalid credentials');
    });

    test('a store that fails refuses its sessions, lets passwords in, and says so', async () => {
      const fail = (): Promise<never> => Promise.reject(new Error('store down'));
      const errors: unknown[] = [];
      const store = { save: fail, find: fail, list: fail, revoke: fail };
      const { url } = await administered(kind, { auth: BASIC, store, onError: (error) => void errors.push(error) });
      await expect(admin(url, { sessionId: 'x'.repeat(32) })).rejects.toThrow('the session store failed');
      expect((await admin(url, CREDENTIALS)).names()).not.toContain('session');
      expect(errors.map(String)).toEqual(['Error: store down', 'Error: store down']);
    });

    test.each([
      ['http://evil.example', false],
      ['https://admin.socket.io', true],
      [undefined, true],
      ['null', false],
    ])('a page of %s may come in: %s', async (origin, isAllowed) => {
      const { url } = await administered(kind);
      const entering = admin(url, {}, origin === undefined ? {} : { extraHeaders: { origin } });
      if (isAllowed) await entering;
      else await expect(entering).rejects.toThrow('origin not allowed');
    });

    test("the server's own pages may come in, and those that are listed", async () => {
      const { url } = await administered(kind, { allowedOrigins: ['https://console.example'] });
      await admin(url, {}, { extraHeaders: { origin: url } });
      await admin(url, {}, { extraHeaders: { origin: 'https://console.example' } });
      await expect(admin(url, {}, { extraHeaders: { origin: 'https://admin.socket.io' } })).rejects.toThrow('origin not allowed');
    });
  });

  describe('the feed', () => {
    test('tells a socket as the official agent does, from its coming to its going', async () => {
      const { io, url } = await administered(kind);
      io.on('connection', (socket) => {
        void socket.join('lobby');
        socket.on('ask', (_question: unknown, _why: unknown, answer: (...args: unknown[]) => void) => {
          socket.emit('told', 1, { two: 2 });
          answer('yes');
        });
      });
      const watching = await admin(url);
      const { socket, id } = await client(url, { query: { token: 'secret', page: '1' }, extraHeaders: { cookie: 'a=b', 'x-shown': 'yes' } });
      expect(await socket.emitWithAck('ask', 'why', null)).toBe('yes');
      socket.disconnect();
      await watching.event('room_left', (...[, room]: string[]) => room === 'lobby');
      const told = watching.events.slice(3).filter(([name]) => name !== 'server_stats');
      expect(told).toEqual([
        ['room_joined', '/', id, id, TIME],
        ['socket_connected', expect.objectContaining({ id, nsp: '/', data: {}, rooms: [id] }), TIME],
        ['room_joined', '/', 'lobby', id, TIME],
        ['event_received', '/', id, ['ask', 'why', null], TIME],
        ['event_sent', '/', id, ['told', 1, { two: 2 }], TIME],
        ['socket_disconnected', '/', id, 'client namespace disconnect', TIME],
        ['room_left', '/', id, id, TIME],
        ['room_left', '/', 'lobby', id, TIME],
      ]);
      const shown = told[1]?.[1] as WireSocket;
      expect(Object.keys(shown).sort()).toEqual(['clientId', 'data', 'handshake', 'id', 'nsp', 'rooms', 'transport']);
      expect(shown.clientId).toMatch(/^[\w-]{12}$/);
      expect(Object.keys(shown.handshake).sort()).toEqual(['address', 'headers', 'issued', 'query', 'secure', 'time', 'url', 'xdomain']);
      expect(shown.handshake.query).toMatchObject({ token: '[redacted]', page: '1' });
      expect(shown.handshake.headers).toMatchObject({ cookie: '[redacted]', 'x-shown': 'yes' });
      expect(shown.handshake.url).toContain('token=[redacted]&page=1');
    });

    test('secrets are shown when that is wanted', async () => {
      const { url } = await administered(kind, { redact: false });
      await client(url, { query: { token: 'secret' } });
      const [sockets] = (await (await admin(url)).event('all_sockets')) as [WireSocket[]];
      expect(sockets.find(({ nsp }) => nsp === '/')?.handshake).toMatchObject({
        query: { token: 'secret' },
        url: expect.stringContaining('token=secret'),
      });
    });

    test('tells of an upgrade, and of what changed in the data', async () => {
      const { io, url } = await administered(kind);
      io.on('connection', (socket) => {
        socket.data = { user: 'ada' };
        socket.on('rename', (user: string) => {
          socket.data.user = user;
        });
      });
      const watching = await admin(url);
      const { id, socket } = await client(url, { transports: ['polling', 'websocket'] });
      expect(await watching.event('socket_updated', (...[update]: { transport?: string }[]) => update?.transport !== undefined)).toEqual([
        { id, nsp: '/', transport: 'websocket' },
      ]);
      const userIs = (user: string) => watching.event('socket_updated', (...[update]: { data?: { user: string } }[]) => update?.data?.user === user);
      expect(await userIs('ada')).toEqual([{ id, nsp: '/', data: { user: 'ada' } }]);
      socket.emit('rename', 'eve');
      expect(await userIs('eve')).toEqual([{ id, nsp: '/', data: { user: 'eve' } }]);
    });

    test('tells of namespaces that came later, and of sockets that were there before the agent', async () => {
      const { io, url, agent } = await administered(kind);
      io.of('/chat');
      const { id } = await client(url);
      const other = await client(url, {}, '/chat');
      await agent.close();
      const again = instrument(io, { auth: false, mode: 'development' });
      onTestFinished(() => again.close());
      const watching = await admin(url);
      const [sockets] = (await watching.event('all_sockets')) as [WireSocket[]];
      expect(sockets.map((socket) => [socket.nsp, socket.id])).toEqual([
        ['/', id],
        ['/chat', other.id],
        ['/admin', watching.id],
      ]);
      io.of('/late');
      const late = await client(url, {}, '/late');
      await watching.event('socket_connected', (...[socket]: WireSocket[]) => socket?.id === late.id);
    });

    test('tells numbers each interval', async () => {
      const { url } = await administered(kind, { serverStatsInterval: 100, serverId: 'front' });
      const watching = await admin(url);
      const { socket } = await client(url);
      socket.emit('hello', 'x'.repeat(100));
      socket.disconnect();
      const types = new Set<string>();
      await watching.event('server_stats', (...[stats]: { aggregatedEvents: { type: string }[] }[]) => {
        for (const { type } of stats?.aggregatedEvents ?? []) types.add(type);
        return types.size === 6;
      });
      const [stats] = await watching.event('server_stats');
      expect(stats).toEqual({
        serverId: 'front',
        hostname: expect.any(String),
        pid: process.pid,
        uptime: expect.any(Number),
        clientsCount: 1,
        pollingClientsCount: 0,
        aggregatedEvents: [],
        namespaces: [
          { name: '/', socketsCount: 0 },
          { name: '/admin', socketsCount: 1 },
        ],
      });
    });

    test('production tells numbers and takes commands, and shows no socket', async () => {
      const { url } = await administered(kind, { mode: 'production', serverStatsInterval: 50 });
      const watching = await admin(url);
      const other = await client(url);
      watching.socket.emit('join', '/', 'lobby', other.id);
      watching.socket.emit('emit', '/', 'lobby', 'hello');
      await other.event('hello');
      await watching.event('server_stats', (...[stats]: { clientsCount: number }[]) => stats?.clientsCount === 2);
      expect(await watching.event('config')).toEqual([{ supportedFeatures: ALL.slice(0, -1) }]);
      expect(new Set(watching.names())).toEqual(new Set(['config', 'server_stats']));
    });

    test('costs nothing when nobody listens any more', async () => {
      const { io, url } = await administered(kind);
      const socketOf = ({ id }: TestClient) => io.sockets.sockets.get(id);
      const listeners = (one: TestClient): unknown[] => {
        const { conn } = socketOf(one) ?? {};
        // Our server tells of all its sockets at once.
        const watched = io instanceof Server && io.eventWatches.current !== undefined ? 1 : 0;
        const heard = watched + (socketOf(one)?.listenersAny().length ?? 0);
        const sent = watched + (socketOf(one)?.listenersAnyOutgoing().length ?? 0);
        return [heard, sent, (conn?.listenerCount('packet') ?? 0) + (conn?.listenerCount('packetCreate') ?? 0)];
      };
      const before = await client(url);
      const idle = listeners(before);
      expect(idle.slice(0, 2)).toEqual([0, 0]);
      const watching = await admin(url);
      const after = await client(url);
      expect(listeners(before).slice(0, 2)).toEqual([1, 1]);
      expect(listeners(after)).toEqual(listeners(before));
      // Our server counts by itself.
      expect(listeners(after)[2]).toBe(Number(idle[2]) + (kind === 'ours' ? 0 : 2));
      watching.socket.disconnect();
      await vi.waitUntil(() => io.of('/admin').sockets.size === 0);
      await vi.waitUntil(() => String(listeners(before)) === String(idle));
      expect(listeners(after)).toEqual(idle);
    });
  });

  describe('commands', () => {
    test('act on a room, a socket, several of them, and a whole namespace', async () => {
      const { io, url, agent } = await administered(kind, { auth: BASIC });
      const boss = (await admin(url, CREDENTIALS)).socket;
      const [one, two, three] = [await client(url), await client(url), await client(url)];
      boss.emit('join', '/', ['a', 'b'], [one.id, two.id]);
      boss.emit('join', '/', 'c');
      await vi.waitUntil(() => io.sockets.adapter.rooms.get('c')?.size === 3);
      expect([...(io.sockets.adapter.rooms.get('a') ?? [])]).toEqual([one.id, two.id]);
      boss.emit('leave', '/', 'b', one.id);
      await vi.waitUntil(() => io.sockets.adapter.rooms.get('b')?.size === 1);
      boss.emit('emit', '/', ['b', three.id], 'hello', 1, Buffer.from('bytes'));
      expect(await two.event('hello')).toEqual([1, Buffer.from('bytes')]);
      await three.event('hello');
      boss.emit('emit', '/', undefined, 'all');
      await one.event('all');
      expect(one.names()).toEqual(['all']);
      boss.emit('_disconnect', '/', true, 'b');
      expect(await two.disconnected()).toBe('io server disconnect');
      boss.emit('_disconnect', '/', false);
      expect(await one.disconnected()).toBe('io server disconnect');
      expect(agent.auditEntries.slice(1).map(({ user, action, outcome }) => `${user} ${action} ${outcome}`)).toEqual([
        'admin join done',
        'admin join done',
        'admin leave done',
        'admin emit done',
        'admin emit done',
        'admin _disconnect done',
        'admin _disconnect done',
      ]);
    });

    test.each([
      ['emit', ['/nowhere', undefined, 'hello']],
      ['join', ['/nowhere', 'room']],
      ['emit', ['/', undefined, 'disconnect']],
      ['emit', ['/', undefined, 'connect_error']],
      ['emit', ['/', undefined, 7]],
      ['emit', ['/', { length: 1 }, 'hello']],
      ['emit', ['/', [], 'hello']],
      ['emit', [null]],
      ['emit', []],
      ['join', ['/', 7, null]],
      ['join', ['/', ['a', null]]],
      ['leave', ['/', '']],
      ['leave', ['/']],
      ['_disconnect', ['/', 'yes']],
      ['_disconnect', [{}]],
      ['join', ['/admin', 'patchbay:events']],
      ['emit', ['/admin', undefined, 'config']],
    ])('%s %j is refused, recorded, and does nothing', async (command, args) => {
      const { io, url, agent } = await administered(kind);
      const boss = await admin(url);
      const other = await client(url);
      boss.socket.emit(command, ...args);
      boss.socket.emit('emit', '/', undefined, 'last');
      await other.event('last');
      expect(other.names()).toEqual(['last']);
      expect([...io._nsps.keys()]).toEqual(['/', '/admin']);
      expect(agent.auditEntries.map(({ action, outcome }) => [action, outcome]).slice(1)).toEqual([
        [command, 'refused'],
        ['emit', 'done'],
      ]);
      expect(boss.socket.connected).toBe(true);
    });

    test('one admin may disconnect another', async () => {
      const { url } = await administered(kind);
      const [boss, other] = [await admin(url), await admin(url)];
      boss.socket.emit('_disconnect', '/admin', false, other.id);
      expect(await other.disconnected()).toBe('io server disconnect');
    });

    test('readonly admins change nothing', async () => {
      const { url, agent } = await administered(kind, { readonly: true });
      const boss = await admin(url);
      const other = await client(url);
      boss.socket.emit('emit', '/', undefined, 'hello');
      boss.socket.emit('_disconnect', '/', true);
      await vi.waitUntil(() => agent.auditEntries.length === 3);
      expect(agent.auditEntries.map(({ outcome }) => outcome)).toEqual(['done', 'refused', 'refused']);
      expect([other.socket.connected, other.names()]).toEqual([true, []]);
      expect(await boss.event('config')).toEqual([{ supportedFeatures: ['AGGREGATED_EVENTS', 'ALL_EVENTS'] }]);
    });

    test('one who may move single sockets moves no rooms', async () => {
      const users = [{ username: 'admin', password: PASSWORD_HASH, features: ['JOIN', 'AGGREGATED_EVENTS'] as const }];
      const { io, url, agent } = await administered(kind, { auth: { type: 'basic', users } });
      const boss = await admin(url, CREDENTIALS);
      const other = await client(url);
      boss.socket.emit('join', '/', 'all');
      boss.socket.emit('join', '/', 'one', other.id);
      await vi.waitUntil(() => agent.auditEntries.length === 3);
      expect(agent.auditEntries.map(({ outcome }) => outcome)).toEqual(['done', 'refused', 'done']);
      expect([...io.sockets.adapter.rooms.keys()]).toEqual([other.id, 'one']);
    });
  });

  describe('an agent that is closed', () => {
    test('leaves nothing behind, and lets nobody in', async () => {
      const { io, url, agent } = await administered(kind, { auth: BASIC });
      const counts = (): unknown => [
        io.sockets.listenerCount('connect'),
        io.sockets.listenerCount('new_namespace'),
        io.engine.listenerCount('connection'),
        io.sockets.adapter.eventNames(),
        [...io.sockets.sockets.values()].map((socket) => [socket.listenerCount('disconnect'), socket.conn.listenerCount('close')]),
      ];
      const watching = await admin(url, CREDENTIALS);
      const other = await client(url);
      const before = counts();
      await agent.close();
      expect(await watching.disconnected()).toMatch(/already|server disconnect/);
      expect(other.socket.connected).toBe(true);
      expect(counts()).not.toEqual(before);
      expect(counts()).toEqual([0, 0, 1, [], [[0, kind === 'ours' ? 0 : expect.any(Number)]]]);
      await expect(admin(url, CREDENTIALS)).rejects.toThrow('not administered any more');
    });

    test('makes room for another', async () => {
      const { io, url, agent } = await administered(kind);
      expect(() => instrument(io, { auth: false })).toThrow('there is an agent in /admin already');
      await agent.close();
      const another = instrument(io, { auth: false, mode: 'development' });
      onTestFinished(() => another.close());
      await admin(url);
    });
  });
});

test('it may be there before the server is attached', async () => {
  const { http, url } = await administered('ours');
  const io = new Server();
  const agent = instrument(io, { auth: false, mode: 'development', serverStatsInterval: 50 });
  onTestFinished(() => agent.close());
  // Later than the same tick: with options that only an engine that is not in use takes.
  await new Promise(setImmediate);
  io.attach(http, { path: '/other', pingInterval: 1234 });
  const watching = await new TestClient(`${url}/admin`, {}, { path: '/other' }).connect();
  expect(await watching.event('server_stats')).toMatchObject([{ clientsCount: 1 }]);
});
