// Who an admin is. A client shows a session that it was given, or logs in and is given one; each field of what it sends is
// looked at before it is used, and nothing that goes wrong leaves this file but as a refusal.

import { LimitError } from '../../errors.ts';
import { callSafely } from '../../uncaught.ts';
import { type AgentOptions, basicUsers, type CustomAuthentication } from '../options.ts';
import type { HandshakeLike, SocketLike } from '../server-like.ts';
import { hashOf, isSessionId, newSessionId } from '../sessions/session-id.ts';
import type { SessionRecord, SessionStore } from '../sessions/session-store.ts';
import { type AdminUser, type AnyFeature, adminUser, allowedFeatures, isFeature, type UserRights } from '../users.ts';
import { BasicUsers } from './basic-users.ts';
import { LoginLimits } from './login-limits.ts';
import { isOriginAllowed } from './origin.ts';
import { PasswordWorker } from './password-worker.ts';

/** An admin that was let in. */
export interface Login {
  readonly user: AdminUser;
  /** `null`: it has none. */
  readonly sessionHash: string | null;
  /** To be told to the client; `null`: it knows it, or there is none. */
  readonly newSessionId: string | null;
}

/** A `code` for our console beside the message, which official clients show. */
export interface Refusal {
  readonly message: string;
  readonly code: 'INVALID_CREDENTIALS' | 'TOO_MANY_LOGINS' | 'ORIGIN_NOT_ALLOWED' | 'STORE_FAILED' | 'NOT_ADMINISTERED';
}

interface Identity {
  readonly name: string;
  readonly rights: UserRights;
}

// The official agent's words: its admin UI shows them.
const INVALID: Refusal = { message: 'invalid credentials', code: 'INVALID_CREDENTIALS' };
const TOO_MANY: Refusal = { message: 'too many failed logins, try again in a minute', code: 'TOO_MANY_LOGINS' };
const WRONG_ORIGIN: Refusal = { message: 'origin not allowed', code: 'ORIGIN_NOT_ALLOWED' };
const STORE_FAILED: Refusal = { message: 'the session store failed', code: 'STORE_FAILED' };

export class Authenticator {
  readonly #options: AgentOptions;
  readonly #sessions: SessionStore | null;
  readonly #allowed: ReadonlySet<AnyFeature>;
  readonly #worker = new PasswordWorker();
  readonly #limits = new LoginLimits();
  readonly #users: BasicUsers | null;

  constructor(options: AgentOptions, sessions: SessionStore | null) {
    this.#options = options;
    this.#sessions = sessions;
    this.#allowed = allowedFeatures({ isReadonly: options.readonly, isDevelopment: options.isDevelopment });
    const { auth } = options;
    this.#users = auth !== false && auth.type === 'basic' ? new BasicUsers(basicUsers(auth), this.#worker) : null;
  }

  close(): Promise<void> {
    return this.#worker.close();
  }

  /** Never rejects. */
  async authenticate({ handshake }: SocketLike): Promise<Login | Refusal> {
    const { allowedOrigins, auth } = this.#options;
    if (!isOriginAllowed(handshake.headers, allowedOrigins)) return WRONG_ORIGIN;
    if (auth === false) return { user: adminUser(null, {}, this.#allowed), sessionHash: null, newSessionId: null };
    const { sessionId } = handshake.auth;
    try {
      const resumed = isSessionId(sessionId) ? await this.resume(hashOf(sessionId)) : null;
      return resumed ?? (await this.#logIn(handshake));
    } catch (error) {
      callSafely(this.#options.onError, error);
      return STORE_FAILED;
    }
  }

  /** The login of a session that is still good. Rejects with what the store throws. */
  async resume(sessionHash: string): Promise<Login | null> {
    const record = (await this.#sessions?.find(sessionHash)) ?? null;
    const identity = record === null ? null : this.#identityOf(record);
    return identity === null ? null : { user: this.#user(identity), sessionHash, newSessionId: null };
  }

  /** Of a user that is not one any more, or has another password since: none. */
  #identityOf(record: SessionRecord): Identity | null {
    if (this.#users !== null) {
      const user = this.#users.named(record.user);
      const isOutdated = record.credential !== undefined && record.credential !== this.#users.credentialOf(record.user);
      return user === null || isOutdated ? null : { name: user.username, rights: user };
    }
    const { role, features, user: name } = record;
    return { name, rights: role === 'custom' ? { features } : { role } };
  }

  async #logIn({ auth, address, headers }: HandshakeLike): Promise<Login | Refusal> {
    if (!this.#limits.begin(address, performance.now())) return TOO_MANY;
    let identity: Identity | null = null;
    let isBusy = false;
    try {
      identity = await this.#identify(auth, { address, headers });
    } catch (error) {
      isBusy = error instanceof LimitError;
      if (!isBusy) callSafely(this.#options.onError, error);
    }
    this.#limits.end(address, identity === null && !isBusy, performance.now());
    if (identity === null) return isBusy ? TOO_MANY : INVALID;
    const user = this.#user(identity);
    return { user, ...(await this.#newSession(user)) };
  }

  async #identify(
    credentials: Readonly<Record<string, unknown>>,
    client: Parameters<CustomAuthentication['authenticate']>[1],
  ): Promise<Identity | null> {
    const { auth } = this.#options;
    if (auth === false) return null;
    if (this.#users !== null) {
      const user = await this.#users.find(credentials.username, credentials.password);
      return user === null ? null : { name: user.username, rights: user };
    }
    if (auth.type !== 'custom') return null;
    const user = await auth.authenticate(credentials, client);
    if (user === null || typeof user?.username !== 'string') return null;
    return { name: user.username, rights: { ...user, ...(user.features === undefined ? {} : { features: user.features.filter(isFeature) }) } };
  }

  /** A store that fails costs the session and not the login: whoever looks into what is wrong must get in. */
  async #newSession({ name, role, features }: AdminUser): Promise<Pick<Login, 'sessionHash' | 'newSessionId'>> {
    const id = newSessionId();
    const sessionHash = hashOf(id);
    const now = Date.now();
    const credential = this.#users?.credentialOf(name ?? '') ?? null;
    try {
      await this.#sessions?.save({
        hash: sessionHash,
        user: name ?? '',
        role,
        features: role === 'custom' ? [...features] : [],
        createdAt: now,
        lastSeenAt: now,
        ...(credential === null ? {} : { credential }),
      });
    } catch (error) {
      callSafely(this.#options.onError, error);
      return { sessionHash: null, newSessionId: null };
    }
    return { sessionHash, newSessionId: id };
  }

  #user({ name, rights }: Identity): AdminUser {
    return adminUser(name, rights, this.#allowed);
  }
}
