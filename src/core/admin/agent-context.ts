import type { AuditLog } from './audit-log.ts';
import type { ClusterRequests } from './cluster-requests.ts';
import type { Connections } from './connections.ts';
import type { AgentOptions } from './options.ts';
import type { SocketRegistry } from './registry.ts';
import type { NamespaceLike, ServerLike } from './server-like.ts';
import type { SessionStore } from './sessions/session-store.ts';
import type { XAuditEntry, XNode } from './wire.ts';

/** What the parts of one agent share. */
export interface AgentContext {
  readonly io: ServerLike;
  /** The admins'. */
  readonly namespace: NamespaceLike;
  readonly options: AgentOptions;
  readonly node: XNode;
  readonly registry: SocketRegistry;
  readonly connections: Connections;
  /** Asks the agents of the other servers. */
  readonly cluster: ClusterRequests;
  /** `null`: nobody logs in, or into a store that can't tell its sessions. */
  readonly sessions: SessionStore | null;
  /** Revokes a session and disconnects whoever is there with it, on any server. Whether there was one. */
  endSession(hash: string): Promise<boolean>;
  readonly auditLog: AuditLog;
  /** The node and the time are put in. */
  audit(entry: Omit<XAuditEntry, 'at' | 'nodeId'>): void;
}
