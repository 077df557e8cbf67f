// What one address may have and do; of IPv6, one /64. Memory: an entry lives while its address has a session or its bucket is not full
// again; what has become idle is let go at anybody's next handshake. A flood of addresses makes it forget the oldest.

import { MAX_IDLE_ADDRESSES } from '../../limits.ts';
import type { LimitOptions } from '../server-options.ts';
import { addressBlock } from './address-block.ts';
import { type Refusal, tooMany } from './refusal.ts';
import { TokenBucket } from './token-bucket.ts';

interface Entry {
  sessions: number;
  /** Of handshakes; `null` where their rate has no limit. */
  readonly bucket: TokenBucket | null;
}

export class AddressLimits {
  readonly #maxSessions: number;
  readonly #handshakesPerSecond: number;
  /** By block. */
  readonly #entries = new Map<string, Entry>();
  /** Entries without a session, in the order of their last handshake. */
  readonly #idle = new Map<string, Entry>();

  constructor({ connectionsPerAddress, handshakesPerSecondPerAddress }: LimitOptions) {
    this.#maxSessions = connectionsPerAddress ?? Number.POSITIVE_INFINITY;
    this.#handshakesPerSecond = handshakesPerSecondPerAddress ?? Number.POSITIVE_INFINITY;
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#entries.size;
  }

  /** A handshake begins; `null`: it may. */
  admit(address: string, nowMs: number): Refusal | null {
    this.#forgetIdle(nowMs);
    const block = addressBlock(address);
    const entry = this.#entries.get(block) ?? this.#add(block, nowMs);
    if (entry.sessions === 0) this.#touch(block, entry);
    if (entry.sessions >= this.#maxSessions) return tooMany('connections', this.#maxSessions, address);
    if (entry.bucket === null || entry.bucket.take(nowMs)) return null;
    return tooMany('handshakes', this.#handshakesPerSecond, address);
  }

  /** A session is about to open; not `null`: others were faster while it waited. */
  full(address: string): Refusal | null {
    const sessions = this.#entries.get(addressBlock(address))?.sessions ?? 0;
    return sessions >= this.#maxSessions ? tooMany('connections', this.#maxSessions, address) : null;
  }

  /** A session opened. */
  open(address: string, nowMs: number): void {
    const block = addressBlock(address);
    const entry = this.#entries.get(block) ?? this.#add(block, nowMs);
    entry.sessions++;
    this.#idle.delete(block);
  }

  /** A session closed. */
  release(address: string): void {
    const block = addressBlock(address);
    const entry = this.#entries.get(block);
    if (entry === undefined) return;
    entry.sessions--;
    if (entry.sessions > 0) return;
    if (entry.bucket === null) this.#entries.delete(block);
    else this.#touch(block, entry);
  }

  #add(block: string, nowMs: number): Entry {
    const bucket = this.#handshakesPerSecond === Number.POSITIVE_INFINITY ? null : new TokenBucket(this.#handshakesPerSecond, nowMs);
    const entry: Entry = { sessions: 0, bucket };
    this.#entries.set(block, entry);
    return entry;
  }

  #touch(block: string, entry: Entry): void {
    this.#idle.delete(block);
    this.#idle.set(block, entry);
  }

  #forgetIdle(nowMs: number): void {
    for (const [block, { bucket }] of this.#idle) {
      const isFull = bucket === null || bucket.isFull(nowMs);
      if (!isFull && this.#idle.size <= MAX_IDLE_ADDRESSES) return;
      this.#idle.delete(block);
      this.#entries.delete(block);
    }
  }
}
