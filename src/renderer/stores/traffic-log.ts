// The page's part of a source's traffic log: rows in the order of their sequence numbers, with gaps where rows were
// left out. It lives outside React; stores/traffic.ts says when it changed.
//
//   live   new rows are appended, the oldest make room
//   held   new rows are only counted: a person reads, or has paused; `resume` says how many are missing
//
// A gap can be filled from the console's log until that has let its packets go: then it says so, and stays.

import type { AckState, Loss, PacketRow } from '../../contract/rows.ts';

export interface Gap {
  readonly type: 'gap';
  readonly count: number;
  /** `gone`: nobody has them any more. */
  readonly cause: 'fast' | 'held' | 'gone';
  /** Sequence numbers and times of the rows on both sides. */
  readonly afterSeq: number;
  readonly beforeSeq: number;
  readonly from: number;
  readonly until: number;
}

export type LogItem = { readonly type: 'packet'; readonly row: PacketRow } | Gap;

export class TrafficLog {
  readonly capacity: number;
  #items: LogItem[] = [];
  #held = 0;
  #dropped = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get length(): number {
    return this.#items.length;
  }

  /** How many items have made room: the index of the first one since the last `clear`. */
  get first(): number {
    return this.#dropped;
  }

  /** Rows that came while held. */
  get held(): number {
    return this.#held;
  }

  get isFull(): boolean {
    return this.#items.length >= this.capacity;
  }

  at(index: number): LogItem | undefined {
    return this.#items[index];
  }

  get oldest(): PacketRow | null {
    return this.#packet(this.#items.find((item) => item.type === 'packet'));
  }

  get newest(): PacketRow | null {
    return this.#packet(this.#items.findLast((item) => item.type === 'packet'));
  }

  clear(): void {
    this.#items = [];
    this.#held = 0;
    this.#dropped = 0;
  }

  hold(rows: readonly PacketRow[], skipped: number): void {
    this.#held += rows.length + skipped;
  }

  append(rows: readonly PacketRow[], skipped: number, cause: Gap['cause'] = 'fast'): void {
    const newest = this.newest;
    // A new subscription begins with rows that may be here already.
    const fresh = newest === null ? rows : rows.filter((row) => row.seq > newest.seq);
    const [next] = fresh;
    // What is not here lies between two sequence numbers: a first batch counts the whole log as skipped.
    const count = newest === null || next === undefined ? 0 : Math.min(skipped, next.seq - newest.seq - 1);
    if (newest !== null && next !== undefined && count > 0) {
      this.#items.push({ type: 'gap', count, cause, afterSeq: newest.seq, beforeSeq: next.seq, from: newest.at, until: next.at });
    }
    for (const row of fresh) this.#items.push({ type: 'packet', row });
    this.#makeRoom();
  }

  /** The first rows after having held: what is known already is left out, what is missing becomes a gap. */
  resume(rows: readonly PacketRow[]): void {
    const lastSeq = this.newest?.seq ?? -1;
    const fresh = rows.filter((row) => row.seq > lastSeq).length;
    this.append(rows, Math.max(0, this.#held - fresh), 'held');
    this.#held = 0;
  }

  /** Puts older rows, oldest first, before all others. Returns how many items were added at the front. */
  prepend(rows: readonly PacketRow[]): number {
    const firstSeq = this.oldest?.seq ?? Number.POSITIVE_INFINITY;
    const older = rows.filter((row) => row.seq < firstSeq);
    this.#items.unshift(...older.map(toItem));
    // Whoever reads at the start does not see the end: that part makes room, and is fetched anew when followed.
    const surplus = this.#items.splice(this.capacity);
    this.#held += surplus.reduce((sum, item) => sum + (item.type === 'gap' ? item.count : 1), 0);
    return older.length;
  }

  /** What was before the first rows, and is not kept anywhere. Returns how many items were added at the front. */
  begin({ count, from, until }: Loss): number {
    const { oldest } = this;
    if (this.#items[0]?.type === 'gap' || this.#dropped > 0) return 0;
    this.#items.unshift({ type: 'gap', count, cause: 'gone', afterSeq: -1, beforeSeq: oldest?.seq ?? 0, from, until });
    return 1;
  }

  /** The console has let go of all before `firstSeq`: what a gap has of these can not be fetched any more. */
  noteGone(firstSeq: number): void {
    for (const [index, item] of this.#items.entries()) {
      if (item.type !== 'gap' || item.cause === 'gone' || item.afterSeq + 1 >= firstSeq) continue;
      this.#items.splice(index, 1, ...splitGap(item, firstSeq));
    }
  }

  /** Puts rows of a gap, oldest first, at its end; the gap shrinks. `end`: what becomes of the rest of it. Returns how many were put in. */
  fill(gap: Gap, rows: readonly PacketRow[], end: 'whole' | 'more' | 'gone'): number {
    const index = this.#items.findIndex((item) => item.type === 'gap' && item.beforeSeq === gap.beforeSeq);
    if (index === -1) return 0;
    const found = rows.filter((row) => row.seq > gap.afterSeq && row.seq < gap.beforeSeq);
    const [next] = found;
    const count = gap.count - found.length;
    const isDone = end === 'whole' || count <= 0 || (end === 'more' && next === undefined);
    const left = { ...gap, count, ...(next !== undefined && { beforeSeq: next.seq, until: next.at }), ...(end === 'gone' && { cause: end }) };
    const rest: LogItem[] = isDone ? [] : [left];
    this.#items.splice(index, 1, ...rest, ...found.map(toItem));
    return found.length;
  }

  /** Puts rows that match only now where they belong; those that are here, and those outside of what is here, are left out. */
  insert(rows: readonly PacketRow[]): void {
    for (const row of rows) {
      const place = this.#placeOf(row.seq);
      const next = this.#items[place];
      const isHere = next?.type === 'packet' && next.row.seq === row.seq;
      if (isHere || (place === 0 && this.#dropped > 0) || this.#isInGap(place, row.seq)) continue;
      this.#items.splice(place, 0, toItem(row));
    }
    this.#makeRoom();
  }

  /** Applies what became known later. Rows that are not here are passed over. */
  acknowledge(acks: readonly { readonly seq: number; readonly ack: AckState }[]): void {
    for (const { seq, ack } of acks) {
      const index = this.indexOf(seq);
      const item = this.#items[index];
      if (item?.type === 'packet') this.#items[index] = { type: 'packet', row: { ...item.row, ack } };
    }
  }

  /** The index of a row by binary search, or -1. */
  indexOf(seq: number): number {
    let low = 0;
    let high = this.#items.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const item = this.#items[middle];
      if (item === undefined) return -1;
      // A gap stands just before the row it ends at.
      const at = item.type === 'packet' ? item.row.seq : item.beforeSeq - 0.5;
      if (at === seq) return middle;
      if (at < seq) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The index of the first item that is not before it. */
  #placeOf(seq: number): number {
    const place = this.#items.findLastIndex((item) => (item.type === 'packet' ? item.row.seq : item.beforeSeq - 0.5) < seq);
    return place + 1;
  }

  #isInGap(place: number, seq: number): boolean {
    const next = this.#items[place];
    return next?.type === 'gap' && seq > next.afterSeq && seq < next.beforeSeq;
  }

  #packet(item: LogItem | undefined): PacketRow | null {
    return item?.type === 'packet' ? item.row : null;
  }

  #makeRoom(): void {
    const surplus = this.#items.length - this.capacity;
    if (surplus <= 0) return;
    this.#items.splice(0, surplus);
    this.#dropped += surplus;
  }
}

/** The part that is gone and the part that is not. With a filter nobody knows how many of it are: it is gone once all of it is. */
function splitGap(gap: Gap, firstSeq: number): readonly Gap[] {
  if (gap.beforeSeq <= firstSeq) return [{ ...gap, cause: 'gone' }];
  const isDense = gap.count === gap.beforeSeq - gap.afterSeq - 1;
  if (!isDense) return [gap];
  const gone = firstSeq - gap.afterSeq - 1;
  // When the border between them passed, only the console could say.
  return [
    { ...gap, cause: 'gone', count: gone, beforeSeq: firstSeq - 0.5 },
    { ...gap, count: gap.count - gone, afterSeq: firstSeq - 1 },
  ];
}

function toItem(row: PacketRow): LogItem {
  return { type: 'packet', row };
}
