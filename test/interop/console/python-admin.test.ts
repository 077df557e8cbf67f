// python-socketio's agent, as it was recorded: what it tells otherwise than the official one, and what it does not tell.

import { describe, expect, it, vi } from 'vitest';
import { handshake, ScriptedServer, type ScriptedWebSocket } from '../../fixtures/scripted-server.ts';
import { type Administering, administer, inNamespace, portOf } from './administering.ts';

const ONCE = { timeout: 6000, interval: 20 };
const FEATURES = ['AGGREGATED_EVENTS', 'EMIT', 'JOIN', 'LEAVE', 'DISCONNECT', 'MJOIN', 'MLEAVE', 'MDISCONNECT'];
const AT = '2026-11-22T23:28:02.750Z';
const ENGINE_ID = 'keWxL1YPq_z6kcDDAAAA';

/** Its header names are those of WSGI, its url is only the path, its time has a fraction; there is no `xdomain`. */
const socketOf = (id: string, nsp: string, rooms: readonly string[] = []) => ({
  id,
  clientId: ENGINE_ID,
  transport: 'websocket',
  nsp,
  data: {},
  handshake: {
    address: '127.0.0.1',
    headers: { HTTP_USER_AGENT: 'agent', HTTP_HOST: 'localhost' },
    query: { EIO: '4', transport: 'websocket', who: 'me' },
    issued: 1795390086398.25,
    secure: false,
    time: 'Sun Nov 22 2026',
    url: '/socket.io/',
  },
  rooms: [id, ...rooms],
});

const stats = (more: object = {}) => ({
  serverId: 'python',
  hostname: 'host',
  pid: 77,
  uptime: 4.25,
  clientsCount: 2,
  pollingClientsCount: 0,
  aggregatedEvents: [{ timestamp: Date.now() - 2000, type: 'rawDisconnection', count: 2 }],
  namespaces: [
    { name: '/', socketsCount: 2 },
    { name: '/admin', socketsCount: 1 },
  ],
  ...more,
});

class Python {
  readonly #server: ScriptedServer;
  #ws: ScriptedWebSocket | null = null;

  constructor(server: ScriptedServer) {
    this.#server = server;
  }

  /** The CONNECT of an admin that has just dialled. */
  async dialled(): Promise<string> {
    this.#ws = await this.#server.nextWebSocket();
    this.#ws.send(handshake());
    return String(await this.#ws.next());
  }

  send(...packets: readonly string[]): void {
    this.#ws?.send(...packets);
  }

  tell(event: string, ...args: readonly unknown[]): void {
    this.send(`42/admin,${JSON.stringify([event, ...args])}`);
  }

  async next(): Promise<unknown> {
    const text = String(await this.#ws?.next());
    return JSON.parse(text.slice(text.indexOf('[')));
  }

  get query(): string {
    return this.#ws?.url.search ?? '';
  }
}

async function python(): Promise<{ readonly server: Python; readonly admin: Administering; readonly started: Promise<unknown> }> {
  const scripted = await ScriptedServer.start();
  const admin = await administer(portOf(scripted.url), { isWebSocketOnly: true });
  // It is rejected where the login is.
  const started = admin.start().catch((error: unknown) => error);
  return { server: new Python(scripted), admin, started };
}

/** Connected, in development mode. */
async function connected() {
  const { server, admin, started } = await python();
  await server.dialled();
  server.send('40/admin,{"sid":"admin-1"}');
  await started;
  server.tell('session', 'f274804adbb7f2d6');
  server.tell('socket_connected', socketOf('admin-1', '/admin'), AT);
  server.tell('server_stats', stats());
  server.tell('config', { supportedFeatures: [...FEATURES, 'ALL_EVENTS'] });
  await admin.admin.until(({ peer }) => peer !== null);
  return { server, admin };
}

const socketIds = ({ rows }: { readonly rows: readonly { readonly socketId: string }[] }) => rows.map(({ socketId }) => socketId);

describe('python-socketio', () => {
  it('is logged in to with what it compares, and nothing else', async () => {
    const { server, admin } = await python();
    expect(await server.dialled()).toBe('40/admin,{"username":"admin","password":"changeit"}');
    expect(server.query).toContain('x_admin=1');
    server.send('44/admin,{"message":"authentication failed"}');
    const { sources } = await admin.row('failed');
    expect(sources[0]?.failure).toEqual({ code: 'NAMESPACE_REFUSED', message: 'the server refused /admin: authentication failed' });
  });

  it('tells others before it has let an admin in', async () => {
    const { server, admin, started } = await python();
    await server.dialled();
    server.tell('socket_connected', socketOf('early', '/'), AT);
    server.tell('room_joined', '/', 'a', 'early', AT);
    server.send('40/admin,{"sid":"admin-1"}');
    await started;
    server.tell('config', { supportedFeatures: [...FEATURES, 'ALL_EVENTS'] });
    const { rows } = await admin.rows.sockets().until((batch) => batch.rows.length === 1);
    expect(rows).toMatchObject([{ socketId: 'early', engineId: ENGINE_ID, rooms: 1, protocol: 4, address: '127.0.0.1' }]);
    const { socket } = await admin.harness.watch('socket', { sourceId: admin.sourceId, namespace: '/', socketId: 'early' }).until(() => true);
    expect(socket).toMatchObject({
      handshake: { url: '/socket.io/', issued: 1795390086398.25, headers: { HTTP_HOST: 'localhost' }, query: { who: 'me' } },
    });
  });

  it('may never list its sockets, and tells each again and again', async () => {
    const { server, admin } = await connected();
    const sockets = admin.rows.sockets();
    for (let ping = 0; ping < 3; ping++) server.tell('socket_connected', socketOf('one', '/', ['a']), AT);
    server.tell('socket_connected', socketOf('one', '/', ['b']), AT);
    await sockets.until((batch) => batch.matched === 2);
    const rooms = await admin.rows.rooms().until((batch) => batch.rows.length === 1 && batch.rows[0]?.room === 'b');
    expect(rooms.rows).toMatchObject([{ namespace: '/', room: 'b', sockets: 1 }]);
    // Not all were told: who is left out can not be worked out yet.
    await expect(admin.emit(inNamespace('/', ['b']), 'x')).rejects.toMatchObject({ code: 'NEEDS_SOCKETS' });
    server.tell('socket_connected', socketOf('two', '/'), AT);
    await sockets.until((batch) => batch.matched === 3);
    expect(await admin.emit(inNamespace('/', ['b']), 'x')).toMatchObject({ recipients: 1 });
    expect(await server.next()).toEqual(['emit', '/', 'two', 'x']);
    expect(await admin.emit(inNamespace('/'), 'y')).toMatchObject({ recipients: 2 });
    expect(await server.next()).toEqual(['emit', '/', null, 'y']);
  });

  it('does not say that a login was refused but by the room that is left', async () => {
    const { server, admin } = await connected();
    const sockets = admin.rows.sockets();
    server.tell('socket_connected', socketOf('refused', '/admin'), AT);
    server.tell('room_joined', '/admin', 'refused', 'refused', AT);
    await sockets.until((batch) => socketIds(batch).includes('refused'));
    server.tell('room_left', '/admin', 'refused', 'refused', AT);
    await sockets.until((batch) => !socketIds(batch).includes('refused'));
    expect(socketIds(await sockets.until(() => true))).toEqual(['admin-1']);
  });

  it('counts without reasons', async () => {
    const { server, admin } = await connected();
    const metrics = admin.harness.watch('metrics', { sourceId: admin.sourceId, rangeSeconds: 60 });
    server.tell('server_stats', stats());
    await vi.waitFor(
      () => expect(metrics.batches.flatMap(({ points }) => points).flatMap(({ disconnects }) => Object.keys(disconnects))).toContain('unknown'),
      { timeout: 8000, interval: 50 },
    );
    const { rows } = await admin.rows.nodes().until((batch) => batch.rows.length === 1);
    expect(rows).toMatchObject([{ serverId: 'python', pid: 77, clients: 2 }]);
  });

  it('names its features late, and takes no commands in production, which it does not say', async () => {
    const { server, admin, started } = await python();
    await server.dialled();
    server.send('40/admin,{"sid":"admin-1"}');
    await started;
    const sockets = admin.rows.sockets();
    const { missing } = await admin.admin.until(() => true);
    expect(missing).toContainEqual({ capability: 'emit', reason: 'waiting' });
    await expect(admin.emit({ to: 'all' }, 'x')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    server.tell('server_stats', stats());
    server.tell('config', { supportedFeatures: FEATURES });
    const { peer } = await admin.admin.until((batch) => batch.peer !== null);
    expect(peer).toMatchObject({ kind: 'official', mode: 'production' });
    await vi.waitFor(() => expect(sockets.batches.at(-1)).toMatchObject({ matched: 0, rows: [] }), ONCE);
    expect(await admin.emit(inNamespace('/'), 'x')).toMatchObject({ recipients: 2 });
    expect(await server.next()).toEqual(['emit', '/', null, 'x']);
  });
});
