import { loginOf } from '../login-data.ts';
import { handleOf } from '../sessions/session-id.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { XSession } from '../wire.ts';
import type { AdminSession } from './admin-session.ts';
import { Refusal, readMembers, readName, readOneOf } from './read-request.ts';

/** The logins of the admin's own user: shown, and ended. */
export async function sessions(admin: AdminSession, request: unknown): Promise<object | undefined> {
  const { action, handle } = readMembers(request, 'the request');
  const store = admin.context.sessions;
  if (store === null) throw new Refusal('GONE', 'this server keeps no sessions');
  const hash = loginOf(admin.socket)?.sessionHash ?? null;
  const own = hash === null ? null : handleOf(hash);
  switch (readOneOf(action, ['list', 'revoke', 'log-out'] as const, 'action')) {
    case 'list':
      return { sessions: await list(store, admin.user.name, own) };
    case 'revoke':
      await revoke(admin, store, 'end session', readName(handle, 'handle'));
      return undefined;
    case 'log-out':
      if (own === null) throw new Refusal('GONE', 'this admin has no session');
      await revoke(admin, store, 'log out', own);
      return undefined;
  }
}

async function list(store: SessionStore, user: string | null, own: string | null): Promise<readonly XSession[]> {
  const records = await store.list();
  return records
    .filter((record) => record.user === user)
    .map(({ hash, user: name, createdAt, lastSeenAt }) => {
      const handle = handleOf(hash);
      return { handle, user: name, createdAt, lastSeenAt, isOwn: handle === own };
    });
}

/** Ends it, and the connections that were let in with it, once this command was answered. */
async function revoke({ context, user, note }: AdminSession, store: SessionStore, action: 'end session' | 'log out', handle: string): Promise<void> {
  const record = (await store.list()).find(({ hash, user: name }) => handleOf(hash) === handle && name === user.name);
  if (record === undefined) {
    note(action, handle, 'refused');
    throw new Refusal('GONE', 'there is no such session');
  }
  note(action, handle, 'done');
  // Its own connections go with it: the answer goes before.
  setImmediate(() => void context.endSession(record.hash));
}
