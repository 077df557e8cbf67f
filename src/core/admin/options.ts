// What `instrument` is given: the official agent's options, under their names, and ours beside them.

import cluster from 'node:cluster';
import type { IncomingHttpHeaders } from 'node:http';
import { hostname } from 'node:os';
import { generateId } from '../engine/generate-id.ts';
import { UsageError } from '../errors.ts';
import { isSecretName } from './redact.ts';
import { isSessionStore } from './sessions/official-sessions.ts';
import type { OfficialStore, SessionStore } from './sessions/session-store.ts';
import { isFeature, type UserRights } from './users.ts';
import type { XAuditEntry, XNode } from './wire.ts';

export interface BasicUser extends UserRights {
  readonly username: string;
  /** A bcrypt hash. */
  readonly password: string;
}

export interface BasicAuthentication extends Partial<BasicUser> {
  readonly type: 'basic';
  /** Several, instead of `username` and `password`. */
  readonly users?: readonly BasicUser[];
}

export interface CustomUser extends UserRights {
  readonly username: string;
}

export interface CustomAuthentication {
  readonly type: 'custom';
  /** `credentials`: the client's `auth`, unchecked. `null`: not let in; so is whoever it throws for. */
  authenticate(
    credentials: Readonly<Record<string, unknown>>,
    client: { readonly address: string; readonly headers: IncomingHttpHeaders },
  ): CustomUser | null | Promise<CustomUser | null>;
}

export interface MetricsOptions {
  /** Where they are served, on `port` or on the HTTP server that the server is attached to by the next tick. `/metrics`. */
  readonly path?: string;
  /** A port of its own; 0: any. */
  readonly port?: number;
  /** Of `port`. `127.0.0.1`. */
  readonly host?: string;
  /** Asked for as `Authorization: Bearer …`. */
  readonly token?: string;
}

export interface InstrumentOptions {
  /** `/admin`. */
  readonly namespaceName: string;
  /** Must be given: `false` lets everybody in. */
  readonly auth?: false | BasicAuthentication | CustomAuthentication;
  /** Nothing can be changed. `false`. */
  readonly readonly: boolean;
  /** The hostname, with the process's id in a worker of `node:cluster`. */
  readonly serverId?: string;
  /** Where sessions are kept. In memory. */
  readonly store: SessionStore | OfficialStore;
  /** In `development` (as NODE_ENV, or without it) admins of the official protocol see sockets and events; in any other, only numbers. */
  readonly mode: string;
  /** ms between two `server_stats`. 2000. */
  readonly serverStatsInterval: number;
  /** Origins of pages that may administer this server, beside its own; `*`: all, `http://localhost:*`: on any port. `['https://admin.socket.io']`, the official admin UI. */
  readonly allowedOrigins: readonly string[];
  /** Whether a header or query key is shown as `[redacted]`; `false`: none is. Those that carry secrets. */
  readonly redact: false | ((name: string) => boolean);
  /** Told of each action, refused ones too. */
  readonly onAudit?: (entry: XAuditEntry) => void;
  /** Told what a store, or `authenticate`, has thrown: the admin is only told that it was refused. */
  readonly onError?: (error: unknown) => void;
  /** For Prometheus; needs the package `prom-client`. Off. */
  readonly metrics?: MetricsOptions;
}

/** With the defaults. */
export interface AgentOptions extends Omit<InstrumentOptions, 'auth' | 'store' | 'serverId'> {
  readonly auth: false | BasicAuthentication | CustomAuthentication;
  readonly store: SessionStore | OfficialStore | null;
  readonly serverId: string;
  readonly isDevelopment: boolean;
}

const BCRYPT_HASH = /^\$2[aby]?\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;
const DEFAULT_STATS_INTERVAL_MS = 2000;
/** Where the official admin UI is served. */
export const OFFICIAL_ORIGINS: readonly string[] = ['https://admin.socket.io'];

/** Throws a UsageError `INVALID_OPTION`. */
export function agentOptions(given: Partial<InstrumentOptions>): AgentOptions {
  const { auth, mode = process.env.NODE_ENV || 'development', serverStatsInterval = DEFAULT_STATS_INTERVAL_MS } = given;
  if (auth === undefined) throw invalid('the `auth` option must be specified or explicitly set to `false`');
  if (auth !== false) checkAuthentication(auth);
  if (auth !== false && given.store !== undefined) checkStore(auth, given.store);
  if (!Number.isFinite(serverStatsInterval) || serverStatsInterval < 1) throw invalid(`a serverStatsInterval of ${serverStatsInterval} ms`);
  const name = given.namespaceName ?? '/admin';
  return {
    ...given,
    auth,
    mode,
    serverStatsInterval,
    isDevelopment: mode === 'development',
    namespaceName: name.startsWith('/') ? name : `/${name}`,
    readonly: given.readonly ?? false,
    serverId: given.serverId || defaultServerId(),
    store: given.store ?? null,
    allowedOrigins: given.allowedOrigins ?? OFFICIAL_ORIGINS,
    redact: given.redact ?? isSecretName,
  };
}

/** The users of `basic` authentication, however they were given. */
export function basicUsers(auth: BasicAuthentication): readonly BasicUser[] {
  if (auth.users !== undefined) return auth.users;
  const { username = '', password = '', ...rights } = auth;
  return [{ ...rights, username, password }];
}

export function nodeOf(serverId: string): XNode {
  // One process may have several servers, and containers repeat names and ids.
  const nodeId = `${serverId}#${hostname()}#${process.pid}#${generateId().slice(0, 6)}`;
  return { nodeId, serverId, hostname: hostname(), pid: process.pid };
}

function defaultServerId(): string {
  return cluster.isWorker ? `${hostname()}#${process.pid}` : hostname();
}

function checkAuthentication(auth: BasicAuthentication | CustomAuthentication): void {
  // What JavaScript programs give may be anything.
  const { type } = auth as { readonly type: unknown };
  if (auth.type === 'basic') checkUsers(auth);
  else if (type !== 'custom' || typeof auth.authenticate !== 'function') throw invalid('invalid `auth` option: its type is `basic` or `custom`');
}

function checkUsers(auth: BasicAuthentication): void {
  const users = basicUsers(auth);
  if (users.length === 0) throw invalid('`auth` without users');
  const names = new Set<string>();
  for (const { username, password, features = [] } of users) {
    if (typeof username !== 'string' || username === '') throw invalid('the `username` of a user must be a text');
    if (typeof password !== 'string' || !BCRYPT_HASH.test(password)) throw invalid('the `password` field must be a valid bcrypt hash');
    const unknown = features.find((feature) => !isFeature(feature));
    if (unknown !== undefined) throw invalid(`"${String(unknown)}" is not a feature`);
    if (names.has(username)) throw invalid(`two users are named "${username}"`);
    names.add(username);
  }
}

function checkStore(auth: BasicAuthentication | CustomAuthentication, store: SessionStore | OfficialStore): void {
  if (isSessionStore(store)) return;
  if (typeof store.doesSessionExist !== 'function' || typeof store.saveSession !== 'function') throw invalid('a `store` that is none');
  if (auth.type !== 'basic' || basicUsers(auth).length > 1) throw invalid('a `store` that keeps no users goes with one user');
}

function invalid(message: string): UsageError {
  return new UsageError('INVALID_OPTION', message);
}
