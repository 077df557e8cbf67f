// Each bound of what an admin, or whoever wants to be one, can make a server keep.
import { EventEmitter } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AgentContext } from '../../../../src/core/admin/agent-context.ts';
import { AuditLog } from '../../../../src/core/admin/audit-log.ts';
import { BasicUsers } from '../../../../src/core/admin/auth/basic-users.ts';
import { LoginLimits } from '../../../../src/core/admin/auth/login-limits.ts';
import { PasswordWorker } from '../../../../src/core/admin/auth/password-worker.ts';
import { ClusterRequests } from '../../../../src/core/admin/cluster-requests.ts';
import { Connections } from '../../../../src/core/admin/connections.ts';
import { InMemoryStore } from '../../../../src/core/admin/index.ts';
import { AdminBuffer } from '../../../../src/core/admin/legacy/admin-buffer.ts';
import { AllSockets } from '../../../../src/core/admin/legacy/all-sockets.ts';
import { EventTexts } from '../../../../src/core/admin/legacy/event-texts.ts';
import type { TrackedSocket } from '../../../../src/core/admin/registry.ts';
import type { ConnLike, NamespaceLike, ServerLike } from '../../../../src/core/admin/server-like.ts';
import { Messages } from '../../../../src/core/admin/superset/messages.ts';
import { PacketTap } from '../../../../src/core/admin/superset/packet-tap.ts';
import type { XAuditEntry, XMessage } from '../../../../src/core/admin/wire.ts';
import {
  MAX_ADMIN_BUFFER_BYTES,
  MAX_ADMIN_SESSIONS,
  MAX_ADMIN_WAITING_BYTES,
  MAX_AGENT_REQUESTS,
  MAX_AUDIT_ENTRIES,
  MAX_AUDIT_REFUSED_LOGINS,
  MAX_AUDIT_TARGET_LENGTH,
  MAX_AWAITED_ACKS,
  MAX_AWAITED_MESSAGES,
  MAX_COMMAND_ROOMS,
  MAX_COUNTED_REASONS,
  MAX_CREDENTIAL_LENGTH,
  MAX_FAILED_ADDRESSES,
  MAX_FEED_WAITING_LENGTH,
  MAX_LEGACY_SOCKETS,
  MAX_LEGACY_SOCKETS_BYTES,
  MAX_LOGIN_FAILURES,
  MAX_LOGINS_PER_ADDRESS,
  MAX_PENDING_LOGINS,
  MAX_TAP_ITEMS_PER_SECOND,
} from '../../../../src/core/limits.ts';
import type { TapRecord } from '../../../../src/core/tap.ts';
import { admin, administered, PASSWORD_HASH } from '../../../fixtures/admin/administered.ts';

function worker(): PasswordWorker {
  const started = new PasswordWorker();
  onTestFinished(() => started.close());
  return started;
}

const address = (n: number): string => `${n >> 24}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

describe('logins', () => {
  test('MAX_CREDENTIAL_LENGTH characters are read, one more is nobody’s name or password', async () => {
    const isMatch = vi.fn(() => Promise.resolve(true));
    const users = new BasicUsers([{ username: 'a'.repeat(MAX_CREDENTIAL_LENGTH), password: PASSWORD_HASH }], {
      isMatch,
    } as unknown as PasswordWorker);
    expect(await users.find('a'.repeat(MAX_CREDENTIAL_LENGTH), 'p'.repeat(MAX_CREDENTIAL_LENGTH))).not.toBeNull();
    expect(await users.find('a'.repeat(MAX_CREDENTIAL_LENGTH), 'p'.repeat(MAX_CREDENTIAL_LENGTH + 1))).toBeNull();
    expect(await users.find('a'.repeat(MAX_CREDENTIAL_LENGTH + 1), 'p')).toBeNull();
    expect(isMatch).toHaveBeenCalledOnce();
  });

  test('MAX_PENDING_LOGINS passwords are being hashed, one more is refused', async () => {
    const passwords = worker();
    const pending = Array.from({ length: MAX_PENDING_LOGINS }, () => passwords.isMatch('wrong', PASSWORD_HASH));
    await expect(passwords.isMatch('wrong', PASSWORD_HASH)).rejects.toMatchObject({ code: 'TOO_MANY_LOGINS' });
    expect(new Set(await Promise.all(pending))).toEqual(new Set([false]));
    await expect(passwords.isMatch('wrong', PASSWORD_HASH)).resolves.toBe(false);
  });

  test('MAX_LOGIN_FAILURES of an address in a row, then one every six seconds', () => {
    const limits = new LoginLimits();
    const fail = (nowMs: number): boolean => {
      const mayTry = limits.begin('192.0.2.1', nowMs);
      if (mayTry) limits.end('192.0.2.1', true, nowMs);
      return mayTry;
    };
    for (let n = 0; n < MAX_LOGIN_FAILURES; n++) expect(fail(0)).toBe(true);
    expect([fail(0), fail(5999), fail(6001), fail(6002)]).toEqual([false, false, true, false]);
  });

  test('MAX_LOGINS_PER_ADDRESS at a time', () => {
    const limits = new LoginLimits();
    for (let n = 0; n < MAX_LOGINS_PER_ADDRESS; n++) expect(limits.begin('192.0.2.1', 0)).toBe(true);
    expect(limits.begin('192.0.2.1', 0)).toBe(false);
    expect(limits.begin('192.0.2.2', 0)).toBe(true);
  });

  test('MAX_FAILED_ADDRESSES are remembered, the one that was not heard of for the longest is forgotten', () => {
    const limits = new LoginLimits();
    for (let n = 0; n <= MAX_FAILED_ADDRESSES; n++) {
      limits.begin(address(n), 0);
      limits.end(address(n), true, 0);
    }
    expect(limits.size).toBe(MAX_FAILED_ADDRESSES);
  });

  test('MAX_ADMIN_SESSIONS are kept, the oldest go', async () => {
    const store = new InMemoryStore();
    const now = Date.now();
    const record = { user: 'ada', role: 'admin', features: [], createdAt: now, lastSeenAt: now } as const;
    for (let n = 0; n <= MAX_ADMIN_SESSIONS; n++) await store.save({ ...record, hash: String(n) });
    expect(await store.list()).toHaveLength(MAX_ADMIN_SESSIONS);
    expect(await store.find('0')).toBeNull();
    expect(await store.find('1')).not.toBeNull();
  });
});

describe('what is recorded', () => {
  test('MAX_AUDIT_ENTRIES are remembered', () => {
    const log = new AuditLog();
    for (let at = 0; at <= MAX_AUDIT_ENTRIES; at++) log.add({ at } as XAuditEntry);
    expect(log.entries).toHaveLength(MAX_AUDIT_ENTRIES);
    expect(log.entries[0]?.at).toBe(1);
  });

  test('MAX_AUDIT_REFUSED_LOGINS among them, which push out no action', () => {
    const log = new AuditLog();
    log.add({ at: -1, action: 'emit' } as XAuditEntry);
    for (let at = 0; at < 2 * MAX_AUDIT_ENTRIES; at++) log.add({ at, action: 'login refused' } as XAuditEntry);
    expect(log.entries).toHaveLength(1 + MAX_AUDIT_REFUSED_LOGINS);
    expect(log.entries[0]?.action).toBe('emit');
    expect(log.entries.at(-1)?.at).toBe(2 * MAX_AUDIT_ENTRIES - 1);
    for (let at = 0; at < MAX_AUDIT_ENTRIES; at++) log.add({ at, action: 'join' } as XAuditEntry);
    expect(log.entries.filter(({ action }) => action === 'join')).toHaveLength(MAX_AUDIT_ENTRIES);
    for (let at = 0; at < MAX_AUDIT_REFUSED_LOGINS + 1; at++) log.add({ at, action: 'login refused' } as XAuditEntry);
    expect(log.entries.filter(({ action }) => action === 'login refused')).toHaveLength(MAX_AUDIT_REFUSED_LOGINS);
  });

  test('MAX_AUDIT_TARGET_LENGTH characters of a target, MAX_COMMAND_ROOMS rooms of a command', async () => {
    const { url, agent } = await administered('ours');
    const { socket } = await admin(url);
    const rooms = (count: number): string[] => Array.from({ length: count }, (_, n) => `room-${n}`);
    socket.emit('join', '/', rooms(MAX_COMMAND_ROOMS + 1));
    socket.emit('join', '/', rooms(MAX_COMMAND_ROOMS));
    await vi.waitFor(() => expect(agent.auditEntries.filter(({ action }) => action === 'join')).toHaveLength(2));
    const [refused, done] = agent.auditEntries.filter(({ action }) => action === 'join');
    expect(refused).toMatchObject({ outcome: 'refused', target: `(${MAX_COMMAND_ROOMS + 1} rooms)` });
    expect(done?.outcome).toBe('done');
    expect(done?.target).toHaveLength(MAX_AUDIT_TARGET_LENGTH);
  });

  test('MAX_COUNTED_REASONS of disconnections are counted apart, the rest together', () => {
    const engine = Object.assign(new EventEmitter(), { clients: {}, clientsCount: 0 });
    const root = Object.assign(new EventEmitter(), { name: '/' });
    const connections = new Connections({ _nsps: new Map(), of: () => root, httpServer: {}, engine } as unknown as ServerLike);
    connections.open();
    onTestFinished(() => connections.close());
    for (let n = 0; n < MAX_COUNTED_REASONS + 10; n++) {
      const conn = Object.assign(new EventEmitter(), { transport: { name: 'websocket' } });
      engine.emit('connection', conn);
      conn.emit('close', `reason ${n}`);
    }
    expect(connections.disconnections.size).toBe(MAX_COUNTED_REASONS + 1);
    expect(connections.disconnections.get('other')).toBe(10);
  });
});

describe('what waits for an admin', () => {
  function buffered(): {
    readonly conn: ConnLike & { bufferedBytes: number };
    readonly close: ReturnType<typeof vi.fn>;
    readonly onFull: ReturnType<typeof vi.fn>;
  } {
    const close = vi.fn();
    const conn = Object.assign(new EventEmitter(), { bufferedBytes: 0, close, drained: () => new Promise<void>(() => {}) });
    const onFull = vi.fn();
    const buffer = new AdminBuffer(conn as unknown as ConnLike, MAX_ADMIN_BUFFER_BYTES, onFull, () => {});
    onTestFinished(() => buffer.close());
    return { conn: conn as unknown as ConnLike & { bufferedBytes: number }, close, onFull };
  }
  const packet = { data: 'x' };
  const emit = (conn: ConnLike): void => void (conn as unknown as EventEmitter).emit('packetCreate', packet);

  test('MAX_ADMIN_BUFFER_BYTES of a feed, then it is left out of it', () => {
    const { conn, onFull } = buffered();
    conn.bufferedBytes = MAX_ADMIN_BUFFER_BYTES - 1;
    emit(conn);
    expect(onFull).not.toHaveBeenCalled();
    conn.bufferedBytes = MAX_ADMIN_BUFFER_BYTES;
    emit(conn);
    expect(onFull).toHaveBeenCalledOnce();
  });

  test('MAX_ADMIN_WAITING_BYTES of anything, then it is disconnected', async () => {
    const { conn, close } = buffered();
    conn.bufferedBytes = MAX_ADMIN_WAITING_BYTES - 1;
    emit(conn);
    conn.bufferedBytes = MAX_ADMIN_WAITING_BYTES;
    emit(conn);
    await new Promise((resolve) => setImmediate(resolve));
    expect(close).toHaveBeenCalledExactlyOnceWith(true);
  });

  test('MAX_FEED_WAITING_LENGTH of events, then they are told at once', () => {
    const send = vi.fn();
    const texts = new EventTexts('/admin', send);
    const add = (length: number): void => {
      const text = `2["${'x'.repeat(length)}"]`;
      texts.add('event_sent', '/', 'a', { head: text, attachments: [] }, text);
    };
    add(MAX_FEED_WAITING_LENGTH / 2);
    expect(send).not.toHaveBeenCalled();
    add(MAX_FEED_WAITING_LENGTH / 2);
    expect(send).toHaveBeenCalledOnce();
  });

  test('MAX_TAP_ITEMS_PER_SECOND of a tap, whatever it asks for', () => {
    const much = Number.MAX_SAFE_INTEGER;
    const tap = new PacketTap({ where: {}, sample: 1, maxPerSecond: much, maxBytesPerSecond: much, credits: much });
    const record = (at: number): TapRecord => ({ type: 'socket_disconnect', at, namespace: '/', socketId: 's', reason: '' });
    for (let n = 0; n < MAX_TAP_ITEMS_PER_SECOND + 1000; n++) {
      tap.offer(record(1000));
      // What is held before it is sent has a bound of its own.
      if (n % 1000 === 999) tap.take('n');
    }
    tap.offer(record(1000));
    expect(tap.take('n')).toMatchObject({ items: [], dropped: 1 });
    tap.offer(record(2000));
    expect(tap.take('n')).toMatchObject({ items: [{}], dropped: 0 });
  });
});

describe('what an admin is shown at first', () => {
  function shown(count: number, data: string): Promise<readonly unknown[]> {
    const handshake = { headers: {}, query: {}, issued: 0, secure: false, time: '', url: '/', xdomain: false, address: '' };
    const sockets = Array.from({ length: count }, (_, n) => {
      const socket = { id: `s${n}`, conn: { transport: { name: 'websocket' } }, data: { text: data }, handshake, rooms: new Set([`s${n}`]) };
      return { socket, namespace: '/', engineId: `e${n}`, connectedAt: 0 } as unknown as TrackedSocket;
    });
    const find = (_: string, id: string): TrackedSocket | undefined => sockets[Number(id.slice(1))];
    const context = {
      registry: { sockets: new Set(sockets), find },
      options: { redact: false },
      cluster: { ask: () => Promise.resolve({ answers: [] }) },
    };
    return new AllSockets(context as unknown as AgentContext).take();
  }

  test('MAX_LEGACY_SOCKETS of them', async () => {
    expect(await shown(MAX_LEGACY_SOCKETS - 1, '')).toHaveLength(MAX_LEGACY_SOCKETS - 1);
    expect(await shown(MAX_LEGACY_SOCKETS + 10, '')).toHaveLength(MAX_LEGACY_SOCKETS);
  });

  test('MAX_LEGACY_SOCKETS_BYTES of them', async () => {
    const large = await shown(MAX_LEGACY_SOCKETS, 'x'.repeat(2000));
    expect(large.length).toBeLessThan(MAX_LEGACY_SOCKETS);
    const bytes = JSON.stringify(large).length;
    expect(bytes).toBeLessThanOrEqual(MAX_LEGACY_SOCKETS_BYTES + large.length);
    expect(bytes).toBeGreaterThan(MAX_LEGACY_SOCKETS_BYTES * 0.99);
  });
});

describe('what is awaited', () => {
  test('MAX_AGENT_REQUESTS of the other servers, one more is refused', async () => {
    const namespace = Object.assign(new EventEmitter(), {
      name: '/admin',
      adapter: { serverCount: () => Promise.resolve(2) },
      serverSideEmit: () => {},
    });
    const cluster = new ClusterRequests(namespace as unknown as NamespaceLike, 'here');
    cluster.open();
    const asked = Array.from({ length: MAX_AGENT_REQUESTS }, () => cluster.ask('x', null, 60_000));
    await new Promise((resolve) => setImmediate(resolve));
    await expect(cluster.ask('x', null, 60_000)).rejects.toMatchObject({ code: 'TOO_MANY_CLUSTER_REQUESTS' });
    await cluster.close();
    await expect(Promise.all(asked)).resolves.toHaveLength(MAX_AGENT_REQUESTS);
  });

  test('MAX_AWAITED_MESSAGES of an admin, MAX_AWAITED_ACKS of them all, one more is refused', async () => {
    const sockets = new Map(Array.from({ length: 10_000 }, (_, n) => [`s${n}`, { id: `s${n}`, rooms: new Set(), ...silent() }]));
    const namespace = { name: '/', sockets, adapter: { rooms: new Map([['one', new Set(['s0'])]]) } };
    const context = {
      node: { nodeId: 'here' },
      namespace: { name: '/admin' },
      options: { namespaceName: '/admin' },
      registry: {
        namespaces: new Map([['/', { namespace }]]),
        sockets: new Set([...sockets.values()].map((socket) => ({ socket, namespace: '/' }))),
        find: (_: string, id: string) => ({ socket: sockets.get(id), namespace: '/' }),
        observe: () => () => {},
      },
      cluster: { handle: () => {}, ask: () => Promise.resolve({ answers: [], expected: 0 }), tell: () => {} },
    };
    const messages = new Messages(context as unknown as AgentContext);
    onTestFinished(() => messages.close());
    const outbox = { send: () => {} } as unknown as Parameters<Messages['send']>[1];
    const message = (sendId: number, rooms: readonly string[] | null): XMessage => ({
      target: { namespace: '/', rooms, except: [] },
      event: 'ask',
      args: [],
      volatile: false,
      compress: true,
      ackTimeoutMs: 60_000,
      sendId,
    });
    for (let n = 0; n < MAX_AWAITED_MESSAGES; n++) await messages.send('a', outbox, message(n, ['one']));
    await expect(messages.send('a', outbox, message(MAX_AWAITED_MESSAGES, ['one']))).rejects.toMatchObject({ code: 'TOO_MANY' });
    for (let n = 1; n < MAX_AWAITED_ACKS / 10_000; n++) await messages.send('b', outbox, message(n, null));
    await expect(messages.send('b', outbox, message(50, null))).rejects.toMatchObject({ code: 'TOO_MANY' });
  });

  /** A socket that never answers. */
  function silent(): object {
    const socket = {
      connected: true,
      on: () => {},
      off: () => {},
      emit: () => {},
      compress: () => socket,
      timeout: () => socket,
      volatile: null as unknown,
    };
    socket.volatile = socket;
    return socket;
  }
});
