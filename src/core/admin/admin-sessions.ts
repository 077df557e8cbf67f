// The admins that are here: who they are from the door on, and for how long their sessions last.

import { setTimeout } from 'node:timers/promises';
import type { AgentContext } from './agent-context.ts';
import { LOGIN_REFUSED } from './audit-log.ts';
import type { Authenticator, Login, Refusal } from './auth/authenticator.ts';
import { keepLogin, loginOf } from './login-data.ts';
import { sessionRoom } from './rooms.ts';
import type { SocketLike } from './server-like.ts';
import { handleOf } from './sessions/session-id.ts';
import { type AdminUser, adminUser, allowedFeatures } from './users.ts';

/** How often those that stay are seen. */
const SEE_EVERY_MS = 5 * 60 * 1000;
const MAX_SHOWN_NAME = 64;
/** What a store may take that is away. */
const LAST_SEEN_TIMEOUT_MS = 1000;

export class AdminSessions {
  readonly #context: AgentContext;
  readonly #authenticator: Authenticator;
  /** Ids that are to be told once the client is connected. */
  readonly #newIds = new WeakMap<SocketLike, string>();
  readonly #hashes = new Map<SocketLike, string>();
  /** Under way. */
  readonly #touches = new Set<Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(context: AgentContext, authenticator: Authenticator) {
    this.#context = context;
    this.#authenticator = authenticator;
  }

  open(): void {
    this.#timer = setInterval(() => this.#see(), SEE_EVERY_MS).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#hashes.clear();
    // The program closes its store next.
    await Promise.race([Promise.all(this.#touches), setTimeout(LAST_SEEN_TIMEOUT_MS, undefined, { ref: false })]);
    await this.#authenticator.close();
  }

  /** At the door. */
  async logIn(socket: SocketLike): Promise<Login | Refusal> {
    const login = await this.#authenticator.authenticate(socket);
    const { address } = socket.handshake;
    if (!('user' in login)) {
      const { username } = socket.handshake.auth;
      const named = typeof username === 'string' ? ` as "${username.slice(0, MAX_SHOWN_NAME)}"` : '';
      this.#context.audit({ user: null, address, action: LOGIN_REFUSED, target: `${login.message}${named}`, outcome: 'refused' });
      return login;
    }
    const { user, sessionHash, newSessionId } = login;
    if (newSessionId !== null) this.#newIds.set(socket, newSessionId);
    keepLogin(socket, { name: user.name, role: user.role, features: [...user.features], sessionHash });
    const isResumed = sessionHash !== null && newSessionId === null;
    this.#context.audit({ user: user.name, address, action: 'login', target: isResumed ? 'with a session' : '', outcome: 'done' });
    return login;
  }

  /** Behind the door; `null`: it has no business here. */
  async arrive(socket: SocketLike): Promise<AdminUser | null> {
    const user = await this.#userOf(socket);
    if (user === null || !socket.connected) return null;
    const newId = this.#newIds.get(socket);
    // Not at the door, as the official agent does: its UI does not hear what comes before the connection is there.
    if (newId !== undefined) socket.emit('session', newId);
    const hash = loginOf(socket)?.sessionHash ?? null;
    if (hash === null) return user;
    this.#hashes.set(socket, hash);
    void socket.join(sessionRoom(handleOf(hash)));
    socket.on('disconnect', () => {
      this.#hashes.delete(socket);
      void this.#touch(hash);
    });
    return user;
  }

  async #userOf(socket: SocketLike): Promise<AdminUser | null> {
    const login = loginOf(socket);
    const { isDevelopment, readonly: isReadonly } = this.#context.options;
    if (login === null) return null;
    const { name, role, features, sessionHash } = login;
    if (socket.recovered && sessionHash !== null) return this.#resumed(sessionHash);
    return adminUser(name, role === 'custom' ? { features } : { role }, allowedFeatures({ isReadonly, isDevelopment }));
  }

  /** One that is recovered has passed no door since; its session may be over. */
  async #resumed(hash: string): Promise<AdminUser | null> {
    try {
      return (await this.#authenticator.resume(hash))?.user ?? null;
    } catch {
      return null;
    }
  }

  /** A session that is over takes its connections with it. */
  #see(): void {
    for (const hash of new Set(this.#hashes.values())) void this.#touch(hash).then((isThere) => isThere === false && this.#context.endSession(hash));
  }

  /** Whether the session is there still; `null`: the store could not say, which is shown when somebody comes with it. */
  #touch(hash: string): Promise<boolean | null> {
    const touch = this.#authenticator.resume(hash).then(
      (login) => login !== null,
      () => null,
    );
    this.#touches.add(touch);
    void touch.then(() => this.#touches.delete(touch));
    return touch;
  }
}
