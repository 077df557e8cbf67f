// Our agent in a process of its own, on our server and on the official one, administered by the console: what either side
// says is held against the other.

import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { InstrumentOptions } from '../../../src/core/admin/index.ts';
import { FEATURES } from '../../../src/core/admin/wire.ts';
import { connectedClient, PASSWORD_HASH } from '../../fixtures/admin/admin-server.ts';
import { SERVER_KINDS } from '../../fixtures/admin/administered.ts';
import { AgentProcess, bundleAgentServer } from '../../fixtures/admin/agent-process.ts';
import { type Administering, administering, expectTruth, heard, idOf, inNamespace, inRooms, next, portOf } from './administering.ts';
import { commandsHaveTheirEffect, populate, type TestedServer } from './official-commands.ts';

const ADMIN = { username: 'admin', password: PASSWORD_HASH };

let bundled: Awaited<ReturnType<typeof bundleAgentServer>>;
beforeAll(async () => {
  bundled = await bundleAgentServer();
}, 60_000);
afterAll(() => bundled.remove());

describe.each(SERVER_KINDS)('our agent in a process of its own, on a server of its kind: %s', (kind) => {
  async function started(
    admin: Partial<InstrumentOptions> = { auth: { type: 'basic', ...ADMIN } },
  ): Promise<TestedServer & Pick<AgentProcess, 'ask'>> {
    const server = await AgentProcess.start(bundled.path, { kind, admin });
    const port = portOf(server.url);
    return {
      port,
      truth: () => server.ask('truth'),
      client: (...args) => connectedClient(port, ...args),
      ask: (...question) => server.ask(...question),
    };
  }

  /** Three clients, see `populate`, and an admin. */
  async function peopled() {
    const server = await started();
    const clients = await populate(server);
    return { server, clients, admin: await administering(server.port) };
  }

  const roomsOf = async ({ truth }: TestedServer, socket: Socket): Promise<readonly string[] | undefined> =>
    (await truth()).sockets.find(({ socketId }) => socketId === socket.id)?.rooms;

  it('is shown as it is, from before and from then on', async () => {
    const { server, clients, admin } = await peopled();
    await expectTruth(admin, server);
    const polling = await server.client('/many-1', { auth: { rooms: ['a', 'c'] }, transports: ['polling'] });
    await expectTruth(admin, server);
    await server.ask('join', '/', idOf(clients[0]), 'd');
    await server.ask('leave', '/', idOf(clients[1]), 'b');
    await expectTruth(admin, server);
    polling.disconnect();
    clients[2].disconnect();
    await expectTruth(admin, server);
    const { peer } = await admin.admin.until(() => true);
    expect(peer).toMatchObject({ kind: 'patchbay', role: 'admin', user: 'admin' });
  });

  it('sends to whom a target means, and to nobody else', async () => {
    const { server, clients, admin } = await peopled();
    const events = clients.map(heard);
    const counts = [
      await admin.emit({ to: 'all' }, 'all', [{ n: 1 }]),
      await admin.emit(inNamespace('/'), 'namespace'),
      await admin.emit(inNamespace('/', ['b']), 'namespace-except'),
      await admin.emit(inRooms(['a', 'b']), 'rooms'),
      await admin.emit(inRooms(['a'], ['b']), 'rooms-except'),
      await admin.emit({ to: 'sockets', namespace: '/', socketIds: [idOf(clients[1]), 'gone'] }, 'socket'),
      await admin.emit(inRooms(['a'], [], '/chat'), 'chat'),
    ];
    expect(counts.map(({ recipients }) => recipients)).toEqual([3, 2, 1, 2, 1, 1, 1]);
    await vi.waitFor(() =>
      expect(events).toEqual([
        ['all', 'namespace', 'namespace-except', 'rooms', 'rooms-except'],
        ['all', 'namespace', 'rooms', 'socket'],
        ['all', 'chat'],
      ]),
    );
    expect(await doneTo(server)).toEqual([
      'emit all: every namespace',
      'emit namespace: /',
      'emit namespace-except: / except b',
      'emit rooms: / in a, b',
      'emit rooms-except: / in a except b',
      `emit socket: / in ${idOf(clients[1])}, gone`,
      'emit chat: /chat in a',
    ]);
  });

  it('tells who of each target has acknowledged', async () => {
    const { clients, admin } = await peopled();
    for (const [index, client] of clients.entries()) client.on('ask', (acknowledge: (answer: number) => void) => acknowledge(index));
    const ids = clients.map(idOf);
    const replies = async (target: Parameters<Administering['emit']>[0]) => {
      const { sendId } = await admin.emit(target, 'ask', [], { ackTimeoutMs: 5000 });
      const { rows, state } = await admin.harness.watch('send', { sourceId: admin.sourceId, sendId }).until((batch) => batch.state === 'done');
      expect(rows.map((row) => row.state)).toEqual(rows.map(() => 'acknowledged'));
      expect(rows.map(({ socketId, reply }) => ids[Number(reply)] === socketId)).toEqual(rows.map(() => true));
      return [state, ...rows.map(({ reply }) => reply).toSorted()];
    };
    expect(await replies({ to: 'all' })).toEqual(['done', '0', '1', '2']);
    expect(await replies(inNamespace('/'))).toEqual(['done', '0', '1']);
    expect(await replies(inNamespace('/', ['b']))).toEqual(['done', '0']);
    expect(await replies(inRooms(['a', 'b']))).toEqual(['done', '0', '1']);
    expect(await replies(inRooms(['a'], ['b']))).toEqual(['done', '0']);
    expect(await replies({ to: 'sockets', namespace: '/chat', socketIds: [idOf(clients[2])] })).toEqual(['done', '2']);
  });

  it('moves single sockets and many', async () => {
    const { server, clients, admin } = await peopled();
    const [one, two, chat] = clients;
    const { page, sourceId } = admin;
    const rooms = () => Promise.all([one, two, chat].map((client) => roomsOf(server, client)));
    await page.call('socket.join', { sourceId, namespace: '/', socketId: idOf(one), rooms: ['x', 'y'] });
    await page.call('socket.leave', { sourceId, namespace: '/', socketId: idOf(two), room: 'b' });
    expect(await rooms()).toEqual([['a', 'x', 'y'], ['a'], ['a']]);
    await expectTruth(admin, server);
    const done = (sockets: number) => ({ sockets, evaluatedBy: 'server' });
    expect(await page.call('bulk.join', { sourceId, target: inRooms(['a'], ['x']), rooms: ['p', 'q'] })).toEqual(done(1));
    expect(await page.call('bulk.join', { sourceId, target: { to: 'all' }, rooms: ['everybody'] })).toEqual(done(3));
    expect(await rooms()).toEqual([
      ['a', 'everybody', 'x', 'y'],
      ['a', 'everybody', 'p', 'q'],
      ['a', 'everybody'],
    ]);
    const ids = { to: 'sockets' as const, namespace: '/', socketIds: [idOf(one), idOf(two)] };
    expect(await page.call('bulk.leave', { sourceId, target: ids, rooms: ['a', 'everybody'] })).toEqual(done(2));
    expect(await page.call('bulk.leave', { sourceId, target: inNamespace('/', ['q']), rooms: ['x'] })).toEqual(done(1));
    expect(await rooms()).toEqual([['y'], ['p', 'q'], ['a', 'everybody']]);
    await expectTruth(admin, server);
    expect(await doneTo(server)).toEqual([
      `join: / in ${idOf(one)}`,
      `leave: / in ${idOf(two)}`,
      'join: / in a except x',
      'join: every namespace',
      `leave: / in ${idOf(one)}, ${idOf(two)}`,
      'leave: / except q',
    ]);
  });

  it('disconnects single sockets, many, and whole connections', async () => {
    const { server, clients, admin } = await peopled();
    const [one, two, chat] = clients;
    const second = two.io.socket('/chat');
    await next(second, 'connect');
    const third = await server.client('/', { auth: { rooms: ['b', 'c'] } });
    const { page, sourceId } = admin;
    const left = next(one, 'disconnect');
    await page.call('socket.disconnect', { sourceId, namespace: '/', socketId: idOf(one), close: false });
    expect((await left)[0]).toBe('io server disconnect');
    await expectTruth(admin, server);
    // The whole connection: the socket of the other namespace goes with it.
    const [cut, cutToo] = [next(two, 'disconnect'), next(second, 'disconnect')];
    expect(await page.call('bulk.disconnect', { sourceId, target: inRooms(['b'], ['c']), close: true })).toMatchObject({ sockets: 1 });
    expect([(await cut)[0], (await cutToo)[0]]).toEqual(['io server disconnect', 'io server disconnect']);
    await expectTruth(admin, server);
    expect([third.connected, chat.connected]).toEqual([true, true]);
    const rest = [next(third, 'disconnect'), next(chat, 'disconnect')];
    expect(await page.call('bulk.disconnect', { sourceId, target: { to: 'all' }, close: false })).toMatchObject({ sockets: 2 });
    expect((await Promise.all(rest)).map(([reason]) => reason)).toEqual(['io server disconnect', 'io server disconnect']);
    await vi.waitFor(async () => expect((await server.truth()).sockets.map(({ namespace }) => namespace)).toEqual(['/admin']));
    await expectTruth(admin, server);
  });

  describe('with a user who has nothing of the superset', () => {
    const official: Partial<InstrumentOptions> = { auth: { type: 'basic', ...ADMIN, features: FEATURES } };

    it('is shown as it is, from before and from then on', async () => {
      const server = await started(official);
      const clients = await populate(server);
      const admin = await administering(server.port);
      await expectTruth(admin, server);
      const late = await server.client('/many-1', { auth: { rooms: ['c'] } });
      await server.ask('join', '/many-1', idOf(late), 'd');
      await server.ask('leave', '/', idOf(clients[1]), 'b');
      await expectTruth(admin, server);
      late.disconnect();
      await expectTruth(admin, server);
      const { peer } = await admin.admin.until(() => true);
      expect(peer).toMatchObject({ kind: 'official', mode: 'development', features: FEATURES });
    });

    commandsHaveTheirEffect(() => started(official));
  });
});

/** What the agent has written down that admins did. */
async function doneTo(server: Pick<AgentProcess, 'ask'>): Promise<readonly string[]> {
  const entries = await server.ask('audit');
  const actions = entries.filter(({ action }) => action !== 'login');
  expect(actions.map(({ outcome, user }) => [outcome, user])).toEqual(actions.map(() => ['done', 'admin']));
  return actions.map(({ action, target }) => `${action}: ${target}`);
}
