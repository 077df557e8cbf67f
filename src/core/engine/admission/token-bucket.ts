/** So many a second, with bursts of as many: filled by the clock, whenever somebody takes. */
export class TokenBucket {
  readonly #ratePerSecond: number;
  #tokens: number;
  #filledAt: number;

  constructor(ratePerSecond: number, nowMs: number) {
    this.#ratePerSecond = ratePerSecond;
    this.#tokens = Math.max(1, ratePerSecond);
    this.#filledAt = nowMs;
  }

  /** Whether there was one left. */
  take(nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** Whether it is as it began. */
  isFull(nowMs: number): boolean {
    this.#fill(nowMs);
    return this.#tokens === Math.max(1, this.#ratePerSecond);
  }

  #fill(nowMs: number): void {
    const filled = this.#tokens + ((nowMs - this.#filledAt) / 1000) * this.#ratePerSecond;
    this.#tokens = Math.min(Math.max(1, this.#ratePerSecond), filled);
    this.#filledAt = nowMs;
  }
}
