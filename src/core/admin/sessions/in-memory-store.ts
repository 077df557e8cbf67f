import { MAX_ADMIN_SESSIONS } from '../../limits.ts';
import { IDLE_DURATION_SECONDS, SESSION_DURATION_SECONDS, type SessionLifetime, type SessionRecord, type SessionStore } from './session-store.ts';

/** For one server: its sessions end with it. */
export class InMemoryStore implements SessionStore {
  /** By hash, the oldest first. */
  readonly #records = new Map<string, SessionRecord>();
  readonly #durationMs: number;
  readonly #idleMs: number;
  readonly #now: () => number;

  constructor(
    { sessionDuration = SESSION_DURATION_SECONDS, idleDuration = IDLE_DURATION_SECONDS }: SessionLifetime = {},
    now: () => number = Date.now,
  ) {
    this.#durationMs = sessionDuration * 1000;
    this.#idleMs = idleDuration * 1000;
    this.#now = now;
  }

  save(record: SessionRecord): Promise<void> {
    this.#dropExpired();
    this.#records.set(record.hash, record);
    if (this.#records.size > MAX_ADMIN_SESSIONS) {
      const [oldest] = this.#records.keys();
      if (oldest !== undefined) this.#records.delete(oldest);
    }
    return Promise.resolve();
  }

  find(hash: string): Promise<SessionRecord | null> {
    this.#dropExpired();
    const record = this.#records.get(hash);
    if (record === undefined) return Promise.resolve(null);
    const seen = { ...record, lastSeenAt: this.#now() };
    this.#records.set(hash, seen);
    return Promise.resolve(seen);
  }

  list(): Promise<readonly SessionRecord[]> {
    this.#dropExpired();
    return Promise.resolve([...this.#records.values()]);
  }

  revoke(hash: string): Promise<boolean> {
    return Promise.resolve(this.#records.delete(hash));
  }

  #dropExpired(): void {
    const now = this.#now();
    for (const { hash, createdAt, lastSeenAt } of this.#records.values()) {
      if (now - createdAt >= this.#durationMs || now - lastSeenAt >= this.#idleMs) this.#records.delete(hash);
    }
  }
}
