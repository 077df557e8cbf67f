/** Delays that double from `minMs` to `maxMs`, each moved at random by up to `jitter` (0 to 1) of itself. */
export class Backoff {
  minMs: number;
  maxMs: number;
  jitter: number;
  /** How often `next` was asked since the last reset. */
  attempts = 0;
  readonly #random: () => number;

  constructor(minMs: number, maxMs: number, jitter: number, random: () => number = Math.random) {
    this.minMs = minMs;
    this.maxMs = maxMs;
    this.jitter = jitter;
    this.#random = random;
  }

  /** ms to wait before the next attempt. */
  next(): number {
    // Beyond 2 ** 1023 there is no number; the bound is reached long before.
    const delayMs = this.minMs * 2 ** Math.min(this.attempts++, 1000);
    const moved = Math.floor((this.#random() * 2 - 1) * this.jitter * delayMs);
    return Math.max(0, Math.min(delayMs + moved, this.maxMs));
  }

  reset(): void {
    this.attempts = 0;
  }
}
