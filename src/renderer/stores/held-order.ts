import type { Window } from '../../contract/feeds.ts';

/** Rows sorted by a value that changes with every packet trade places at most this often. */
export const RERANK_MS = 1000;

/** New values in the old order: a row that is still here keeps its place, newcomers take the places that became free. */
export function holdOrder<Row>(shown: Window<Row>, next: Window<Row>, keyOf: (row: Row) => string): Window<Row> {
  const waiting = new Map(next.rows.map((row) => [keyOf(row), row]));
  const kept = next.rows.map((_, index) => {
    const before = shown.rows[next.offset + index - shown.offset];
    if (before === undefined) return undefined;
    const key = keyOf(before);
    const row = waiting.get(key);
    waiting.delete(key);
    return row;
  });
  const newcomers = waiting.values();
  return { ...next, rows: next.rows.map((row, index) => kept[index] ?? newcomers.next().value ?? row) };
}
