// The windows that one admin looks at: told when they change, four times a second at most, of a cluster once a second.

import type { AgentContext } from '../agent-context.ts';
import type { XQuery } from '../wire.ts';
import { type ClusterWindow, readWindow } from './cluster-rows.ts';
import { openRows, type RowCursor } from './local-rows.ts';
import type { Outbox } from './outbox.ts';
import { Refusal } from './read-request.ts';
import { isSameWindow } from './window-cursor.ts';

export const MAX_WATCHES = 16;
const INTERVAL_MS = 250;
const CLUSTER_INTERVAL_MS = 1000;

interface Watch {
  readonly query: XQuery;
  /** Of this server alone, which may be all there is. */
  readonly cursor: RowCursor;
  /** What the admin has; `null` until it was answered. */
  last: ClusterWindow | null;
  askedAt: number;
  isAsking: boolean;
}

export class Watches {
  readonly #context: AgentContext;
  readonly #outbox: Outbox;
  readonly #watches = new Map<number, Watch>();
  #timer: NodeJS.Timeout | undefined;

  constructor(context: AgentContext, outbox: Outbox) {
    this.#context = context;
    this.#outbox = outbox;
  }

  /** Answers the first window. One of the same number is replaced. Throws a Refusal `TOO_MANY`. */
  async open(watchId: number, query: XQuery): Promise<ClusterWindow> {
    if (!this.#watches.has(watchId) && this.#watches.size >= MAX_WATCHES) throw new Refusal('TOO_MANY', `${MAX_WATCHES} watches at most`);
    const watch: Watch = { query, cursor: openRows(this.#context, query), last: null, askedAt: Date.now(), isAsking: false };
    // Its place is taken before the others are asked: many may be opened at once, and the admin may leave.
    this.#watches.set(watchId, watch);
    this.#timer ??= setInterval(() => this.#look(), INTERVAL_MS).unref();
    try {
      watch.last = await readWindow(this.#context, query);
    } catch (error) {
      if (this.#watches.get(watchId) === watch) this.close(watchId);
      throw error;
    }
    return watch.last;
  }

  close(watchId: number): void {
    this.#watches.delete(watchId);
    if (this.#watches.size === 0) this.#stop();
  }

  closeAll(): void {
    this.#watches.clear();
    this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    // What is not taken now has changed all the more by then.
    if (this.#outbox.isFull) return;
    for (const [watchId, watch] of this.#watches) {
      if (watch.last === null) continue;
      if (watch.last.nodes.expected > 1) void this.#lookAround(watchId, watch);
      else this.#lookHere(watchId, watch, watch.last);
    }
  }

  #lookHere(watchId: number, watch: Watch, { nodes }: ClusterWindow): void {
    const nowMs = Date.now();
    const window = watch.cursor.take(nowMs);
    if (window !== null) this.#tell(watchId, watch, { window, nodes });
    // A second server may have come.
    if (nowMs - watch.askedAt >= CLUSTER_INTERVAL_MS) void this.#lookAround(watchId, watch);
  }

  async #lookAround(watchId: number, watch: Watch): Promise<void> {
    if (watch.isAsking || Date.now() - watch.askedAt < CLUSTER_INTERVAL_MS) return;
    watch.isAsking = true;
    watch.askedAt = Date.now();
    try {
      const others = await this.#context.cluster.otherServers();
      if (others > 0 || (watch.last?.nodes.expected ?? 1) > 1) this.#tell(watchId, watch, await readWindow(this.#context, watch.query));
    } catch {
      // The next look asks again.
    } finally {
      watch.isAsking = false;
    }
  }

  #tell(watchId: number, watch: Watch, next: ClusterWindow): void {
    const { last } = watch;
    if (last === null || this.#watches.get(watchId) !== watch) return;
    watch.last = next;
    const isSameCluster = last.nodes.answered === next.nodes.answered && last.nodes.expected === next.nodes.expected;
    if (isSameCluster && isSameWindow(last.window, next.window)) return;
    this.#outbox.send('x_window', watchId, next);
  }
}
