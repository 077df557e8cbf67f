// The seam between the two halves of the protocol: an admin that said it speaks ours is served by it, and is in no feed
// of the official one.

import type { AgentContext } from './agent-context.ts';
import type { SocketLike } from './server-like.ts';
import type { AdminUser } from './users.ts';
import { X_QUERY_KEY, X_VERSION } from './wire.ts';

/** Sends `config` and all that follows. Commands of the official protocol work already. */
export type ServeSuperset = (context: AgentContext, socket: SocketLike, user: AdminUser) => void;

export const serveSuperset: ServeSuperset | null = null as ServeSuperset | null;

export function speaksSuperset(socket: SocketLike): boolean {
  return socket.handshake.query[X_QUERY_KEY] === String(X_VERSION);
}
