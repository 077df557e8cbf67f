import type { AggregatedEvent } from '../wire.ts';

/** What happened, by second. It grows with seconds, kinds and reasons only: whoever adds takes every few seconds. */
export class EventBuffer {
  readonly #counts = new Map<string, { -readonly [Key in keyof AggregatedEvent]: AggregatedEvent[Key] }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  add(type: AggregatedEvent['type'], count = 1, subType?: string): void {
    if (count === 0) return;
    const now = this.#now();
    const timestamp = now - (now % 1000);
    const key = `${timestamp};${type};${subType ?? ''}`;
    const counted = this.#counts.get(key);
    if (counted === undefined) this.#counts.set(key, { timestamp, type, ...(subType === undefined ? {} : { subType }), count });
    else counted.count += count;
  }

  take(): AggregatedEvent[] {
    const events = [...this.#counts.values()];
    this.#counts.clear();
    return events;
  }
}
