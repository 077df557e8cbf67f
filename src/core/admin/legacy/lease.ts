// Who wants to hear of this server's sockets. Admins of this server are counted; those of other servers are announced by
// their agent, again and again while they are there: an agent that is gone, or can't be heard, is forgotten by itself.

import { MAX_CLUSTER_NODES } from '../../limits.ts';
import type { ClusterRequests } from '../cluster-requests.ts';

export type FeedKind = 'events' | 'stats';
const KINDS: readonly FeedKind[] = ['events', 'stats'];

export interface LeaseTimes {
  readonly renewMs: number;
  readonly expireMs: number;
}

const TIMES: LeaseTimes = { renewMs: 5000, expireMs: 16_000 };
const NAME = 'lease';

interface RemoteLease {
  readonly kinds: ReadonlySet<FeedKind>;
  readonly expiresAt: number;
}

export class Leases {
  readonly #cluster: ClusterRequests;
  readonly #onChange: () => void;
  readonly #times: LeaseTimes;
  readonly #local: Record<FeedKind, number> = { events: 0, stats: 0 };
  readonly #remote = new Map<string, RemoteLease>();
  #renewTimer: NodeJS.Timeout | undefined;
  #expireTimer: NodeJS.Timeout | undefined;

  constructor(cluster: ClusterRequests, onChange: () => void, times: LeaseTimes = TIMES) {
    this.#cluster = cluster;
    this.#onChange = onChange;
    this.#times = times;
  }

  open(): void {
    this.#cluster.handle(NAME, (params, from) => this.#onLease(params, from));
  }

  close(): void {
    clearInterval(this.#renewTimer);
    clearInterval(this.#expireTimer);
    if (this.#wanted().length > 0) void this.#cluster.tell(NAME, []);
    this.#remote.clear();
  }

  isWanted(kind: FeedKind): boolean {
    return this.#local[kind] > 0 || this.isWantedElsewhere(kind);
  }

  isWantedElsewhere(kind: FeedKind): boolean {
    for (const { kinds } of this.#remote.values()) if (kinds.has(kind)) return true;
    return false;
  }

  isWantedHere(kind: FeedKind): boolean {
    return this.#local[kind] > 0;
  }

  /** An admin of this server wants it, until the returned function is called. Resolves once the others were told. */
  add(kind: FeedKind): { readonly told: Promise<void>; release(): void } {
    this.#local[kind]++;
    this.#renewTimer ??= setInterval(() => void this.#announce(), this.#times.renewMs).unref();
    this.#onChange();
    let isReleased = false;
    return {
      told: this.#announce(),
      release: () => {
        if (isReleased) return;
        isReleased = true;
        this.#local[kind]--;
        this.#onChange();
        void this.#announce();
        if (this.#wanted().length > 0) return;
        clearInterval(this.#renewTimer);
        this.#renewTimer = undefined;
      },
    };
  }

  #wanted(): FeedKind[] {
    return KINDS.filter((kind) => this.#local[kind] > 0);
  }

  #announce(): Promise<void> {
    return this.#cluster.tell(NAME, this.#wanted());
  }

  #onLease(params: unknown, from: string): void {
    const kinds = new Set(KINDS.filter((kind) => Array.isArray(params) && params.includes(kind)));
    if (kinds.size === 0) this.#remote.delete(from);
    else if (this.#remote.has(from) || this.#remote.size < MAX_CLUSTER_NODES) {
      this.#remote.set(from, { kinds, expiresAt: performance.now() + this.#times.expireMs });
      this.#expireTimer ??= setInterval(() => this.#expire(), this.#times.renewMs).unref();
    }
    this.#onChange();
  }

  #expire(): void {
    const now = performance.now();
    for (const [nodeId, { expiresAt }] of this.#remote) if (expiresAt <= now) this.#remote.delete(nodeId);
    if (this.#remote.size === 0) {
      clearInterval(this.#expireTimer);
      this.#expireTimer = undefined;
    }
    this.#onChange();
  }
}
