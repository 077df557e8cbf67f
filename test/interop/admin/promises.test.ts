// What the agent promises of security, against an admin that is any program: see docs/security.md.

import { hashSync } from 'bcryptjs';
import { describe, expect, test, vi } from 'vitest';
import { InMemoryStore } from '../../../src/core/admin/index.ts';
import {
  type Administered,
  admin,
  administered,
  BASIC,
  client,
  PASSWORD,
  PASSWORD_HASH,
  SERVER_KINDS,
  TestClient,
} from '../../fixtures/admin/administered.ts';

const SUPERSET = { query: { x_admin: '1' } };
const EVERYBODY = { namespace: '/', rooms: null, except: [] };
const MESSAGE = { target: EVERYBODY, event: 'hello', args: [], ackTimeoutMs: null };
const USERS = { type: 'basic', users: [{ username: 'ada', password: PASSWORD_HASH, role: 'readonly' }] } as const;
const ADA = { username: 'ada', password: PASSWORD };

/** Every command there is, by whether it changes something of the program: with what it would be done with. */
const COMMANDS: Readonly<Record<string, { readonly changes: boolean; readonly args: readonly unknown[] }>> = {
  emit: { changes: true, args: ['/', undefined, 'hello'] },
  join: { changes: true, args: ['/', 'room'] },
  leave: { changes: true, args: ['/', 'kept'] },
  _disconnect: { changes: true, args: ['/', true] },
  x_emit: { changes: true, args: [MESSAGE] },
  x_bulk: { changes: true, args: [{ action: 'disconnect', target: EVERYBODY, close: true, isDryRun: false }] },
  x_query: { changes: false, args: [] },
  x_watch: { changes: false, args: [] },
  x_unwatch: { changes: false, args: [] },
  x_tap: { changes: false, args: [] },
  x_credits: { changes: false, args: [] },
  x_untap: { changes: false, args: [] },
  x_metrics: { changes: false, args: [] },
  // Ends logins of the same user; nothing of the program.
  x_session: { changes: false, args: [] },
  x_audit: { changes: false, args: [] },
  x_nsp: { changes: false, args: [] },
};
/** What is no message of the peer. */
const OWN_EVENTS = new Set(['disconnect', 'disconnecting', 'error']);

/** What the agent listens for from the admins that are here, by name. */
function listenedFor({ io }: Administered): readonly string[] {
  const names = [...io.of('/admin').sockets.values()].flatMap((socket) => (socket as unknown as { eventNames(): readonly string[] }).eventNames());
  return [...new Set(names)].filter((name) => !OWN_EVENTS.has(name)).toSorted();
}

describe.each(SERVER_KINDS)('the agent on the server: %s', (kind) => {
  test('every command is known to change or to look, and who may only look is refused each that changes', async () => {
    const server = await administered(kind, { auth: USERS });
    const bystander = await client(server.url);
    const there = server.io.of('/').sockets.get(bystander.id);
    await there?.join('kept');
    const looking = [await admin(server.url, ADA), await new TestClient(`${server.url}/admin`, ADA, SUPERSET).connect()];
    await vi.waitFor(() => expect(listenedFor(server)).toEqual(Object.keys(COMMANDS).toSorted()));
    const changes = Object.entries(COMMANDS).filter(([, { changes: isChange }]) => isChange);
    for (const { socket } of looking) {
      for (const [command, { args }] of changes) socket.emit(command, ...args, () => {});
    }
    // Those of the official protocol are heard of both; each is told of what was refused.
    const refused = () =>
      server.agent.auditEntries.filter(({ outcome, user }) => outcome === 'refused' && user === 'ada').map(({ action }) => action);
    await vi.waitFor(() => expect(new Set(refused())).toEqual(new Set(['emit', 'join', 'leave', '_disconnect', 'x_emit', 'x_bulk'])));
    expect(server.agent.auditEntries.filter(({ outcome, action }) => outcome === 'done' && action !== 'login')).toEqual([]);
    expect([...(there?.rooms ?? [])].toSorted()).toEqual([bystander.id, 'kept'].toSorted());
    expect([bystander.socket.connected, bystander.events]).toEqual([true, []]);
  });

  test('what was done is recorded with who, from where and on what, and without what was sent or shown at the door', async () => {
    const server = await administered(kind, { auth: BASIC });
    await expect(new TestClient(`${server.url}/admin`, { username: 'admin', password: 'PLANTED-guess' }).connect()).rejects.toThrow();
    const acting = await admin(server.url, { username: 'admin', password: PASSWORD });
    const [sessionId] = await acting.event('session');
    acting.socket.emit('emit', '/', undefined, 'hello', 'PLANTED-payload');
    const asking = await new TestClient(`${server.url}/admin`, { sessionId }, SUPERSET).connect();
    await asking.socket.emitWithAck('x_emit', { ...MESSAGE, args: ['PLANTED-payload'] });
    await vi.waitFor(() => expect(server.agent.auditEntries.filter(({ action }) => action.startsWith('emit'))).toHaveLength(2));
    for (const entry of server.agent.auditEntries)
      expect(entry).toMatchObject({ at: expect.any(Number), address: expect.stringContaining('127.0.0.1') });
    const text = JSON.stringify(server.agent.auditEntries);
    for (const secret of ['PLANTED', PASSWORD, PASSWORD_HASH, String(sessionId)]) expect(text).not.toContain(secret);
    expect(server.agent.auditEntries.map(({ action, outcome }) => `${action} ${outcome}`)).toContain('login refused refused');
  });

  test('a page of another origin is let in by no header that it can set', async () => {
    const server = await administered(kind, { auth: BASIC });
    const origins = [
      'null',
      'https://admin.socket.io.evil.example',
      'https://evil.example',
      'http://admin.socket.io',
      'https://admin.socket.io:8443',
      'x',
    ];
    for (const origin of origins) {
      const page = new TestClient(`${server.url}/admin`, { username: 'admin', password: PASSWORD }, { extraHeaders: { origin } });
      await expect(page.connect(), origin).rejects.toThrow('origin not allowed');
    }
    const own = new TestClient(
      `${server.url}/admin`,
      { username: 'admin', password: PASSWORD },
      { extraHeaders: { origin: 'https://admin.socket.io' } },
    );
    await own.connect();
  });
});

test('a session of a store that outlives the server ends when the password is another one', async () => {
  const store = new InMemoryStore();
  const first = await administered('ours', { auth: BASIC, store });
  const [sessionId] = await (await admin(first.url, { username: 'admin', password: PASSWORD })).event('session');
  const same = await administered('ours', { auth: BASIC, store });
  await admin(same.url, { sessionId });
  const changed = await administered('ours', { auth: { ...BASIC, password: hashSync('another', 4) }, store });
  await expect(new TestClient(`${changed.url}/admin`, { sessionId }).connect()).rejects.toThrow('invalid credentials');
});
