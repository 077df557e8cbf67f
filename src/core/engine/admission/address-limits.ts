// What one address may have and do. Memory: an entry lives while its address has a session or its bucket is not full
// again; what has become idle is let go at anybody's next handshake. A flood of addresses makes it forget the oldest.

import { MAX_IDLE_ADDRESSES } from '../../limits.ts';
import type { LimitOptions } from '../server-options.ts';
import { type Refusal, tooMany } from './refusal.ts';
import { TokenBucket } from './token-bucket.ts';

interface Entry {
  sessions: number;
  /** Of handshakes; `null` where their rate has no limit. */
  readonly bucket: TokenBucket | null;
}

export class AddressLimits {
  readonly #maxSessions: number;
  readonly #handshakesPerSecond: number | undefined;
  readonly #entries = new Map<string, Entry>();
  /** Entries without a session, in the order of their last handshake. */
  readonly #idle = new Map<string, Entry>();

  constructor({ connectionsPerAddress, handshakesPerSecondPerAddress }: LimitOptions) {
    this.#maxSessions = connectionsPerAddress ?? Number.POSITIVE_INFINITY;
    this.#handshakesPerSecond = handshakesPerSecondPerAddress;
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#entries.size;
  }

  /** A handshake begins; `null`: it may. */
  admit(address: string, nowMs: number): Refusal | null {
    this.#forgetIdle(nowMs);
    const entry = this.#entries.get(address) ?? this.#add(address, nowMs);
    if (entry.sessions === 0) this.#touch(address, entry);
    if (entry.sessions >= this.#maxSessions) return tooMany('connections', this.#maxSessions, address);
    if (entry.bucket === null || entry.bucket.take(nowMs)) return null;
    return tooMany('handshakes', this.#handshakesPerSecond ?? 0, address);
  }

  /** A session is about to open; not `null`: others were faster while it waited. */
  full(address: string): Refusal | null {
    const sessions = this.#entries.get(address)?.sessions ?? 0;
    return sessions >= this.#maxSessions ? tooMany('connections', this.#maxSessions, address) : null;
  }

  /** A session opened. */
  open(address: string, nowMs: number): void {
    const entry = this.#entries.get(address) ?? this.#add(address, nowMs);
    entry.sessions++;
    this.#idle.delete(address);
  }

  /** A session closed. */
  release(address: string): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    entry.sessions--;
    if (entry.sessions > 0) return;
    if (entry.bucket === null) this.#entries.delete(address);
    else this.#touch(address, entry);
  }

  #add(address: string, nowMs: number): Entry {
    const bucket = this.#handshakesPerSecond === undefined ? null : new TokenBucket(this.#handshakesPerSecond, nowMs);
    const entry: Entry = { sessions: 0, bucket };
    this.#entries.set(address, entry);
    return entry;
  }

  #touch(address: string, entry: Entry): void {
    this.#idle.delete(address);
    this.#idle.set(address, entry);
  }

  #forgetIdle(nowMs: number): void {
    for (const [address, { bucket }] of this.#idle) {
      const isFull = bucket === null || bucket.isFull(nowMs);
      if (!isFull && this.#idle.size <= MAX_IDLE_ADDRESSES) return;
      this.#idle.delete(address);
      this.#entries.delete(address);
    }
  }
}
