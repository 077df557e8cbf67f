import { useMemo, useRef, useState } from 'react';
import type { RowPick } from '../widgets/grid-types.ts';
import type { LiveWindow } from './live-window.ts';

/** Rows chosen one by one, or by a range, where not fewer; all that match have no bound. */
export const MAX_SELECTED = 1000;

interface Chosen<Row> {
  /** `all`: every row that matches, here or not. */
  readonly rows: ReadonlyMap<string, Row> | 'all';
  /** What they were chosen in: another filter has other rows. */
  readonly scope: string;
}

export interface Selection<Row> {
  readonly keys: ReadonlySet<string> | 'all';
  /** In the order they were chosen; empty while all are. */
  readonly rows: readonly Row[];
  readonly isAll: boolean;
  /** More can not be chosen one by one. */
  readonly limit: number;
  readonly has: (row: Row) => boolean;
  readonly pick: (pick: RowPick<Row>) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
}

interface SelectionOptions<Row> {
  readonly live: Pick<LiveWindow<Row>, 'rowAt' | 'indexOf' | 'load'>;
  readonly keyOf: (row: Row) => string;
  /** Another one: nothing is chosen. */
  readonly scope: string;
  /** There is a way to mean all that match; else those that are here are chosen. */
  readonly canMeanAll: boolean;
  readonly matched: number;
  readonly limit?: number;
}

/** Several rows of a table, by their keys: they stay chosen wherever sorting or scrolling takes them. */
export function useSelection<Row>({ live, keyOf, scope, canMeanAll, matched, limit = MAX_SELECTED }: SelectionOptions<Row>): Selection<Row> {
  const [chosen, setChosen] = useState<Chosen<Row>>({ rows: new Map(), scope });
  /** Where choosing began: a plain click chooses nothing yet, but what is added to. */
  const anchor = useRef<{ readonly index: number; readonly key: string; readonly row: Row | null } | null>(null);
  const request = useRef(0);
  const rows = chosen.scope === scope ? chosen.rows : NONE;

  function choose(next: ReadonlyMap<string, Row> | 'all'): void {
    request.current++;
    setChosen({ rows: next, scope });
  }

  function chooseRange(first: number, last: number): void {
    const until = Math.min(last, first + limit - 1);
    const here = Array.from({ length: until - first + 1 }, (_, index) => live.rowAt(first + index));
    if (here.every((row) => row !== undefined)) {
      choose(byKey(here.slice(0, limit), keyOf));
      return;
    }
    const asked = ++request.current;
    // What fails is shown by the table itself.
    live.load(first, until).then(
      (loaded) => {
        if (asked === request.current) choose(byKey(loaded.slice(0, limit), keyOf));
      },
      () => {},
    );
  }

  function pick(how: RowPick<Row>): void {
    switch (how.how) {
      case 'one':
        anchor.current = { index: how.index, key: keyOf(how.row), row: how.row };
        if (rows === 'all' || rows.size > 0) choose(new Map());
        return;
      case 'toggle': {
        const key = keyOf(how.row);
        // The first one that was clicked is shown as selected: it is one of them.
        const before = anchor.current;
        const base = rows === 'all' ? new Map<string, Row>() : new Map(rows);
        if (base.size === 0 && before?.row && before.key !== key) base.set(before.key, before.row);
        if (!base.delete(key) && base.size < limit) base.set(key, how.row);
        anchor.current = { index: how.index, key, row: null };
        choose(base);
        return;
      }
      case 'extend': {
        const from = anchor.current ?? { index: how.from, key: '', row: null };
        anchor.current = from;
        const index = live.indexOf(from.key) ?? from.index;
        chooseRange(Math.min(index, how.index), Math.max(index, how.index));
        return;
      }
      case 'all':
        if (canMeanAll) choose('all');
        else chooseRange(0, matched - 1);
        return;
      case 'none':
        anchor.current = null;
        choose(new Map());
    }
  }

  const keys = useMemo(() => (rows === 'all' ? 'all' : new Set(rows.keys())), [rows]);
  return {
    keys,
    rows: rows === 'all' ? [] : [...rows.values()],
    isAll: rows === 'all',
    limit,
    has: (row) => keys === 'all' || keys.has(keyOf(row)),
    pick,
    selectAll: () => pick({ how: 'all' }),
    clear: () => pick({ how: 'none' }),
  };
}

const NONE = new Map<string, never>();

function byKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}
