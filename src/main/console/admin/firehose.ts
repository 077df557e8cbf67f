import type { AdminBatch } from '../../../contract/admin-rows.ts';

/** A server of more is large. */
const MAX_SOCKETS = 1_000;
const MAX_EVENTS_PER_SECOND = 2_000;
const SECOND_MS = 1000;

/**
 * A server in development mode sends every event of every socket to every admin. Once that is much, events are held back until a
 * person accepts it; what was found to be much stays so until the next connection.
 */
export class Firehose {
  #isAccepted: boolean;
  #isFast = false;
  #second = 0;
  #events = 0;
  #lastEvents = 0;
  #heldBack = 0;

  constructor(isAccepted: boolean) {
    this.#isAccepted = isAccepted;
  }

  get isAccepted(): boolean {
    return this.#isAccepted;
  }

  /** Events that were not let through. */
  get heldBack(): number {
    return this.#heldBack;
  }

  accept(): void {
    this.#isAccepted = true;
  }

  /** Whether an event is to be kept that comes now. */
  admits(sockets: number, nowMs: number): boolean {
    this.#roll(nowMs);
    if (++this.#events > MAX_EVENTS_PER_SECOND) this.#isFast = true;
    if (this.#isAccepted || !this.#isLarge(sockets)) return true;
    this.#heldBack++;
    return false;
  }

  describe(sockets: number, nowMs: number): AdminBatch['firehose'] {
    this.#roll(nowMs);
    return this.#isLarge(sockets) ? { sockets, eventsPerSecond: this.#lastEvents, isAccepted: this.#isAccepted } : null;
  }

  #isLarge(sockets: number): boolean {
    return this.#isFast || sockets > MAX_SOCKETS;
  }

  #roll(nowMs: number): void {
    const second = Math.floor(nowMs / SECOND_MS);
    if (second === this.#second) return;
    this.#lastEvents = second === this.#second + 1 ? this.#events : 0;
    this.#second = second;
    this.#events = 0;
  }
}
