import type { OfficialStore, SessionRecord, SessionStore } from './session-store.ts';

/** A store of the official kind, for a server of one user: it says whether a session is there, and no more. */
export function officialSessions(store: OfficialStore, user: string): SessionStore {
  return {
    async save({ hash }: SessionRecord) {
      await store.saveSession(hash);
    },
    async find(hash) {
      if ((await store.doesSessionExist(hash)) !== true) return null;
      const now = Date.now();
      return { hash, user, role: 'admin', features: [], createdAt: now, lastSeenAt: now };
    },
    list: () => Promise.resolve([]),
    revoke: () => Promise.resolve(false),
  };
}

export function isSessionStore(store: SessionStore | OfficialStore): store is SessionStore {
  return 'find' in store && 'revoke' in store;
}
