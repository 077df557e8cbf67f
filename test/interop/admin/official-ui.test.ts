// Our agent as the official Admin UI uses it: connects as it does, keeps what it keeps, and sees what is there. The UI
// itself, in a browser, is another test.

import { io as connectTo, type Socket } from 'socket.io-client';
import * as msgpackParser from 'socket.io-msgpack-parser';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Server } from '../../../src/core/server/index.ts';
import { administered, BASIC, client, PASSWORD, SERVER_KINDS } from '../../fixtures/admin/administered.ts';
import { UiModel } from '../../fixtures/admin/ui-model.ts';

interface Form {
  readonly auth: object;
  readonly wsOnly?: boolean;
  readonly parser?: object;
}

/** `tryConnect` of its App; rejects with what the form shows. */
async function tryConnect(model: UiModel, url: string, { auth, wsOnly = false, parser }: Form): Promise<Socket> {
  const socket = connectTo(`${url}/admin`, {
    forceNew: true,
    reconnection: false,
    withCredentials: true,
    transports: wsOnly ? ['websocket'] : ['polling', 'websocket'],
    path: '/socket.io',
    ...(parser === undefined ? {} : { parser }),
    auth,
    // Of this test, so that it need not wait.
    reconnectionDelay: 10,
  });
  onTestFinished(() => void socket.disconnect());
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => {
      socket.io.reconnection(true);
      model.listen(socket);
      resolve();
    });
    socket.on('connect_error', reject);
  });
  return socket;
}

/** What there is, as its screens would show it, but for the rooms of the agent itself. */
function truth(io: Server, name: string): readonly string[] {
  const { sockets, adapter } = io.of(name);
  const isShown = (room: string): boolean => !room.startsWith('patchbay:');
  const rooms = [...adapter.rooms].filter(([room]) => isShown(room)).map(([room, ids]) => `${room} has ${[...ids].sort().join(' ')}`);
  return [...[...sockets.values()].map(({ id, rooms: joined }) => `${id}: ${[...joined].filter(isShown).sort().join(' ')}`), ...rooms].sort();
}

const sees = (model: UiModel, io: Server, name: string): Promise<unknown> =>
  vi.waitUntil(() => JSON.stringify(model.screen(name)) === JSON.stringify(truth(io, name)), { timeout: 5000, interval: 20 });

const CREDENTIALS = { username: 'admin', password: PASSWORD };

describe.each(SERVER_KINDS)('on %s', (kind) => {
  test('logs in by its form, and by its session when the page is loaded again', async () => {
    const { url } = await administered(kind, { auth: BASIC });
    const model = new UiModel();
    // Its first try has no session.
    await expect(tryConnect(model, url, { auth: { sessionId: null } })).rejects.toThrow(/^invalid credentials$/);
    await expect(tryConnect(model, url, { auth: { ...CREDENTIALS, password: 'wrong' } })).rejects.toThrow(/^invalid credentials$/);
    const socket = await tryConnect(model, url, { auth: CREDENTIALS });
    const sessionId = await vi.waitUntil(() => model.sessionId, { timeout: 5000 });
    socket.disconnect();
    const reloaded = new UiModel();
    await tryConnect(reloaded, url, { auth: { sessionId } });
    await vi.waitUntil(() => reloaded.namespace('/admin').sockets.length === 1, { timeout: 5000 });
    expect(reloaded.sessionId).toBeNull();
    expect(reloaded.supportedFeatures).toContain('ALL_EVENTS');
  });

  test.each([
    ['with its form', {}],
    ['over WebSocket alone', { wsOnly: true }],
  ])('comes back by itself after its connection was lost: %s', async (_, form) => {
    const { io, url } = await administered(kind, { auth: BASIC });
    const model = new UiModel();
    const socket = await tryConnect(model, url, { auth: CREDENTIALS, ...form });
    const first = await vi.waitUntil(() => model.sessionId, { timeout: 5000 });
    const [there] = [await client(url)];
    await sees(model, io, '/');
    const again = new Promise((resolve) => socket.once('connect', () => resolve(undefined)));
    socket.io.engine.close();
    await again;
    await sees(model, io, '/');
    await sees(model, io, '/admin');
    expect(model.namespace('/').sockets.map(({ id }) => id)).toEqual([there.id]);
    // Its form's password was given a session of its own.
    await vi.waitUntil(() => model.sessionId !== first, { timeout: 5000 });
  });

  test.each([
    ['JSON', undefined],
    ['msgpack', msgpackParser],
  ])('sees who is where, whatever happens, over %s', { timeout: 60_000 }, async (name, parser) => {
    const options = parser === undefined ? {} : { parser };
    const { io, url } = await administered(kind, {}, options);
    io.of('/chat');
    const before = await client(url, options);
    io.socketsJoin('there before');
    const model = new UiModel();
    await tryConnect(model, url, { auth: {}, ...options });
    const clients = [before];
    // A fixed run of comings and goings.
    for (let step = 0; step < 60; step++) {
      const one = clients[(step * 7) % clients.length];
      if (step % 5 === 0) clients.push(await client(url, { ...options, transports: ['polling', 'websocket'] }, step % 2 === 0 ? '' : '/chat'));
      else if (step % 5 === 1) io.in(one?.id ?? '').socketsJoin([`room ${step % 3}`, 'all']);
      else if (step % 5 === 2) io.of('/chat').socketsJoin(`room ${step % 4}`);
      else if (step % 5 === 3) io.in(`room ${step % 3}`).socketsLeave('all');
      else if (step % 15 === 4 && clients.length > 3) clients.splice(step % clients.length, 1)[0]?.socket.disconnect();
      else one?.socket.emit('said', step, { name });
    }
    for (const namespace of ['/', '/chat', '/admin']) await sees(model, io, namespace);
    // A connection that was told to close may be there a moment longer than its socket.
    await vi.waitUntil(() => model.clients.length === io.engine.clientsCount, { timeout: 5000 });
    const said = model.namespace('/').events.filter(({ type, args }) => type === 'event_received' && Array.isArray(args) && args[0] === 'said');
    expect(said.length).toBeGreaterThan(0);
    await vi.waitUntil(() => [...model.servers.values()].some(({ clientsCount }) => clientsCount === io.engine.clientsCount), { timeout: 5000 });
    const transports = [...io.sockets.sockets.values()].map(({ id, conn }) => `${id} ${conn.transport.name}`).sort();
    await vi.waitUntil(
      () =>
        JSON.stringify(
          model
            .namespace('/')
            .sockets.map(({ id, transport }) => `${id} ${transport}`)
            .sort(),
        ) === JSON.stringify(transports),
      { timeout: 5000 },
    );
  });
});
