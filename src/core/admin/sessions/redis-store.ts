// Sessions that the servers of a cluster share, and that outlive them. A session is one key, which expires by itself; a
// sorted set of the hashes, by their logins, is there to list them and to bound them.

import { MAX_ADMIN_SESSIONS } from '../../limits.ts';
import { isFeature, type Role } from '../users.ts';
import { IDLE_DURATION_SECONDS, SESSION_DURATION_SECONDS, type SessionLifetime, type SessionRecord, type SessionStore } from './session-store.ts';

/** A connected client of the package `redis`, from 4 on, or of `ioredis`. */
export type RedisClientLike =
  | { call(command: string, ...args: string[]): Promise<unknown> }
  | { sendCommand(args: string[]): Promise<unknown>; readonly isOpen: boolean };

export interface RedisStoreOptions extends SessionLifetime {
  /** Of the keys. `socket.io-admin`. */
  readonly prefix?: string;
}

const ROLES: ReadonlySet<unknown> = new Set<Role>(['admin', 'readonly', 'custom']);

export class RedisStore implements SessionStore {
  readonly redisClient: RedisClientLike;
  readonly #prefix: string;
  readonly #durationMs: number;
  readonly #idleMs: number;

  constructor(
    redisClient: RedisClientLike,
    { prefix = 'socket.io-admin', sessionDuration = SESSION_DURATION_SECONDS, idleDuration = IDLE_DURATION_SECONDS }: RedisStoreOptions = {},
  ) {
    this.redisClient = redisClient;
    this.#prefix = prefix;
    this.#durationMs = sessionDuration * 1000;
    this.#idleMs = idleDuration * 1000;
  }

  async save(record: SessionRecord): Promise<void> {
    await this.#write(record, []);
    await this.#run('ZADD', this.#index, String(record.createdAt), record.hash);
    await this.#dropOldest();
  }

  async find(hash: string): Promise<SessionRecord | null> {
    const record = recordOf(await this.#run('GET', this.#key(hash)), hash);
    if (record === null) return null;
    const seen = { ...record, lastSeenAt: Date.now() };
    // Only if it is still there: one that was revoked in the meantime stays so.
    return (await this.#write(seen, ['XX'])) ? seen : null;
  }

  async list(): Promise<readonly SessionRecord[]> {
    const hashes = await this.#run('ZRANGE', this.#index, '0', '-1');
    if (!Array.isArray(hashes) || hashes.length === 0) return [];
    const names = hashes.map(String);
    const values = await this.#run('MGET', ...names.map((hash) => this.#key(hash)));
    const records = names.map((hash, index) => recordOf(Array.isArray(values) ? values[index] : null, hash));
    const expired = names.filter((_, index) => records[index] === null);
    if (expired.length > 0) await this.#run('ZREM', this.#index, ...expired);
    return records.filter((record) => record !== null);
  }

  async revoke(hash: string): Promise<boolean> {
    await this.#run('ZREM', this.#index, hash);
    return (await this.#run('DEL', this.#key(hash))) === 1;
  }

  get #index(): string {
    return `${this.#prefix}:sessions`;
  }

  #key(hash: string): string {
    return `${this.#prefix}#${hash}`;
  }

  /** Whether it was written: with `XX` only over what is there. */
  async #write(record: SessionRecord, condition: readonly string[]): Promise<boolean> {
    const leftMs = Math.min(record.createdAt + this.#durationMs, record.lastSeenAt + this.#idleMs) - Date.now();
    if (leftMs <= 0) return false;
    const { hash, ...kept } = record;
    return (await this.#run('SET', this.#key(hash), JSON.stringify(kept), 'PX', String(Math.ceil(leftMs)), ...condition)) !== null;
  }

  async #dropOldest(): Promise<void> {
    const before = String(Date.now() - this.#durationMs);
    await this.#run('ZREMRANGEBYSCORE', this.#index, '-inf', before);
    const surplus = Number(await this.#run('ZCARD', this.#index)) - MAX_ADMIN_SESSIONS;
    if (surplus <= 0) return;
    const oldest = await this.#run('ZRANGE', this.#index, '0', String(surplus - 1));
    for (const hash of Array.isArray(oldest) ? oldest.map(String) : []) await this.revoke(hash);
  }

  #run(command: string, ...args: string[]): Promise<unknown> {
    const client = this.redisClient;
    return 'call' in client ? client.call(command, ...args) : client.sendCommand([command, ...args]);
  }
}

/** What else is under the key is no session. */
function recordOf(text: unknown, hash: string): SessionRecord | null {
  if (typeof text !== 'string') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { user, role, features, createdAt, lastSeenAt, credential } = value as Readonly<Record<string, unknown>>;
  const isRecord =
    typeof user === 'string' && ROLES.has(role) && Array.isArray(features) && typeof createdAt === 'number' && typeof lastSeenAt === 'number';
  if (!isRecord) return null;
  const kept = { hash, user, role: role as Role, features: features.filter(isFeature), createdAt, lastSeenAt };
  return typeof credential === 'string' ? { ...kept, credential } : kept;
}
