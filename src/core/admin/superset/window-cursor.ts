import type { XWindow } from '../wire.ts';

const MIN_INTERVAL_MS = 200;
/** A list sorted by what moves would never stand still, and sorting costs most. */
const MIN_RANKING_INTERVAL_MS = 1000;

/** A list, what of it is wanted, and how a row is made. */
export interface WindowQuery<Entry, Row> {
  /** In the default order. */
  readonly entries: Iterable<Entry>;
  total(): number;
  /** `null`: everything matches. */
  readonly matches: ((entry: Entry) => boolean) | null;
  /** What to sort by; `null`: the default order, which costs no sort. */
  readonly sortKey: ((entry: Entry) => number | string) | null;
  readonly isDescending: boolean;
  readonly offset: number;
  readonly limit: number;
  toRow(entry: Entry): Row;
  /** Two numbers that change with the list and with what its rows count. */
  stamp(): readonly [version: number, activity: number];
}

/**
 * A windowed live query: recomputed at most five times a second and only after a change, told only if the window
 * differs. In the default order it walks the list and builds the rows in view, nothing else.
 */
export class WindowCursor<Entry, Row extends object> {
  readonly #query: WindowQuery<Entry, Row>;
  #takenAt = Number.NEGATIVE_INFINITY;
  #stamp: readonly [number, number] | null = null;
  #ranking: { readonly entries: readonly Entry[]; readonly at: number; readonly stamp: readonly [number, number] } | null = null;
  #last: XWindow<Row> | null = null;

  constructor(query: WindowQuery<Entry, Row>) {
    this.#query = query;
  }

  take(nowMs: number): XWindow<Row> | null {
    if (nowMs - this.#takenAt < MIN_INTERVAL_MS) return null;
    const stamp = this.#query.stamp();
    if (isSame(stamp, this.#stamp) && !this.#isRankingStale(stamp)) return null;
    this.#takenAt = nowMs;
    this.#stamp = stamp;
    const window = this.#query.sortKey === null ? inDefaultOrder(this.#query) : this.#ranked(this.#query.sortKey, nowMs, stamp);
    if (this.#last !== null && isSameWindow(this.#last, window)) return null;
    this.#last = window;
    return window;
  }

  close(): void {
    this.#ranking = null;
    this.#last = null;
  }

  /** The last batch was built on a ranking that a change had made old already. */
  #isRankingStale(stamp: readonly [number, number]): boolean {
    return this.#ranking !== null && !isSame(stamp, this.#ranking.stamp);
  }

  #ranked(sortKey: (entry: Entry) => number | string, nowMs: number, stamp: readonly [number, number]): XWindow<Row> {
    if (this.#ranking === null || (this.#isRankingStale(stamp) && nowMs - this.#ranking.at >= MIN_RANKING_INTERVAL_MS)) {
      this.#ranking = { entries: rank(this.#query, sortKey), at: nowMs, stamp };
    }
    const { offset, limit } = this.#query;
    const rows = this.#ranking.entries.slice(offset, offset + limit).map((entry) => this.#query.toRow(entry));
    return { offset, matched: this.#ranking.entries.length, total: this.#query.total(), rows };
  }
}

function inDefaultOrder<Entry, Row>(query: WindowQuery<Entry, Row>): XWindow<Row> {
  const { entries, matches, offset, limit, isDescending } = query;
  const total = query.total();
  if (!isDescending) {
    const { found, matched } = walk(entries, matches, offset, offset + limit);
    return { offset, matched: matches === null ? total : matched, total, rows: found.map((entry) => query.toRow(entry)) };
  }
  // A set can not be walked backwards: the end of the list is a slice from the start, counted first.
  const matched = matches === null ? total : walk(entries, matches, 0, 0).matched;
  const { found } = walk(entries, matches, Math.max(0, matched - offset - limit), matched - offset);
  return { offset, matched, total, rows: found.reverse().map((entry) => query.toRow(entry)) };
}

/** The matching entries from `start` to before `end`, and how many match altogether (if anything can fail to). */
function walk<Entry>(
  entries: Iterable<Entry>,
  matches: ((entry: Entry) => boolean) | null,
  start: number,
  end: number,
): { readonly found: Entry[]; readonly matched: number } {
  const found: Entry[] = [];
  let matched = 0;
  for (const entry of entries) {
    if (matches === null && matched >= end) break;
    if (matches !== null && !matches(entry)) continue;
    if (matched >= start && matched < end) found.push(entry);
    matched++;
  }
  return { found, matched };
}

function rank<Entry>(query: WindowQuery<Entry, unknown>, sortKey: (entry: Entry) => number | string): readonly Entry[] {
  const keyed: { readonly entry: Entry; readonly key: number | string }[] = [];
  for (const entry of query.entries) {
    if (query.matches === null || query.matches(entry)) keyed.push({ entry, key: sortKey(entry) });
  }
  const sign = query.isDescending ? -1 : 1;
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
  return keyed.map(({ entry }) => entry);
}

function isSame(a: readonly [number, number], b: readonly [number, number] | null): boolean {
  return b !== null && a[0] === b[0] && a[1] === b[1];
}

export function isSameWindow<Row extends object>(a: XWindow<Row>, b: XWindow<Row>): boolean {
  if (a.matched !== b.matched || a.total !== b.total || a.rows.length !== b.rows.length) return false;
  return a.rows.every((row, index) => isSameRow(row, b.rows[index]));
}

/** Rows are flat. */
function isSameRow(a: object, b: object | undefined): boolean {
  if (b === undefined) return false;
  for (const key of Object.keys(a)) {
    if (Reflect.get(a, key) !== Reflect.get(b, key)) return false;
  }
  return true;
}
