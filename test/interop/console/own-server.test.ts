// The console's own server, administered from elsewhere: by the console itself, and by admins of the official protocol.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Administration } from '../../../src/contract/admin-settings.ts';
import { TestClient } from '../../fixtures/admin/administered.ts';
import { Harness } from '../../unit/console/console-harness.ts';
import { type Administering, administering, CREDENTIALS, heard, idOf, portOf } from './administering.ts';

const ONCE = { timeout: 6000, interval: 20 };
const ON: Administration = {
  isOn: true,
  namespace: '/admin',
  username: 'admin',
  password: CREDENTIALS.password,
  mode: 'development',
  isReadOnly: false,
  metricsPath: null,
};
const LOGIN = { username: 'admin', password: CREDENTIALS.password };

let own: Harness;

beforeEach(async () => {
  own = await Harness.open();
});

afterEach(() => own.close());

const set = (administration: Partial<Administration> = {}) =>
  own.page.call('source.update', { sourceId: own.sourceId, administration: { ...ON, ...administration } });
const ownRow = async () => (await own.watch('sources', {}).until(() => true)).sources[0];
const admin = async (options: object = {}): Promise<TestClient> => new TestClient(`${await own.url()}/admin`, LOGIN, options).connect();
const remote = async (): Promise<Administering> => administering(portOf(await own.url()));
type Shown = Pick<Administering, 'harness' | 'sourceId'>;
const socketsOf = ({ harness, sourceId }: Shown) =>
  harness.watch('sockets', { sourceId, where: {}, sort: { by: 'connectedAt', isDescending: false }, offset: 0, limit: 100 });
const roomsOf = ({ harness, sourceId }: Shown) =>
  harness.watch('rooms', { sourceId, where: {}, sort: { by: 'room', isDescending: false }, offset: 0, limit: 100 });

describe('whoever knows the password', () => {
  it('is let in from the moment it is set so, and nobody else', async () => {
    await set();
    const official = await admin();
    await official.event('server_stats');
    expect(official.names()).toEqual(expect.arrayContaining(['session', 'config', 'all_sockets']));
    await expect(new TestClient(`${await own.url()}/admin`, { ...LOGIN, password: 'wrong' }).connect()).rejects.toThrow('invalid credentials');
    const row = await ownRow();
    expect(row?.administration).toEqual({
      isOn: true,
      namespace: '/admin',
      username: 'admin',
      mode: 'development',
      isReadOnly: false,
      metricsPath: null,
      hasPassword: true,
    });
    expect(JSON.stringify(row)).not.toContain('$2');
  });

  it('is let in after a start too, and out when it is turned off', async () => {
    await own.page.call('source.stop', { sourceId: own.sourceId });
    await set();
    await own.page.call('source.start', { sourceId: own.sourceId });
    const first = await admin();
    await set({ password: null, isOn: false });
    expect(await first.disconnected()).toBeDefined();
    await expect(admin()).rejects.toThrow('not administered');
    expect((await ownRow())?.administration).toMatchObject({ isOn: false, hasPassword: true });
    await set({ password: null });
    await admin();
  });

  it('has the namespace to itself: who was in it before has to leave', async () => {
    const early = await own.connect('/admin');
    const left = new Promise((resolve) => early.once('disconnect', resolve));
    await set();
    await left;
    const official = await admin();
    official.socket.emit('join', '/', 'room', official.id);
    official.socket.emit('join', 'of-a-client');
    await official.event('server_stats');
    const { rows } = await roomsOf({ harness: own, sourceId: own.sourceId }).until(() => true);
    expect(rows).toEqual([]);
  });

  it('finds the other namespace when that is changed, and not the one before', async () => {
    await set();
    await admin();
    await set({ password: null, namespace: '/ops' });
    await new TestClient(`${await own.url()}/ops`, LOGIN).connect();
    await expect(admin()).rejects.toThrow('not administered');
    await expect(set({ namespace: '/' })).rejects.toMatchObject({ code: 'BAD_PARAMS' });
  });

  it('stays when what is set is set again', async () => {
    await set();
    const official = await admin();
    await set({ password: null });
    official.socket.emit('join', '/', 'x');
    expect(official.socket.connected).toBe(true);
  });
});

describe('what is shown here of admins', () => {
  it('is their sockets, without the rooms they are put in and without what they are told', async () => {
    await set();
    const client = await own.connect('/');
    await own.page.call('socket.join', { sourceId: own.sourceId, namespace: '/', socketId: idOf(client), rooms: ['a'] });
    const official = await admin();
    await official.event('server_stats');
    const sockets = await socketsOf({ harness: own, sourceId: own.sourceId }).until(({ total }) => total === 2);
    expect(sockets.rows.map(({ namespace, rooms }) => [namespace, rooms])).toEqual([
      ['/', 1],
      ['/admin', 0],
    ]);
    const rooms = await roomsOf({ harness: own, sourceId: own.sourceId }).until(() => true);
    expect(rooms.rows.map(({ room }) => room)).toEqual(['a']);
    const { rows } = await own.page.call('traffic.page', { sourceId: own.sourceId, where: {}, beforeSeq: 1e9, limit: 500 });
    expect(rows.filter(({ namespace, kind }) => namespace === '/admin' && kind !== 'closed')).toEqual([]);
  });

  it('does not count them among everybody', async () => {
    await set();
    const client = await own.connect('/');
    const events = heard(client);
    const official = await admin();
    const message = { event: 'hello', args: [], ackTimeoutMs: null, volatile: false, compress: true };
    const all = { sourceId: own.sourceId, target: { to: 'all' as const } };
    expect(await own.watch('recipients', all).until(() => true)).toMatchObject({ count: 1, of: 1 });
    expect(await own.page.call('message.send', { ...all, ...message })).toMatchObject({ recipients: 1 });
    await vi.waitFor(() => expect(events).toEqual(['hello']), ONCE);
    expect(official.names()).not.toContain('hello');
    await own.page.call('bulk.disconnect', { ...all, close: false });
    await vi.waitFor(() => expect(client.connected).toBe(false), ONCE);
    expect(official.socket.connected).toBe(true);
  });

  it('is what they did', async () => {
    await set();
    const audit = own.watch('audit', { sourceId: own.sourceId });
    expect(await audit.until(() => true)).toEqual({ entries: [] });
    await own.connect('/');
    const official = await admin();
    official.socket.emit('emit', '/', undefined, 'hello');
    const { entries } = await audit.until((batch) => batch.entries.length === 2);
    expect(entries).toMatchObject([
      { user: 'admin', action: expect.stringContaining('emit'), outcome: 'done' },
      { user: 'admin', action: 'login', address: expect.any(String) },
    ]);
    await set({ password: null, isReadOnly: true });
    expect((await audit.until(() => true)).entries).toHaveLength(2);
  });
});

describe('figures for Prometheus', () => {
  it('are served where they were asked for, and nowhere else', async () => {
    const url = await own.url();
    const look = async (path: string) => {
      const { status, headers } = await fetch(`${url}${path}`);
      return [status, headers.get('content-type')?.split(';')[0]];
    };
    expect(await look('/metrics')).toEqual([404, 'text/plain']);
    await set();
    expect((await look('/metrics'))[0]).toBe(404);
    await set({ password: null, metricsPath: '/figures' });
    await own.connect('/');
    const text = await (await fetch(`${url}/figures`)).text();
    expect(text).toMatch(/^# (HELP|TYPE) /m);
    expect((await look('/metrics'))[0]).toBe(404);
    expect((await fetch(url)).status).toBe(200);
    await set({ password: null, isOn: false, metricsPath: '/figures' });
    expect((await look('/figures'))[0]).toBe(404);
    await own.connect('/');
  });
});

describe('the console as its own admin', () => {
  it('sees what its server sees, sends with acknowledgements, and reads along', async () => {
    await set({ mode: 'production' });
    const [one, two] = [await own.connect('/'), await own.connect('/chat')];
    one.on('ask', (value: unknown, acknowledge: (answer: unknown) => void) => acknowledge(value));
    const away = await remote();
    expect((await away.admin.until(() => true)).peer).toMatchObject({ kind: 'patchbay', mode: 'production', user: 'admin' });
    const local = { harness: own, sourceId: own.sourceId };
    const here = await socketsOf(local).until(({ total }) => total === 3);
    const there = await socketsOf(away).until(({ total }) => total === 3);
    const shown = ({ rows: all }: typeof here) =>
      all.map(({ namespace, socketId, engineId, transport, rooms }) => [namespace, socketId, engineId, transport, rooms]);
    expect(shown(there)).toEqual(shown(here));
    expect(await roomsOf(away).until(() => true)).toEqual(await roomsOf(local).until(() => true));
    const traffic = away.harness.watch('traffic', { sourceId: away.sourceId, where: {} });
    const { sendId, recipients } = await away.emit({ to: 'all' }, 'ask', ['hello'], { ackTimeoutMs: 300 });
    expect(recipients).toBe(2);
    const { rows } = await away.harness.watch('send', { sourceId: away.sourceId, sendId }).until(({ state }) => state === 'done');
    expect(rows.map(({ socketId, state, reply }) => [socketId, state, reply]).toSorted()).toEqual(
      [
        [idOf(one), 'acknowledged', '"hello"'],
        [idOf(two), 'timed_out', ''],
      ].toSorted(),
    );
    await vi.waitFor(async () => {
      const told = await away.traffic();
      expect(told.filter(({ kind, event }) => event === 'ask' || kind === 'ack')).toHaveLength(3);
      expect(told.find(({ socketId, kind }) => socketId === idOf(one) && kind === 'event')?.ack).toMatchObject({ state: 'acknowledged' });
    }, ONCE);
    traffic.stop();
    const audit = await own.watch('audit', { sourceId: own.sourceId }).until(({ entries }) => entries[0]?.action === 'emit ask');
    expect(audit.entries[0]).toMatchObject({ user: 'admin', target: 'every namespace' });
    const gone = new Promise((resolve) => two.once('disconnect', resolve));
    const socketId = idOf(two);
    await away.page.call('socket.disconnect', { sourceId: away.sourceId, namespace: '/chat', socketId, close: true });
    await gone;
    await socketsOf(local).until(({ rows: left }) => left.every((row) => row.socketId !== socketId));
  });

  it('comes back after its server was stopped and started', async () => {
    const port = portOf(await own.url());
    await own.page.call('source.stop', { sourceId: own.sourceId });
    await own.page.call('source.update', { sourceId: own.sourceId, port });
    await set();
    await own.page.call('source.start', { sourceId: own.sourceId });
    const away = await remote();
    await away.admin.until(({ hasSession }) => hasSession);
    const sockets = socketsOf(away);
    await sockets.until(({ total }) => total === 1);
    await own.page.call('source.stop', { sourceId: own.sourceId });
    await own.page.call('source.start', { sourceId: own.sourceId });
    await own.connect('/');
    // Its session was forgotten: it logs in anew.
    await vi.waitFor(() => expect(sockets.batches.at(-1)?.total).toBe(2), { timeout: 10_000, interval: 50 });
    expect(sockets.failures).toEqual([]);
  });
});
