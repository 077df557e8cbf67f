import type { AnyFeature, Role } from '../users.ts';

/** A login that lasts. The client has the id; whoever reads the store learns only its hash, which lets nobody in. */
export interface SessionRecord {
  /** SHA-256 of the id, as hexadecimal digits. */
  readonly hash: string;
  readonly user: string;
  readonly role: Role;
  /** Of the role `custom`. */
  readonly features: readonly AnyFeature[];
  /** ms since the epoch. */
  readonly createdAt: number;
  /** What the password was, in a way that does not tell it: another one ends the session. Not of `custom` authentication. */
  readonly credential?: string;
  readonly lastSeenAt: number;
}

/** Keeps sessions for as long as it was told to. What a method throws refuses one login, and nothing else. */
export interface SessionStore {
  save(record: SessionRecord): Promise<void>;
  /** `null` when it has expired or was revoked; else it was seen now. */
  find(hash: string): Promise<SessionRecord | null>;
  /** Those that have not expired, the oldest first. */
  list(): Promise<readonly SessionRecord[]>;
  /** Whether there was one. */
  revoke(hash: string): Promise<boolean>;
}

/** A store made for the official agent. It keeps no users: it goes with `auth` of one user. */
export interface OfficialStore {
  doesSessionExist(sessionId: string): Promise<boolean>;
  saveSession(sessionId: string): unknown;
}

export interface SessionLifetime {
  /** Seconds from the login. 86,400: a day. */
  readonly sessionDuration?: number;
  /** Seconds without a connection being made. 28,800: eight hours. */
  readonly idleDuration?: number;
}

export const SESSION_DURATION_SECONDS = 86_400;
export const IDLE_DURATION_SECONDS = 28_800;
