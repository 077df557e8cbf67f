// Makes a server administrable: a namespace that admins log in to, beside those of the program. It is built on the public
// API alone, so that it serves our server and the official one alike.

import { UsageError } from '../errors.ts';
import { callSafely } from '../uncaught.ts';
import { AdminSessions } from './admin-sessions.ts';
import type { AgentContext } from './agent-context.ts';
import { AuditLog } from './audit-log.ts';
import { Authenticator } from './auth/authenticator.ts';
import { ClusterRequests } from './cluster-requests.ts';
import { takeCommands } from './commands.ts';
import { Connections } from './connections.ts';
import { guard } from './guard.ts';
import { LegacyFeed } from './legacy/legacy-feed.ts';
import { MetricsService } from './metrics/metrics-service.ts';
import { type AgentOptions, agentOptions, basicUsers, type InstrumentOptions, nodeOf } from './options.ts';
import { SocketRegistry } from './registry.ts';
import { sessionRoom } from './rooms.ts';
import type { ServerLike, SocketLike } from './server-like.ts';
import { InMemoryStore } from './sessions/in-memory-store.ts';
import { isSessionStore, officialSessions } from './sessions/official-sessions.ts';
import { handleOf } from './sessions/session-id.ts';
import type { SessionStore } from './sessions/session-store.ts';
import { Superset, speaksSuperset } from './superset/superset.ts';
import type { XAuditEntry } from './wire.ts';

export interface AdminAgent {
  /** The last actions of admins on this server, oldest first. */
  readonly auditEntries: readonly XAuditEntry[];
  /** Where `metrics` with a port of its own are served, once it listens. */
  readonly metricsUrl: Promise<string> | null;
  /** What Prometheus is told; rejects with a UsageError `INVALID_OPTION` without the option `metrics`. */
  metrics(): Promise<string>;
  /** Takes back all that it put into the server; admins leave the namespace, and nobody gets in. */
  close(): Promise<void>;
}

/** Throws a UsageError `INVALID_OPTION`, or `MISSING_PACKAGE`. */
export function instrument(io: ServerLike, given: Partial<InstrumentOptions>): AdminAgent {
  return new Agent(io, agentOptions(given)).open();
}

class Agent implements AdminAgent {
  readonly #context: AgentContext;
  readonly #admins: AdminSessions;
  readonly #feed: LegacyFeed;
  readonly #superset: Superset;
  readonly #metrics: MetricsService | null;
  #closeDoor: () => void = () => {};

  constructor(io: ServerLike, options: AgentOptions) {
    const sessions = sessionsOf(options);
    this.#context = contextOf(io, options, options.store !== null && !isSessionStore(options.store) ? null : sessions);
    this.#admins = new AdminSessions(this.#context, new Authenticator(options, sessions));
    this.#feed = new LegacyFeed(this.#context);
    this.#superset = new Superset(this.#context);
    this.#metrics = options.metrics === undefined ? null : new MetricsService(this.#context, options.metrics, () => this.#feed.dropped);
  }

  open(): this {
    const { namespace, registry, connections, cluster } = this.#context;
    this.#closeDoor = guard(namespace, (socket) => this.#admins.logIn(socket));
    this.#metrics?.open();
    this.#admins.open();
    registry.open();
    connections.open();
    cluster.open();
    this.#feed.open();
    namespace.on('connection', this.#onConnection);
    return this;
  }

  get auditEntries(): readonly XAuditEntry[] {
    return this.#context.auditLog.entries;
  }

  get metricsUrl(): Promise<string> | null {
    return this.#metrics?.url ?? null;
  }

  async metrics(): Promise<string> {
    if (this.#metrics === null) throw new UsageError('INVALID_OPTION', 'without the option `metrics` there are none');
    return this.#metrics.text();
  }

  async close(): Promise<void> {
    const { namespace, registry, connections, cluster } = this.#context;
    this.#closeDoor();
    namespace.off('connection', this.#onConnection);
    namespace.local.disconnectSockets();
    this.#feed.close();
    this.#superset.close();
    connections.close();
    registry.close();
    await Promise.all([cluster.close(), this.#admins.close(), this.#metrics?.close()]);
  }

  readonly #onConnection = (socket: SocketLike): void => void this.#admit(socket);

  async #admit(socket: SocketLike): Promise<void> {
    const user = await this.#admins.arrive(socket);
    if (user === null) {
      socket.disconnect();
      return;
    }
    takeCommands(this.#context, socket, user);
    if (speaksSuperset(socket, user)) this.#superset.admit(socket, user);
    else await this.#feed.admit(socket, user);
  }
}

function contextOf(io: ServerLike, options: AgentOptions, sessions: SessionStore | null): AgentContext {
  const namespace = io.of(options.namespaceName);
  const node = nodeOf(options.serverId);
  const auditLog = new AuditLog();
  return {
    io,
    namespace,
    options,
    node,
    registry: new SocketRegistry(io, namespace.name),
    connections: new Connections(io),
    cluster: new ClusterRequests(namespace, node.nodeId),
    sessions,
    auditLog,
    async endSession(hash) {
      const wasThere = (await sessions?.revoke(hash)) ?? false;
      namespace.in(sessionRoom(handleOf(hash))).disconnectSockets();
      return wasThere;
    },
    audit(entry) {
      const whole = { ...entry, at: Date.now(), nodeId: node.nodeId };
      auditLog.add(whole);
      callSafely(options.onAudit, whole);
    },
  };
}

/** `null`: nobody logs in. */
function sessionsOf({ auth, store }: AgentOptions): SessionStore | null {
  if (auth === false) return null;
  if (store === null) return new InMemoryStore();
  if (isSessionStore(store)) return store;
  const [user] = auth.type === 'basic' ? basicUsers(auth) : [];
  // `agentOptions` has seen to it that there is one.
  return officialSessions(store, user?.username ?? '');
}
