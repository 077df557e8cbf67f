// What admins of this server want to be told by the others: said again every second, and forgotten by them soon after it is
// said no more, so that a server that ends leaves nobody working for it.

import type { ClusterRequests } from '../cluster-requests.ts';

const RENEW_INTERVAL_MS = 1000;
const LIFETIME_MS = 3500;
/** Of one server. */
const MAX_INTERESTS = 200;

export interface Interest {
  /** Unique on the server whose admin has it. */
  readonly key: string;
  readonly params: unknown;
}

/** What this server does for another. */
export interface Service {
  /** The interest was said again. */
  renew(): void;
  end(): void;
}

interface Served {
  readonly service: Service;
  /** As JSON. */
  readonly params: string;
  endsAt: number;
}

export class Interests {
  readonly #cluster: ClusterRequests;
  readonly #name: string;
  readonly #serve: (interest: Interest, from: string) => Service | null;
  readonly #own = new Map<string, Interest>();
  readonly #served = new Map<string, Served>();
  #renewTimer: NodeJS.Timeout | undefined;
  #endTimer: NodeJS.Timeout | undefined;

  /** `name`: what it is about. `serve` answers `null` for what it can't understand. */
  constructor(cluster: ClusterRequests, name: string, serve: (interest: Interest, from: string) => Service | null) {
    this.#cluster = cluster;
    this.#name = name;
    this.#serve = serve;
    cluster.handle(name, (params, from) => this.#onInterests(params, from));
  }

  hold(interest: Interest): void {
    this.#own.set(interest.key, interest);
    this.#renewTimer ??= setInterval(() => this.#renew(), RENEW_INTERVAL_MS).unref();
    this.#renew();
  }

  release(key: string): void {
    this.#own.delete(key);
    if (this.#own.size > 0) return;
    clearInterval(this.#renewTimer);
    this.#renewTimer = undefined;
  }

  close(): void {
    clearInterval(this.#renewTimer);
    clearInterval(this.#endTimer);
    for (const { service } of this.#served.values()) service.end();
    this.#served.clear();
  }

  #renew(): void {
    void this.#cluster.tell(this.#name, [...this.#own.values()]);
  }

  #onInterests(params: unknown, from: string): void {
    if (!Array.isArray(params)) return;
    for (const interest of params.slice(0, MAX_INTERESTS)) {
      if (isInterest(interest)) this.#onInterest(interest, from);
    }
  }

  #onInterest(interest: Interest, from: string): void {
    const key = `${from} ${interest.key}`;
    const endsAt = Date.now() + LIFETIME_MS;
    const known = this.#served.get(key);
    const params = JSON.stringify(interest.params);
    if (known?.params === params) {
      known.endsAt = endsAt;
      known.service.renew();
      return;
    }
    // The admin wants something else under the same key.
    known?.service.end();
    this.#served.delete(key);
    const service = this.#serve(interest, from);
    if (service === null) return;
    this.#served.set(key, { service, params, endsAt });
    this.#endTimer ??= setInterval(() => this.#endLate(), RENEW_INTERVAL_MS).unref();
  }

  #endLate(): void {
    const nowMs = Date.now();
    for (const [key, { service, endsAt }] of this.#served) {
      if (endsAt > nowMs) continue;
      this.#served.delete(key);
      service.end();
    }
    if (this.#served.size > 0) return;
    clearInterval(this.#endTimer);
    this.#endTimer = undefined;
  }
}

function isInterest(value: unknown): value is Interest {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string' && 'params' in value;
}
