// The windows of several servers as one. Sockets are each on one server; a room or a namespace may be on all of them.

import type { XNamespaceRow, XQuery, XRoomRow, XWindow } from '../wire.ts';
import type { XRow } from './local-rows.ts';

/** Rows that one server gives for a window of the whole cluster. */
export const MAX_CLUSTER_ROWS = 10_000;

/** What each server is asked, so that the window can be cut from all the answers. */
export function widened(query: XQuery): XQuery {
  if (query.what === 'socket') return query;
  // The members of a room are counted over all servers before they can be compared.
  const limit = query.what === 'sockets' ? query.offset + query.limit : MAX_CLUSTER_ROWS;
  return { ...query, offset: 0, limit };
}

export function mergeWindows(query: XQuery, windows: readonly XWindow<XRow>[]): XWindow<XRow> {
  const rows = windows.flatMap((window) => window.rows);
  const sum = (key: 'matched' | 'total') => windows.reduce((count, window) => count + window[key], 0);
  switch (query.what) {
    case 'socket':
      return { offset: 0, matched: rows.length, total: rows.length, rows };
    case 'sockets':
      return { offset: query.offset, matched: sum('matched'), total: sum('total'), rows: page(query, rows) };
    case 'rooms':
    case 'namespaces': {
      const merged = unite(rows as readonly (XRoomRow | XNamespaceRow)[]);
      const hidden = sum('total') - sum('matched');
      return { offset: query.offset, matched: merged.length, total: merged.length + hidden, rows: page(query, merged) };
    }
  }
}

function page(query: Exclude<XQuery, { what: 'socket' }>, rows: readonly XRow[]): readonly XRow[] {
  const { by, isDescending } = query.sort;
  const sign = isDescending ? -1 : 1;
  const key = (row: XRow): number | string => (Reflect.get(row, by) as number | string | null) ?? -1;
  const sorted = [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left < right ? -sign : left > right ? sign : 0;
  });
  return sorted.slice(query.offset, query.offset + query.limit);
}

/** By name: numbers add up, and it is as old as its oldest. */
function unite(rows: readonly (XRoomRow | XNamespaceRow)[]): readonly XRow[] {
  const united = new Map<string, XRoomRow | XNamespaceRow>();
  for (const row of rows) {
    const name = 'room' in row ? `${row.namespace} ${row.room}` : row.namespace;
    const known = united.get(name);
    united.set(name, known === undefined ? row : joined(known, row));
  }
  return [...united.values()];
}

function joined<Row extends XRoomRow | XNamespaceRow>(a: Row, b: Row | XRoomRow | XNamespaceRow): Row {
  const rooms = 'rooms' in a && 'rooms' in b ? { rooms: Math.max(a.rooms, b.rooms) } : {};
  return { ...a, sockets: a.sockets + b.sockets, createdAt: Math.min(a.createdAt, b.createdAt), ...rooms };
}

/** What another server answered, as far as it is a window: its agent is of this version, or of none. */
export function isWindow(value: unknown): value is XWindow<XRow> {
  if (typeof value !== 'object' || value === null) return false;
  const { rows, matched, total } = value as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(rows) && typeof matched === 'number' && typeof total === 'number' && rows.every((row) => typeof row === 'object' && row !== null)
  );
}
