import type { Socket } from 'socket.io-client';
import { expect, it, vi } from 'vitest';
import { type AdminSettings, DEFAULT_ADMIN_SETTINGS } from '../../../src/contract/admin-settings.ts';
import type { Target } from '../../../src/contract/target.ts';
import type { Message } from '../../../src/main/console/messages/send-message.ts';
import type { AdminServer } from '../../fixtures/admin/admin-server.ts';
import { administering, CREDENTIALS, expectTruth, heard, idOf, inNamespace, inRooms, next, ofConsole } from './administering.ts';

/** In a process of its own, whatever agent it has. */
export type TestedServer = Pick<AdminServer, 'port' | 'truth' | 'client'>;

/** Two clients in `/`, in the rooms `a` and `a` with `b`, one in `/chat`. */
export async function populate(server: Pick<TestedServer, 'client'>): Promise<readonly [Socket, Socket, Socket]> {
  return [
    await server.client('/', { auth: { rooms: ['a'] } }),
    await server.client('/', { auth: { rooms: ['a', 'b'] } }),
    await server.client('/chat', { auth: { rooms: ['a'] } }),
  ];
}

/** Sends every command of the official protocol from the console, to a server that `start` starts for each. */
export function commandsHaveTheirEffect(start: () => Promise<TestedServer>, parser: AdminSettings['parser'] = 'json'): void {
  it('sends to whom a target means, and to nobody else', async () => {
    const server = await start();
    const clients = await populate(server);
    const admin = await administering(server.port, { parser });
    await expectTruth(admin, server);
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
    await expect(admin.emit(inNamespace('/nowhere'), 'x')).rejects.toMatchObject({ code: 'UNKNOWN_NAMESPACE' });
    await expect(admin.emit(inRooms(['empty']), 'x')).rejects.toMatchObject({ code: 'NO_RECIPIENTS' });
    await expect(admin.emit({ to: 'all' }, 'connect')).rejects.toMatchObject({ code: 'RESERVED_EVENT' });
    await expect(admin.emit({ to: 'all' }, 'x', [], { ackTimeoutMs: 100 })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await expect(admin.emit({ to: 'all' }, 'x', [], { volatile: true })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect((await server.truth()).namespaces).toEqual(['/', '/admin', '/chat']);
  });

  it('says who would get it, and who works that out', async () => {
    const server = await start();
    const clients = await populate(server);
    const admin = await administering(server.port, { parser });
    await expectTruth(admin, server);
    const recipients = (target: Target) => admin.harness.watch('recipients', { sourceId: admin.sourceId, target }).until(() => true);
    expect(await recipients(inRooms(['a']))).toMatchObject({ count: 2, of: 2, evaluatedBy: 'server', failure: null });
    const except = await recipients(inRooms(['a'], ['b']));
    expect(except).toMatchObject({ count: 1, evaluatedBy: 'console', rows: [{ socketId: idOf(clients[0]), via: ['a'] }] });
    expect(await recipients({ to: 'all' })).toMatchObject({ count: 3, of: 3 });
  });

  it('sends bytes', async () => {
    const server = await start();
    const client = await server.client();
    const settings = { ...DEFAULT_ADMIN_SETTINGS, origin: `http://127.0.0.1:${server.port}`, credentials: CREDENTIALS, parser } as const;
    const admin = await administering(server.port, { parser });
    const source = ofConsole(admin.harness, settings);
    await source.open();
    await vi.waitFor(() => expect(source.capabilities.has('emit')).toBe(true));
    await vi.waitFor(() => expect(source.model.findSocket('/', idOf(client))).toBeDefined());
    const bytes = next(client, 'bytes');
    // What a page can not say yet.
    const args = [Buffer.from([7, 8]), 'after'] as unknown as Message['args'];
    await source.send({ target: { to: 'all' }, event: 'bytes', args, ackTimeoutMs: null, volatile: false, compress: true });
    expect(await bytes).toEqual([Buffer.from([7, 8]), 'after']);
    await source.close();
  });

  it('moves and disconnects single sockets and many', async () => {
    const server = await start();
    const [one, two, chat] = await populate(server);
    // It connects by itself: a server closes whoever asks for a namespace twice.
    const second = two.io.socket('/chat');
    await next(second, 'connect');
    const admin = await administering(server.port, { parser });
    await expectTruth(admin, server);
    const { page, sourceId } = admin;
    const roomsAre = (...expected: readonly (readonly [Socket, readonly string[]])[]) =>
      vi.waitFor(async () => {
        const { sockets } = await server.truth();
        const rooms = expected.map(([client]) => sockets.find(({ socketId }) => socketId === client.id)?.rooms);
        expect(rooms).toEqual(expected.map(([, wanted]) => wanted));
      });
    await page.call('socket.join', { sourceId, namespace: '/', socketId: idOf(one), rooms: ['x', 'y'] });
    await page.call('socket.leave', { sourceId, namespace: '/', socketId: idOf(two), room: 'b' });
    await roomsAre([one, ['a', 'x', 'y']], [two, ['a']]);
    await expectTruth(admin, server);
    expect(await page.call('bulk.join', { sourceId, target: inRooms(['a'], ['x']), rooms: ['p', 'q'] })).toEqual({
      sockets: 1,
      evaluatedBy: 'console',
    });
    await roomsAre([one, ['a', 'x', 'y']], [two, ['a', 'p', 'q']]);
    expect(await page.call('bulk.leave', { sourceId, target: inNamespace('/'), rooms: ['a', 'p'] })).toEqual({ sockets: 2, evaluatedBy: 'server' });
    await roomsAre([one, ['x', 'y']], [two, ['q']], [chat, ['a']]);
    await expectTruth(admin, server);
    await expect(page.call('socket.join', { sourceId, namespace: '/', socketId: 'gone', rooms: ['a'] })).rejects.toMatchObject({
      code: 'SOCKET_GONE',
    });

    const left = next(one, 'disconnect');
    await page.call('socket.disconnect', { sourceId, namespace: '/', socketId: idOf(one), close: false });
    expect((await left)[0]).toBe('io server disconnect');
    // The whole connection: the socket of the other namespace goes with it.
    const [cut, cutToo] = [next(two, 'disconnect'), next(second, 'disconnect')];
    await page.call('bulk.disconnect', { sourceId, target: inRooms(['q']), close: true });
    expect([(await cut)[0], (await cutToo)[0]]).toEqual(['io server disconnect', 'io server disconnect']);
    await vi.waitFor(() => expect(two.io.engine.readyState).toBe('closed'));
    expect(chat.connected).toBe(true);
    await expectTruth(admin, server);
  });
}
