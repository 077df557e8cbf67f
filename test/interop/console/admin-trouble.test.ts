// What goes wrong between a console and a server it administers, and what a person wants to be kept from.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_ADMIN_SETTINGS } from '../../../src/contract/admin-settings.ts';
import type { CallName } from '../../../src/contract/calls.ts';
import { MAX_LOG_BYTES } from '../../../src/main/console/limits.ts';
import { startAdminServer } from '../../fixtures/admin/admin-server.ts';
import { type Administering, administer, administering, BASIC, CREDENTIALS, expectTruth, heard, idOf, ofConsole } from './administering.ts';

const ONCE = { timeout: 8000, interval: 50 };
const DEVELOPMENT = { ...BASIC, mode: 'development' };

/** Every call that changes a server, with what it would change there. */
function changes({ page, sourceId }: Administering, socketId: string, confirm?: string): Record<string, () => Promise<unknown>> {
  const named = confirm === undefined ? { sourceId } : { sourceId, confirm };
  const ref = { ...named, namespace: '/', socketId };
  const all = { ...named, target: { to: 'all' as const } };
  return {
    'message.send': () => page.call('message.send', { ...all, event: 'x', args: [], ackTimeoutMs: null, volatile: false, compress: true }),
    'socket.join': () => page.call('socket.join', { ...ref, rooms: ['x'] }),
    'socket.leave': () => page.call('socket.leave', { ...ref, room: 'a' }),
    'bulk.join': () => page.call('bulk.join', { ...all, rooms: ['y'] }),
    'bulk.leave': () => page.call('bulk.leave', { ...all, rooms: ['a'] }),
    'admin.revokeSession': () => page.call('admin.revokeSession', { ...named, handle: 'x' }),
    'socket.disconnect': () => page.call('socket.disconnect', { ...ref, close: true }),
    'bulk.disconnect': () => page.call('bulk.disconnect', { ...all, close: true }),
  } satisfies Partial<Record<CallName, () => Promise<unknown>>>;
}

describe('a connection', () => {
  it('that the server refuses is not tried again and again', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    const admin = await administer(server.port, { credentials: { ...CREDENTIALS, username: 'nobody' } });
    await admin.start();
    const { sources } = await admin.row('failed');
    expect(sources[0]?.failure?.code).toBe('NAMESPACE_REFUSED');
    const { attempts } = await admin.harness.watch('connection', { sourceId: admin.sourceId }).until(({ phase }) => phase === 'failed');
    // A second admin is let in after it: nothing is under way any more.
    await administering(server.port);
    expect(await server.ask('logins')).toHaveLength(2);
    expect((await admin.harness.watch('connection', { sourceId: admin.sourceId }).until(() => true)).attempts).toEqual(attempts);
  });

  it('comes back by itself to a server that was started again, with the password', async () => {
    const first = await startAdminServer({ admin: DEVELOPMENT });
    await first.client('/', { auth: { rooms: ['a'] } });
    const admin = await administering(first.port);
    await expectTruth(admin, first);
    await first.kill();
    await admin.row('retrying');
    const { rows } = await admin.rows.sockets().until(() => true);
    // What was last seen is still there to be looked at.
    expect(rows).toHaveLength(2);
    await expect(admin.emit({ to: 'all' }, 'x')).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    const second = await startAdminServer({ admin: DEVELOPMENT, port: first.port });
    await second.client('/', { auth: { rooms: ['b'] } });
    await vi.waitFor(async () => expect((await admin.source().until(() => true)).sources[0]?.state).toBe('running'), {
      timeout: 15_000,
      interval: 100,
    });
    await expectTruth(admin, second);
    // The session was of the server before.
    expect(await second.ask('logins')).toEqual([{ sessionId: expect.any(String) }, { username: 'admin', password: 'changeit' }]);
  }, 40_000);

  it('is one for each source, and none knows of the others', async () => {
    const [one, two] = [await startAdminServer({ admin: DEVELOPMENT }), await startAdminServer({ admin: { ...BASIC, mode: 'production' } })];
    await one.client('/', { auth: { rooms: ['a'] } });
    const admin = await administering(one.port);
    const settings = { ...DEFAULT_ADMIN_SETTINGS, credentials: CREDENTIALS };
    const same = ofConsole(admin.harness, { ...settings, origin: `http://127.0.0.1:${one.port}` });
    const other = ofConsole(admin.harness, { ...settings, origin: `http://127.0.0.1:${two.port}` });
    await Promise.all([same.open(), other.open()]);
    await vi.waitFor(() => expect([same.population.sockets, other.population.sockets]).toEqual([3, 1]), ONCE);
    expect([same.capabilities.has('sockets'), other.capabilities.has('sockets')]).toEqual([true, false]);
    await same.close();
    await expectTruth(admin, one);
    expect(other.describe().state).toBe('running');
  });
});

describe('a person', () => {
  it('who has made the console read-only changes nothing', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    const client = await server.client('/', { auth: { rooms: ['a'] } });
    const events = heard(client);
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    await admin.page.call('app.setReadOnly', { isReadOnly: true });
    for (const change of Object.values(changes(admin, idOf(client)))) await expect(change()).rejects.toMatchObject({ code: 'READ_ONLY' });
    await admin.page.call('app.setReadOnly', { isReadOnly: false });
    await admin.emit({ to: 'all' }, 'after');
    await vi.waitFor(() => expect(events).toEqual(['after']), ONCE);
    expect((await server.truth()).sockets.find(({ socketId }) => socketId === client.id)?.rooms).toEqual(['a']);
  });

  it('is asked for the name of a server in production', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    const client = await server.client('/', { auth: { rooms: ['a'] } });
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    await admin.page.call('source.update', { sourceId: admin.sourceId, environment: 'prod' });
    for (const confirm of [undefined, 'Remote']) {
      for (const change of Object.values(changes(admin, idOf(client), confirm)))
        await expect(change()).rejects.toMatchObject({ code: 'CONFIRMATION_NEEDED' });
    }
    expect(client.connected).toBe(true);
    const { 'admin.revokeSession': revoke, 'bulk.disconnect': _, ...others } = changes(admin, idOf(client), 'remote');
    for (const change of Object.values(others)) await change();
    await expect(revoke?.()).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await vi.waitFor(() => expect(client.connected).toBe(false), ONCE);
  });
});

describe('a server', () => {
  it('that says anything at all leaves the console as it was', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    await server.client('/', { auth: { rooms: ['a'] } });
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    const event = fc.constantFrom(
      'socket_connected',
      'socket_updated',
      'socket_disconnected',
      'room_joined',
      'room_left',
      'event_received',
      'event_sent',
      'server_stats',
      'all_sockets',
    );
    const word = fc.oneof(fc.constantFrom('/', '/chat', '/admin', 'a', ''), fc.string());
    const socket = fc.record(
      {
        id: fc.oneof(word, fc.jsonValue()),
        nsp: fc.oneof(word, fc.jsonValue()),
        clientId: fc.jsonValue(),
        transport: fc.jsonValue(),
        rooms: fc.oneof(fc.array(word), fc.jsonValue()),
        data: fc.jsonValue(),
        handshake: fc.oneof(
          fc.jsonValue(),
          fc.record({ address: fc.jsonValue(), headers: fc.jsonValue(), query: fc.jsonValue(), issued: fc.jsonValue() }),
        ),
        serverId: word,
        aggregatedEvents: fc.array(
          fc.record({ timestamp: fc.double({ noNaN: true }), type: fc.constantFrom('packetsIn', 'rawDisconnection'), count: fc.integer() }),
        ),
        namespaces: fc.array(fc.record({ name: word, socketsCount: fc.jsonValue() })),
      },
      { requiredKeys: [] },
    );
    const messages = fc.sample(
      fc.tuple(event, fc.oneof(word, socket, fc.array(socket)), fc.oneof(word, fc.jsonValue()), fc.oneof(word, fc.array(fc.jsonValue()))),
      {
        numRuns: 2000,
        seed: 7,
      },
    );
    await server.ask('say', messages);
    await admin.admin.until(({ dropped }) => dropped > 100);
    for (const rows of [admin.rows.sockets(), admin.rows.rooms(), admin.rows.namespaces(), admin.rows.nodes()]) {
      await rows.until(() => true);
      expect(rows.failures).toEqual([]);
    }
    await admin.page.call('source.stop', { sourceId: admin.sourceId });
    await admin.start();
    await expectTruth(admin, server);
  }, 30_000);

  it('that floods events is held back until a person wants them, and never fills the memory', async () => {
    const server = await startAdminServer({ admin: DEVELOPMENT });
    const client = await server.client();
    const admin = await administering(server.port);
    await expectTruth(admin, server);
    await server.ask('flood', '/', idOf(client), 2000);
    const { firehose } = await admin.admin.until((batch) => batch.firehose !== null && batch.firehose.eventsPerSecond > 0);
    expect(firehose).toMatchObject({ sockets: 2, isAccepted: false });
    await admin.admin.until(({ dropped }) => dropped > 1000);
    const { nextSeq } = await admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} }).until(() => true);
    await admin.page.call('admin.acceptFirehose', { sourceId: admin.sourceId });
    const traffic = admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} });
    await vi.waitFor(() => expect(traffic.batches.at(-1)?.nextSeq ?? 0).toBeGreaterThan(nextSeq + 2000), ONCE);
    expect(traffic.batches.every(({ logBytes }) => logBytes <= MAX_LOG_BYTES)).toBe(true);
    await server.ask('stop');
    await admin.admin.until((batch) => batch.firehose?.isAccepted === true);
    const { sources } = await admin.source().until(() => true);
    expect(sources[0]?.state).toBe('running');
  }, 40_000);
});
