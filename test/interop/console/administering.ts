import type { Socket } from 'socket.io-client';
import { expect, onTestFinished, vi } from 'vitest';
import { type AdminSettings, DEFAULT_ADMIN_SETTINGS } from '../../../src/contract/admin-settings.ts';
import type { CallParams } from '../../../src/contract/calls.ts';
import type { Target } from '../../../src/contract/target.ts';
import type { Source } from '../../../src/main/console/sources/source.ts';
import { type AdminServer, PASSWORD_HASH, type Truth } from '../../fixtures/admin/admin-server.ts';
import { Harness } from '../../unit/console/console-harness.ts';

export const BASIC = { auth: { type: 'basic', username: 'admin', password: PASSWORD_HASH } };
export const CREDENTIALS = { type: 'password', username: 'admin', password: 'changeit' } as const;

export const inRooms = (rooms: readonly string[], except: readonly string[] = [], namespace = '/'): Target => ({
  to: 'rooms',
  namespace,
  rooms: [...rooms],
  except: [...except],
});
export const inNamespace = (namespace: string, except: readonly string[] = []): Target => ({ to: 'namespace', namespace, except: [...except] });

export type Administering = Awaited<ReturnType<typeof administer>>;

/** A console that administers the server on a port, connected unless it is to fail. */
export async function administer(port: number, overrides: Partial<AdminSettings> = {}) {
  const settings = { ...DEFAULT_ADMIN_SETTINGS, origin: `http://127.0.0.1:${port}`, credentials: CREDENTIALS, timeoutMs: 5000, ...overrides };
  const harness = await Harness.withSource({ kind: 'admin', name: 'remote', environment: null, settings });
  onTestFinished(() => harness.close());
  const { page, sourceId } = harness;
  const admin = harness.watch('admin', { sourceId });
  const window = { offset: 0, limit: 500 };
  const rows = {
    sockets: () => harness.watch('sockets', { sourceId, where: {}, sort: { by: 'connectedAt', isDescending: false }, ...window }),
    rooms: () => harness.watch('rooms', { sourceId, where: {}, sort: { by: 'room', isDescending: false }, ...window }),
    namespaces: () => harness.watch('namespaces', { sourceId, where: {}, sort: { by: 'namespace', isDescending: false }, ...window }),
    nodes: () => harness.watch('nodes', { sourceId, where: {}, sort: { by: 'serverId', isDescending: false }, ...window }),
  };
  return {
    harness,
    page,
    sourceId,
    admin,
    rows,
    start: () => page.call('source.start', { sourceId }),
    source: () => harness.watch('sources', {}),
    row: (state: string) =>
      harness.watch('sources', {}).until(({ sources }) => sources.some((source) => source.sourceId === sourceId && source.state === state)),
    traffic: async () => (await page.call('traffic.page', { sourceId, where: {}, beforeSeq: 1e9, limit: 500 })).rows.toReversed(),
    emit: (target: Target, event: string, args: CallParams<'message.send'>['args'] = [], more: object = {}) =>
      page.call('message.send', { sourceId, target, event, args, ackTimeoutMs: null, volatile: false, compress: true, ...more }),
  };
}

/** Connected, and told what the server lets it do. */
export async function administering(port: number, overrides: Partial<AdminSettings> = {}): Promise<Administering> {
  const opened = await administer(port, overrides);
  await opened.start();
  await opened.admin.until(({ peer }) => peer !== null);
  return opened;
}

/** Every table says what the server says itself. */
export async function expectTruth({ rows }: Administering, server: Pick<AdminServer, 'truth'>): Promise<void> {
  const watched = { sockets: rows.sockets(), rooms: rows.rooms(), namespaces: rows.namespaces() };
  await vi.waitFor(
    async () => {
      const truth = await server.truth();
      const sockets = watched.sockets.batches
        .at(-1)
        ?.rows.map(({ socketId, namespace, rooms: count, transport }) => [namespace, socketId, count, transport]);
      expect(sockets?.toSorted()).toEqual(
        truth.sockets.map(({ socketId, namespace, rooms: of, transport }) => [namespace, socketId, of.length, transport]).toSorted(),
      );
      const times = watched.sockets.batches.at(-1)?.rows.map(({ connectedAt }) => connectedAt) ?? [];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      const rooms = watched.rooms.batches.at(-1)?.rows.map(({ namespace, room, sockets: count }) => `${namespace} ${room} ${count}`);
      expect(rooms?.toSorted()).toEqual(roomsOf(truth));
      const namespaces = watched.namespaces.batches.at(-1)?.rows.map(({ namespace }) => namespace);
      expect(namespaces?.toSorted()).toEqual(truth.namespaces);
    },
    { timeout: 8000, interval: 50 },
  );
  for (const each of Object.values(watched)) each.stop();
}

function roomsOf({ sockets }: Truth): readonly string[] {
  const counts = new Map<string, number>();
  for (const { namespace, rooms } of sockets) {
    for (const room of rooms) counts.set(`${namespace} ${room}`, (counts.get(`${namespace} ${room}`) ?? 0) + 1);
  }
  return [...counts].map(([room, count]) => `${room} ${count}`).toSorted();
}

/** Resolves with the arguments of the next event of that name. */
export function next(client: Socket, event: string): Promise<unknown[]> {
  return new Promise((resolve) => client.once(event, (...args: unknown[]) => resolve(args)));
}

/** What a client gets from here on, by name. */
export function heard(client: Socket): string[] {
  const events: string[] = [];
  client.onAny((event: string) => events.push(event));
  return events;
}

/** After an answer to this nothing that was sent to a client before it is still on its way. */
export async function settled(...clients: readonly Socket[]): Promise<void> {
  for (const client of clients) await client.emitWithAck('note');
}

export function idOf({ id }: Socket): string {
  expect(id).toBeDefined();
  return id ?? '';
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** The source itself, for what no page can say yet. */
export function ofConsole({ console }: Harness, settings: AdminSettings): Source {
  return console.addSource({ kind: 'admin', name: 'direct', environment: null, settings });
}
