import type { BusyRow } from '../../../contract/rows.ts';
import { MAX_EVENT_NAMES } from '../limits.ts';

/** Stands for the events that found no place of their own. */
export const OTHER_EVENTS = 'other';

/** Seconds a rate is the mean of: long enough for a list that can be read, short enough to follow. */
const WINDOW_SECONDS = 10;

interface EventCount {
  readonly namespace: string;
  readonly name: string;
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
}

/**
 * Events by namespace and name over the last ten full seconds. Names are chosen by peers: when all places are taken a
 * new one is folded into `other`, until one that has been silent for the whole window gives up its place.
 */
export class EventCounts {
  readonly #byNamespace = new Map<string, Map<string, EventCount>>();
  #size = 0;
  #slot = 0;

  get size(): number {
    return this.#size;
  }

  record(namespace: string, name: string, packets: number, bytes: number): void {
    const counted = this.#find(namespace, name);
    counted.packets[this.#slot] = (counted.packets[this.#slot] ?? 0) + packets;
    counted.bytes[this.#slot] = (counted.bytes[this.#slot] ?? 0) + bytes;
  }

  /** Ends a second. */
  roll(): void {
    this.#slot = (this.#slot + 1) % (WINDOW_SECONDS + 1);
    for (const [namespace, events] of this.#byNamespace) {
      for (const [name, event] of events) {
        event.packets[this.#slot] = 0;
        event.bytes[this.#slot] = 0;
        if (sum(event.packets) > 0) continue;
        events.delete(name);
        this.#size--;
      }
      if (events.size === 0) this.#byNamespace.delete(namespace);
    }
  }

  /** The busiest first. The second that runs does not count yet. */
  busiest(limit: number): readonly BusyRow[] {
    const rows: BusyRow[] = [];
    for (const events of this.#byNamespace.values()) {
      for (const { name, namespace, packets, bytes } of events.values()) {
        const total = sum(packets) - (packets[this.#slot] ?? 0);
        if (total === 0) continue;
        rows.push({ name, namespace, ratePerSecond: total / WINDOW_SECONDS, detail: (sum(bytes) - (bytes[this.#slot] ?? 0)) / total });
      }
    }
    return rows.sort((a, b) => b.ratePerSecond - a.ratePerSecond).slice(0, limit);
  }

  clear(): void {
    this.#byNamespace.clear();
    this.#size = 0;
  }

  #find(namespace: string, name: string): EventCount {
    const known = this.#byNamespace.get(namespace)?.get(name);
    if (known !== undefined) return known;
    // One place is the fold's own.
    if (this.#size < MAX_EVENT_NAMES - 1) return this.#add(namespace, name);
    return this.#byNamespace.get('')?.get(OTHER_EVENTS) ?? this.#add('', OTHER_EVENTS);
  }

  #add(namespace: string, name: string): EventCount {
    const added = { namespace, name, packets: new Float64Array(WINDOW_SECONDS + 1), bytes: new Float64Array(WINDOW_SECONDS + 1) };
    const events = this.#byNamespace.get(namespace);
    if (events === undefined) this.#byNamespace.set(namespace, new Map([[name, added]]));
    else events.set(name, added);
    this.#size++;
    return added;
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
