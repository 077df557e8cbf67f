// The superset of the admin protocol as an admin sees it, on our server and on the official one: one agent serves both.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as OfficialServer } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { instrument } from '../../../src/core/admin/index.ts';
import type { InstrumentOptions } from '../../../src/core/admin/options.ts';
import type { SocketLike } from '../../../src/core/admin/server-like.ts';
import type {
  XAckBatch,
  XAuditEntry,
  XConfig,
  XNodes,
  XPacketItem,
  XQuery,
  XSample,
  XSocketDetail,
  XSocketRow,
  XTapBatch,
  XWindow,
} from '../../../src/core/admin/wire.ts';
import { Server } from '../../../src/core/server/index.ts';

type AnyServer = Server | OfficialServer;
const KINDS = ['ours', 'official'] as const;

async function start(
  kind: (typeof KINDS)[number],
  options: Partial<InstrumentOptions> = {},
): Promise<{ readonly io: AnyServer; readonly url: string }> {
  const httpServer = createServer();
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const io = kind === 'ours' ? new Server(httpServer) : new OfficialServer(httpServer);
  const agent = instrument(io, { auth: false, serverId: 'tested', mode: 'development', ...options });
  onTestFinished(async () => {
    await agent.close();
    await io.close();
  });
  return { io, url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}` };
}

async function connected(url: string, options: object = {}): Promise<Socket> {
  const socket = connect(url, { transports: ['websocket'], forceNew: true, reconnection: false, ...options });
  onTestFinished(() => void socket.disconnect());
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return socket;
}

type Answer = Readonly<Record<string, unknown>>;

/** An admin that speaks the superset. */
class Admin {
  readonly socket: Socket;
  readonly heard: [string, ...unknown[]][] = [];
  config: { supportedFeatures: string[]; x: XConfig } | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  static async log(url: string, auth: object = {}): Promise<Admin> {
    const socket = connect(`${url}/admin`, { transports: ['websocket'], forceNew: true, reconnection: false, query: { x_admin: '1' }, auth });
    const admin = new Admin(socket);
    onTestFinished(() => void socket.disconnect());
    socket.onAny((event: string, ...args: unknown[]) => admin.heard.push([event, ...args]));
    const config = new Promise<never>((resolve) => socket.once('config', resolve));
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
    });
    admin.config = await config;
    return admin;
  }

  async ask(command: string, ...args: unknown[]): Promise<Answer> {
    return (await this.socket.timeout(5000).emitWithAck(command, ...args)) as Answer;
  }

  all<Args extends readonly unknown[]>(event: string): readonly Args[] {
    return this.heard.filter(([name]) => name === event).map(([, ...args]) => args as unknown as Args);
  }

  async next<Args extends readonly unknown[]>(event: string, isIt: (...args: Args) => boolean = () => true): Promise<Args> {
    return vi.waitUntil(() => this.all<Args>(event).find((args) => isIt(...args)), { timeout: 10_000, interval: 20 });
  }
}

const everybody = { namespace: '/', rooms: null, except: [] };
const sockets = (where: object = {}, rest: object = {}): XQuery => ({
  what: 'sockets',
  where,
  sort: { by: 'connectedAt', isDescending: false },
  offset: 0,
  limit: 100,
  ...rest,
});

describe.each(KINDS)('the superset on the server: %s', (kind) => {
  test('is told in config to who asks for it, and to nobody else', async () => {
    const { url } = await start(kind);
    const admin = await Admin.log(url);
    expect(admin.config?.x).toMatchObject({ version: 1, role: 'admin', user: null, mode: 'development' });
    expect(admin.config?.supportedFeatures).toEqual(
      expect.arrayContaining(['EMIT', 'X_QUERY', 'X_WATCH', 'X_TAP', 'X_METRICS', 'X_EMIT_ACK', 'X_BULK', 'X_AUDIT', 'X_NSP']),
    );
    const official = connect(`${url}/admin`, { transports: ['websocket'], forceNew: true, reconnection: false });
    onTestFinished(() => void official.disconnect());
    const config = await new Promise<{ supportedFeatures: string[]; x?: unknown }>((resolve) => official.once('config', resolve));
    expect(config.x).toBeUndefined();
    expect(config.supportedFeatures.some((feature) => feature.startsWith('X_'))).toBe(false);
  });

  test('an admin of the superset gets no dump, no events and no stats', async () => {
    const { url } = await start(kind, { serverStatsInterval: 50 });
    const admin = await Admin.log(url);
    const client = await connected(url);
    client.emit('hello');
    await admin.ask('x_query', sockets());
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(admin.heard.map(([event]) => event)).toEqual(['config']);
  });

  test('X_QUERY answers a window of rows that the server filters, sorts and cuts', async () => {
    const { io, url } = await start(kind);
    const clients = [await connected(url), await connected(url), await connected(`${url}/`)];
    io.in(clients[1]?.id ?? '').socketsJoin('lobby');
    const admin = await Admin.log(url);
    const all = (await admin.ask('x_query', sockets({ namespace: '/' }))) as { window: XWindow<XSocketRow>; nodes: XNodes };
    expect(all.window.rows.map(({ socketId }) => socketId)).toEqual(clients.map(({ id }) => id));
    expect(all).toMatchObject({ ok: true, window: { matched: 3, total: 4 }, nodes: { answered: 1, expected: 1 } });
    expect(all.window.rows[1]).toMatchObject({ transport: 'websocket', protocol: 4, address: '127.0.0.1', rooms: 1, namespace: '/' });
    const lobby = (await admin.ask('x_query', sockets({ room: 'lobby' }))) as { window: XWindow<XSocketRow> };
    expect(lobby.window.rows.map(({ socketId }) => socketId)).toEqual([clients[1]?.id]);
    const last = (await admin.ask('x_query', sockets({ namespace: '/' }, { sort: { by: 'rooms', isDescending: true }, limit: 1 }))) as {
      window: XWindow<XSocketRow>;
    };
    expect(last.window.rows.map(({ socketId }) => socketId)).toEqual([clients[1]?.id]);
    const rooms = await admin.ask('x_query', { what: 'rooms', where: {}, sort: { by: 'sockets', isDescending: true }, offset: 0, limit: 10 });
    expect(rooms.window).toMatchObject({ matched: 1, total: 1, rows: [{ room: 'lobby', sockets: 1, namespace: '/' }] });
    const namespaces = await admin.ask('x_query', {
      what: 'namespaces',
      where: {},
      sort: { by: 'namespace', isDescending: false },
      offset: 0,
      limit: 10,
    });
    expect(namespaces.window).toMatchObject({
      rows: [
        { namespace: '/', sockets: 3, rooms: 1 },
        { namespace: '/admin', sockets: 1, rooms: 0 },
      ],
    });
  });

  test('a socket is shown whole, its secrets left out', async () => {
    const { io, url } = await start(kind);
    io.on('connection', (socket: { data: unknown }) => {
      const data: Record<string, unknown> = { plan: 'pro', huge: 10n, account: { apiKey: 'geheim' } };
      socket.data = Object.assign(data, { self: data });
    });
    const client = await connected(url, {
      auth: { token: 'geheim', room: 'a' },
      extraHeaders: { cookie: 'sid=geheim', 'x-plain': 'seen' },
      query: { token: 'geheim', page: '2' },
    });
    const admin = await Admin.log(url);
    const answer = (await admin.ask('x_query', { what: 'socket', where: { namespace: '/', socketId: client.id } })) as {
      window: XWindow<XSocketDetail>;
    };
    const [detail] = answer.window.rows;
    expect(detail).toMatchObject({
      socketId: client.id,
      roomNames: [],
      data: { plan: 'pro', huge: '[BigInt 10]', account: { apiKey: '[redacted]' }, self: '[Circular]' },
    });
    expect(detail?.handshake).toMatchObject({ auth: { token: '[redacted]', room: 'a' }, headers: { 'x-plain': 'seen' }, query: { page: '2' } });
    expect(JSON.stringify(answer)).not.toContain('geheim');
    const gone = await admin.ask('x_query', { what: 'socket', where: { namespace: '/', socketId: 'nobody' } });
    expect(gone.window).toMatchObject({ matched: 0, rows: [] });
  });

  test('X_WATCH tells a window again when it changes, and not when it does not', async () => {
    const { url } = await start(kind);
    const admin = await Admin.log(url);
    await admin.ask('x_watch', 7, sockets({ namespace: '/' }));
    const client = await connected(url);
    const [, changed] = await admin.next<[number, { window: XWindow<XSocketRow> }]>(
      'x_window',
      (id, { window }) => id === 7 && window.rows.length === 1,
    );
    expect(changed.window.rows[0]?.socketId).toBe(client.id);
    client.disconnect();
    await admin.next<[number, { window: XWindow<XSocketRow> }]>('x_window', (id, { window }) => id === 7 && window.rows.length === 0);
    const heard = admin.heard.length;
    await admin.ask('x_unwatch', 7);
    await connected(url);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(admin.heard).toHaveLength(heard);
  });

  test('X_TAP tells packets both ways, acknowledgements, broadcasts once, and sockets that go', async () => {
    const { io, url } = await start(kind);
    io.on('connection', (socket: Pick<SocketLike, 'on'>) => {
      socket.on('ask', (_question: unknown, acknowledge: (answer: string) => void) => acknowledge('ja'));
      socket.on('picture', () => {});
    });
    const clients = [await connected(url), await connected(url), await connected(url)];
    const admin = await Admin.log(url);
    expect(await admin.ask('x_tap', 1, { where: {}, sample: 1, maxPerSecond: 1000, maxBytesPerSecond: 1_000_000, credits: 100 })).toEqual({
      ok: true,
    });
    const [first] = clients;
    await first?.emitWithAck('ask', 'wie?');
    first?.emit('picture', Buffer.alloc(5000, 1), 'rest');
    io.emit('news', { n: 1 });
    const seen = () => admin.all<[number, XTapBatch]>('x_items').flatMap(([, { items }]) => items);
    await vi.waitUntil(() => seen().some((item) => item.type === 'packet' && item.event === 'news'), { timeout: 5000 });
    clients[2]?.disconnect();
    await vi.waitUntil(() => seen().some(({ type }) => type === 'closed'), { timeout: 5000 });
    const packets = seen().filter((item) => item.type === 'packet');
    const of = (event: string): XPacketItem | undefined => packets.find((item) => item.event === event);
    expect(of('ask')).toMatchObject({ direction: 'in', namespace: '/', socketId: first?.id, packetType: 2, ackId: 0, text: '20["ask","wie?"]' });
    expect(packets.find((item) => item.packetType === 3)).toMatchObject({ direction: 'out', socketId: first?.id, ackId: 0, text: '30["ja"]' });
    expect(of('picture')).toMatchObject({ direction: 'in', attachmentBytes: [5000] });
    expect(of('picture')?.attachments?.[0]?.byteLength).toBe(4096);
    const news = packets.filter((item) => item.event === 'news');
    expect(news).toHaveLength(1);
    expect(news[0]).toMatchObject({ direction: 'out', recipients: 3, text: '2["news",{"n":1}]' });
    expect(news[0]?.socketId).toBeUndefined();
    expect(seen().find(({ type }) => type === 'closed')).toMatchObject({ socketId: expect.any(String), reason: 'client namespace disconnect' });
    expect(packets.every((item) => item.namespace !== '/admin')).toBe(true);
  });

  test('X_TAP without credit drops and counts, and goes on with more', async () => {
    const { url } = await start(kind);
    const client = await connected(url);
    const admin = await Admin.log(url);
    await admin.ask('x_tap', 1, { where: { direction: 'in' }, sample: 1, maxPerSecond: 1000, maxBytesPerSecond: 1_000_000, credits: 2 });
    for (let n = 0; n < 5; n++) client.emit('n', n);
    const batches = () => admin.all<[number, XTapBatch]>('x_items').map(([, batch]) => batch);
    await vi.waitUntil(() => batches().reduce((sum, { items, dropped }) => sum + items.length + dropped, 0) === 5, { timeout: 5000 });
    expect(batches().reduce((sum, { dropped }) => sum + dropped, 0)).toBe(3);
    await admin.ask('x_credits', 1, 10);
    client.emit('more');
    await vi.waitUntil(() => batches().some(({ items }) => items.some((item) => item.type === 'packet' && item.event === 'more')), { timeout: 5000 });
    expect(await admin.ask('x_credits', 99, 1)).toMatchObject({ code: 'GONE' });
  });

  test('a filter of X_TAP is applied by the server', async () => {
    const { io, url } = await start(kind);
    const [one, two] = [await connected(url), await connected(url)];
    const admin = await Admin.log(url);
    await admin.ask('x_tap', 1, {
      where: { socketId: one.id, text: 'chat' },
      sample: 1,
      maxPerSecond: 1000,
      maxBytesPerSecond: 1_000_000,
      credits: 100,
    });
    two.emit('chat', 'not this');
    one.emit('other', 'nor this');
    one.emit('chat', 'this');
    io.emit('chat', 'a broadcast has no socket');
    await vi.waitUntil(() => admin.all('x_items').length > 0, { timeout: 5000 });
    const items = admin.all<[number, XTapBatch]>('x_items').flatMap(([, batch]) => batch.items);
    expect(items.map((item) => item.type === 'packet' && item.text)).toEqual(['2["chat","this"]']);
  });

  test('X_METRICS tells one sample a second', async () => {
    const { url } = await start(kind);
    const client = await connected(url);
    const admin = await Admin.log(url);
    await admin.ask('x_metrics', true);
    await admin.next('x_sample');
    for (let n = 0; n < 10; n++) client.emit('n', n);
    const [sample] = await admin.next<[XSample]>('x_sample', ({ packetsIn }) => packetsIn >= 10);
    expect(sample).toMatchObject({
      node: { serverId: 'tested', pid: process.pid },
      sockets: 2,
      clients: 2,
      transports: { websocket: 2 },
      protocols: { 4: 2 },
    });
    expect(sample.namespaces).toEqual(expect.arrayContaining([{ name: '/', sockets: 1, rooms: 0 }]));
    expect(sample.bytesIn).toBeGreaterThan(50);
    expect(sample.rssBytes).toBeGreaterThan(1_000_000);
    client.disconnect();
    await admin.next<[XSample]>('x_sample', ({ disconnects }) => Object.values(disconnects).includes(1));
    await admin.ask('x_metrics', false);
    const count = admin.all('x_sample').length;
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(admin.all('x_sample')).toHaveLength(count);
  });

  test('X_EMIT_ACK sends to a target, and tells each acknowledgement by its socket', async () => {
    const { io, url } = await start(kind);
    const clients = [await connected(url), await connected(url), await connected(url), await connected(url)];
    const [quick, silent, leaving, left] = clients;
    quick?.on('ping?', (acknowledge: (answer: object) => void) => acknowledge({ pong: true }));
    leaving?.on('ping?', () => leaving.disconnect());
    io.in([quick, silent, leaving].map((socket) => socket?.id ?? '')).socketsJoin('wanted');
    const admin = await Admin.log(url);
    const target = { namespace: '/', rooms: ['wanted', left?.id], except: [left?.id] };
    const sent = await admin.ask('x_emit', { target, event: 'ping?', args: [], volatile: false, compress: true, ackTimeoutMs: 300, sendId: 5 });
    expect(sent).toEqual({ ok: true, recipients: 3, nodes: { answered: 1, expected: 1 } });
    await admin.next<[number, XAckBatch]>('x_acks', (sendId, { isDone }) => sendId === 5 && isDone);
    const results = admin.all<[number, XAckBatch]>('x_acks').flatMap(([, batch]) => batch.results);
    const byId = Object.fromEntries(results.map(({ socketId, state, reply }) => [socketId, [state, reply]]));
    expect(byId).toEqual({
      [quick?.id ?? '']: ['acknowledged', '{"pong":true}'],
      [silent?.id ?? '']: ['timed_out', ''],
      [String(results.find(({ state }) => state === 'disconnected')?.socketId)]: ['disconnected', 'client namespace disconnect'],
    });
    expect(results.find(({ state }) => state === 'acknowledged')?.latencyMs).toBeGreaterThan(0);
  });

  test('X_EMIT_ACK without acknowledgements is one broadcast', async () => {
    const { url } = await start(kind);
    const [one, two] = [await connected(url), await connected(url)];
    const got: unknown[] = [];
    for (const socket of [one, two]) socket.on('news', (...args: unknown[]) => got.push(args));
    const admin = await Admin.log(url);
    const message = { event: 'news', args: ['a', { b: Buffer.from([1, 2]) }], volatile: false, compress: true, ackTimeoutMs: null, sendId: null };
    expect(await admin.ask('x_emit', { ...message, target: { namespace: null, rooms: null, except: [] } })).toMatchObject({
      ok: true,
      recipients: 2,
    });
    await vi.waitUntil(() => got.length === 2, { timeout: 5000 });
    expect(got[0]).toEqual(['a', { b: Buffer.from([1, 2]) }]);
    expect(await admin.ask('x_emit', { ...message, event: 'disconnect', target: everybody })).toMatchObject({ code: 'RESERVED_EVENT' });
    expect(await admin.ask('x_emit', { ...message, target: { ...everybody, namespace: '/admin' } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await admin.ask('x_emit', { ...message, target: { ...everybody, namespace: '/nowhere' } })).toMatchObject({ code: 'UNKNOWN_NAMESPACE' });
  });

  test('X_BULK counts in a dry run, then joins, leaves and disconnects', async () => {
    const { io, url } = await start(kind);
    const clients = [await connected(url), await connected(url), await connected(url)];
    const [one, two, three] = clients;
    io.in([one?.id ?? '', two?.id ?? '']).socketsJoin('a');
    const admin = await Admin.log(url);
    const target = { namespace: '/', rooms: ['a'], except: [two?.id] };
    const dry = await admin.ask('x_bulk', { action: 'join', target, rooms: ['b'], isDryRun: true });
    expect(dry).toEqual({
      ok: true,
      matched: 1,
      of: 3,
      rows: [{ socketId: one?.id, namespace: '/', via: ['a'] }],
      nodes: { answered: 1, expected: 1 },
    });
    const roomsOf = async (room: string) => (await io.in(room).fetchSockets()).map(({ id }) => id);
    expect(await roomsOf('b')).toEqual([]);
    await admin.ask('x_bulk', { action: 'join', target, rooms: ['b', 'c'], isDryRun: false });
    expect([await roomsOf('b'), await roomsOf('c')]).toEqual([[one?.id], [one?.id]]);
    await admin.ask('x_bulk', { action: 'leave', target: everybody, rooms: ['b'], isDryRun: false });
    expect(await roomsOf('b')).toEqual([]);
    const closed = new Promise((resolve) => three?.on('disconnect', resolve));
    expect(await admin.ask('x_bulk', { action: 'disconnect', target: { ...everybody, except: ['a'] }, close: false, isDryRun: false })).toMatchObject(
      { matched: 1 },
    );
    expect(await closed).toBe('io server disconnect');
    expect([one?.connected, two?.connected]).toEqual([true, true]);
    expect(await admin.ask('x_bulk', { action: 'disconnect', target: { ...everybody, namespace: '/nowhere' }, isDryRun: false })).toMatchObject({
      code: 'UNKNOWN_NAMESPACE',
    });
    expect([...io._nsps.keys()]).toEqual(['/', '/admin']);
  });

  test('X_AUDIT tells what admins do, refused or not', async () => {
    const { url } = await start(kind);
    const admin = await Admin.log(url);
    const { entries } = (await admin.ask('x_audit', true)) as { entries: XAuditEntry[] };
    expect(Array.isArray(entries)).toBe(true);
    await admin.ask('x_bulk', { action: 'join', target: everybody, rooms: ['b'], isDryRun: false });
    await admin.ask('x_bulk', { action: 'join', target: { ...everybody, namespace: '/admin' }, rooms: ['b'], isDryRun: false });
    await admin.next<[XAuditEntry]>('x_audit_entry', ({ outcome }) => outcome === 'refused');
    expect(admin.all<[XAuditEntry]>('x_audit_entry').map(([{ action, target, outcome }]) => [action, target, outcome])).toEqual([
      ['join', '/', 'done'],
      ['join', '/admin', 'refused'],
    ]);
  });

  test('X_NSP tells namespaces as they come', async () => {
    const { io, url } = await start(kind);
    const admin = await Admin.log(url);
    expect(await admin.ask('x_nsp', true)).toMatchObject({ namespaces: [{ namespace: '/' }, { namespace: '/admin' }] });
    io.of('/later');
    expect((await admin.next('x_namespaces'))[0]).toEqual({ added: ['/later'], removed: [] });
  });

  test('what is not understood is refused, and nothing is thrown', async () => {
    const { url } = await start(kind);
    const admin = await Admin.log(url);
    const junk = [
      undefined,
      null,
      0,
      -1,
      1e9,
      'x',
      [],
      {},
      { what: 'sockets' },
      { target: everybody },
      { __proto__: null },
      [[[[]]]],
      { where: { text: 5 } },
    ];
    for (const command of ['x_query', 'x_watch', 'x_unwatch', 'x_tap', 'x_credits', 'x_untap', 'x_emit', 'x_bulk', 'x_session']) {
      for (const value of junk) {
        for (const args of [[value], [1, value], [value, value]]) {
          const answer = await admin.ask(command, ...args);
          if (answer.ok !== true) expect(answer.code).toMatch(/^(BAD_REQUEST|GONE|TOO_MANY|FORBIDDEN|UNKNOWN_NAMESPACE)$/);
        }
      }
      // Without an acknowledgement: nothing happens.
      admin.socket.emit(command, {});
    }
    expect(await admin.ask('x_query', sockets())).toMatchObject({ ok: true });
  });

  test('watches and taps of one admin are bounded', async () => {
    const { url } = await start(kind);
    const admin = await Admin.log(url);
    const { watches = 0, taps = 0 } = admin.config?.x.limits ?? {};
    for (let id = 0; id < watches; id++) expect(await admin.ask('x_watch', id, sockets())).toMatchObject({ ok: true });
    expect(await admin.ask('x_watch', watches, sockets())).toMatchObject({ code: 'TOO_MANY' });
    const request = { where: {}, sample: 1, maxPerSecond: 10, maxBytesPerSecond: 1000, credits: 1 };
    for (let id = 0; id < taps; id++) expect(await admin.ask('x_tap', id, request)).toMatchObject({ ok: true });
    expect(await admin.ask('x_tap', taps, request)).toMatchObject({ code: 'TOO_MANY' });
    await admin.ask('x_untap', 0);
    expect(await admin.ask('x_tap', taps, request)).toMatchObject({ ok: true });
  });

  test('who may only look can not change anything', async () => {
    const { url } = await start(kind, { readonly: true });
    const client = await connected(url);
    const admin = await Admin.log(url);
    expect(admin.config?.supportedFeatures).not.toContain('X_BULK');
    expect(await admin.ask('x_bulk', { action: 'disconnect', target: everybody, isDryRun: false })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await admin.ask('x_emit', { target: everybody, event: 'x', args: [], ackTimeoutMs: null, sendId: null })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await admin.ask('x_query', sockets())).toMatchObject({ ok: true });
    expect(client.connected).toBe(true);
  });

  test('a tap that nobody has open costs no listener', async () => {
    const { io, url } = await start(kind);
    const client = await connected(url);
    const admin = await Admin.log(url);
    const listeners = () => {
      if ('tap' in io) return io.tap.listener === undefined ? 0 : 1;
      const [socket] = [...io.of('/').sockets.values()];
      return socket?.conn.listenerCount('packet') ?? -1;
    };
    expect(listeners()).toBe(0);
    await admin.ask('x_tap', 1, { where: {}, sample: 1, maxPerSecond: 10, maxBytesPerSecond: 1000, credits: 1 });
    expect(listeners()).toBe(1);
    await admin.ask('x_untap', 1);
    expect(listeners()).toBe(0);
    await admin.ask('x_tap', 2, { where: {}, sample: 1, maxPerSecond: 10, maxBytesPerSecond: 1000, credits: 1 });
    admin.socket.disconnect();
    await vi.waitUntil(() => listeners() === 0, { timeout: 5000 });
    expect(client.connected).toBe(true);
  });
});
