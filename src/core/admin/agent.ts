// Makes a server administrable: a namespace that admins log in to, beside those of the program. It is built on the public
// API alone, so that it serves our server and the official one alike.

import type { AgentContext } from './agent-context.ts';
import { AuditLog } from './audit-log.ts';
import { ClusterRequests } from './cluster-requests.ts';
import { agentOptions, type InstrumentOptions, nodeOf } from './options.ts';
import { SocketRegistry } from './registry.ts';
import type { ServerLike, SocketLike } from './server-like.ts';
import { serveSuperset, speaksSuperset } from './superset.ts';
import { type AdminUser, adminUser, allowedFeatures, legacyFeatures } from './users.ts';

export interface AdminAgent {
  /** Takes back all that it put into the server; admins are disconnected. */
  close(): Promise<void>;
}

/** Throws a UsageError `INVALID_OPTION`. */
export function instrument(io: ServerLike, given: Partial<InstrumentOptions>): AdminAgent {
  const options = agentOptions(given);
  const namespace = io.of(options.namespaceName);
  const node = nodeOf(options.serverId);
  const auditLog = new AuditLog();
  const context: AgentContext = {
    io,
    namespace,
    options,
    node,
    registry: new SocketRegistry(io, namespace.name),
    cluster: new ClusterRequests(namespace, node.nodeId),
    sessions: null,
    auditLog,
    audit: (entry) => auditLog.add({ ...entry, at: Date.now(), nodeId: node.nodeId }),
  };
  context.registry.open();
  context.cluster.open();
  const onConnection = (socket: SocketLike): void => {
    admitAdmin(context, socket, adminUser(null, {}, allowedFeatures({ isReadonly: options.readonly, isDevelopment: options.isDevelopment })));
  };
  namespace.on('connection', onConnection);
  return {
    close() {
      namespace.off('connection', onConnection);
      namespace.local.disconnectSockets(true);
      context.cluster.close();
      context.registry.close();
      return Promise.resolve();
    },
  };
}

function admitAdmin(context: AgentContext, socket: SocketLike, user: AdminUser): void {
  if (serveSuperset !== null && speaksSuperset(socket)) {
    serveSuperset(context, socket, user);
    return;
  }
  socket.emit('config', { supportedFeatures: legacyFeatures(user) });
}
