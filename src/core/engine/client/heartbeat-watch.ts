// Whether the server is still there: who pings, and how long the client waits, by revision.

import type { Timers } from './timers.ts';

export interface HeartbeatTimes {
  readonly pingInterval: number;
  readonly pingTimeout: number;
}

export interface HeartbeatHost {
  /** Revision 3: the client's turn. */
  sendPing(): void;
  /** `rttMs`: of the client's own ping. */
  onHeartbeat(rttMs: number | null): void;
  onPingTimeout(): void;
}

export interface HeartbeatWatch {
  onPing(): void;
  onPong(): void;
  /** Any packet. */
  onPacket(): void;
  /** Whether the server has been silent for too long by the wall clock; a throttled timer, or a machine that slept, has not told it yet. */
  hasExpired(): boolean;
  stop(): void;
}

/** EIO4 "Heartbeat": the server pings; without one in `pingInterval` and `pingTimeout` it is gone. */
export class ServerPings implements HeartbeatWatch {
  readonly #delayMs: number;
  readonly #host: HeartbeatHost;
  readonly #timers: Timers;
  #timer: NodeJS.Timeout | undefined;
  #expiresAt = 0;

  constructor({ pingInterval, pingTimeout }: HeartbeatTimes, host: HeartbeatHost, timers: Timers) {
    this.#delayMs = pingInterval + pingTimeout;
    this.#host = host;
    this.#timers = timers;
    this.#wait();
  }

  onPing(): void {
    this.#wait();
    this.#host.onHeartbeat(null);
  }

  onPong(): void {}

  onPacket(): void {}

  hasExpired(): boolean {
    return Date.now() > this.#expiresAt;
  }

  stop(): void {
    this.#timers.clear(this.#timer);
    this.#expiresAt = Number.POSITIVE_INFINITY;
  }

  #wait(): void {
    this.#timers.clear(this.#timer);
    this.#expiresAt = Date.now() + this.#delayMs;
    this.#timer = this.#timers.set(() => this.#host.onPingTimeout(), this.#delayMs);
  }
}

/** EIO3: the client pings each `pingInterval`, and any packet within `pingTimeout` shows that the server is there. */
export class ClientPings implements HeartbeatWatch {
  readonly #times: HeartbeatTimes;
  readonly #host: HeartbeatHost;
  readonly #timers: Timers;
  #timer: NodeJS.Timeout | undefined;
  /** 0: no ping is on its way. */
  #pingSentAt = 0;
  #expiresAt = Number.POSITIVE_INFINITY;

  constructor(times: HeartbeatTimes, host: HeartbeatHost, timers: Timers) {
    this.#times = times;
    this.#host = host;
    this.#timers = timers;
    this.#waitToPing();
  }

  onPing(): void {}

  onPong(): void {
    const rttMs = this.#pingSentAt === 0 ? null : performance.now() - this.#pingSentAt;
    this.#pingSentAt = 0;
    this.#host.onHeartbeat(rttMs);
    this.#waitToPing();
  }

  onPacket(): void {
    // What keeps a pong waiting behind it shows that the server is there.
    if (this.#pingSentAt > 0) this.#expect();
  }

  hasExpired(): boolean {
    return Date.now() > this.#expiresAt;
  }

  stop(): void {
    this.#timers.clear(this.#timer);
    this.#expiresAt = Number.POSITIVE_INFINITY;
  }

  #waitToPing(): void {
    this.#timers.clear(this.#timer);
    this.#expiresAt = Date.now() + this.#times.pingInterval + this.#times.pingTimeout;
    this.#timer = this.#timers.set(() => this.#ping(), this.#times.pingInterval);
  }

  #ping(): void {
    this.#pingSentAt = performance.now();
    this.#host.sendPing();
    this.#expect();
  }

  #expect(): void {
    this.#timers.clear(this.#timer);
    this.#expiresAt = Date.now() + this.#times.pingTimeout;
    this.#timer = this.#timers.set(() => this.#host.onPingTimeout(), this.#times.pingTimeout);
  }
}
