// The superset of the admin protocol on one server: what its admins share, and what it does for those of other servers.

import type { AgentContext } from '../agent-context.ts';
import type { SocketLike } from '../server-like.ts';
import type { AdminUser } from '../users.ts';
import { X_FEATURES, X_QUERY_KEY, X_VERSION, type XAuditEntry, type XNamespaceChange } from '../wire.ts';
import { AdminSession } from './admin-session.ts';
import { answerAudit, isAuditEntry } from './cluster-audit.ts';
import { answerWindows } from './cluster-rows.ts';
import { act } from './local-target.ts';
import { Messages } from './messages.ts';
import { readBulk } from './read-request.ts';
import { Samples } from './samples.ts';
import { Taps } from './taps.ts';

/** Whether an admin said that it does, and may: it is in no feed of the official protocol then. */
export function speaksSuperset(socket: SocketLike, { features }: AdminUser): boolean {
  return socket.handshake.query[X_QUERY_KEY] === String(X_VERSION) && X_FEATURES.some((feature) => features.has(feature));
}

export class Superset {
  readonly context: AgentContext;
  readonly taps: Taps;
  readonly samples: Samples;
  readonly messages: Messages;
  readonly #admins = new Set<AdminSession>();
  readonly #stops: readonly (() => void)[];

  constructor(context: AgentContext) {
    this.context = context;
    this.taps = new Taps(context);
    this.samples = new Samples(context);
    this.messages = new Messages(context);
    const { cluster, registry, auditLog } = context;
    answerWindows(context);
    cluster.handle('bulk', (params) => act(context, readBulk(params)));
    answerAudit(context);
    cluster.handle('audit', (entry) => {
      if (isAuditEntry(entry)) this.#tellAudit(entry);
    });
    cluster.handle('namespaces', (change) => {
      if (isNamespaceChange(change)) this.#tellNamespaces(change);
    });
    this.#stops = [
      auditLog.listen((entry) => {
        this.#tellAudit(entry);
        void cluster.tell('audit', entry);
      }),
      registry.observe({
        onNamespace: (name, isAdded) => {
          const change = isAdded ? { added: [name], removed: [] } : { added: [], removed: [name] };
          this.#tellNamespaces(change);
          void cluster.tell('namespaces', change);
        },
      }),
    ];
  }

  /** Serves an admin that said it speaks the superset, until it leaves. */
  admit(socket: SocketLike, user: AdminUser): void {
    const admin = new AdminSession(this, socket, user);
    this.#admins.add(admin);
    socket.on('disconnect', () => {
      this.#admins.delete(admin);
      admin.close();
    });
    admin.open();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const admin of this.#admins) admin.close();
    this.#admins.clear();
    this.taps.shut();
    this.samples.close();
    this.messages.close();
  }

  #tellAudit(entry: XAuditEntry): void {
    for (const admin of this.#admins) admin.onAudit(entry);
  }

  #tellNamespaces(change: XNamespaceChange): void {
    for (const admin of this.#admins) admin.onNamespaces(change);
  }
}

function isNamespaceChange(value: unknown): value is XNamespaceChange {
  if (typeof value !== 'object' || value === null) return false;
  const { added, removed } = value as Readonly<Record<string, unknown>>;
  return Array.isArray(added) && Array.isArray(removed);
}
