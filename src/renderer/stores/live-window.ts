import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type FeedParams, MAX_WINDOW_ROWS, type Window } from '../../contract/feeds.ts';
import type { Failure, NamespaceRow, RoomRow, SocketRow } from '../../contract/rows.ts';
import { useFeed } from './use-feed.ts';
import type { Query } from './workspace.ts';

interface Rows {
  readonly sockets: SocketRow;
  readonly rooms: RoomRow;
  readonly namespaces: NamespaceRow;
}
export type TableName = keyof Rows;

/** Rows asked for around the ones in view, so that short scrolls need no new window. */
const MARGIN_ROWS = 60;
const SETTLE_MS = 70;

export interface Span {
  readonly offset: number;
  readonly limit: number;
}

/** The window to ask for, or the current one while it covers what is in view with half a margin to spare. */
export function spanFor(current: Span, first: number, last: number): Span {
  const spare = MARGIN_ROWS / 2;
  const isCovered = current.offset <= Math.max(0, first - spare) && current.offset + current.limit >= last + spare;
  if (isCovered) return current;
  const offset = Math.max(0, first - MARGIN_ROWS);
  return { offset, limit: Math.min(MAX_WINDOW_ROWS, last + MARGIN_ROWS - offset) };
}

export interface LiveWindow<Row> {
  /** `undefined`: not here yet. */
  readonly rowAt: (index: number) => Row | undefined;
  readonly matched: number;
  readonly total: number;
  /** Nothing has come yet for this source. */
  readonly isEmpty: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
  readonly onRange: (first: number, last: number) => void;
}

/** A windowed live query that follows the scroll position. Old rows stay until the new window is here. */
export function useLiveWindow<Name extends TableName>(name: Name, sourceId: string, query: Query<Name>): LiveWindow<Rows[Name]> {
  const [span, setSpan] = useState<Span>({ offset: 0, limit: 2 * MARGIN_ROWS });
  const [window, setWindow] = useState<Window<Rows[Name]> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  // `query` is that of the same feed: the compiler can't pair them through the generic name.
  const params = { sourceId, ...query, ...span } as unknown as FeedParams<Name>;
  const { failure, retry } = useFeed(name, params, (batch) => setWindow(batch as unknown as Window<Rows[Name]>));

  const onRange = useCallback((first: number, last: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSpan((current) => spanFor(current, first, last)), SETTLE_MS);
  }, []);

  return useMemo(
    () => ({
      rowAt: (index: number) => window?.rows[index - window.offset],
      matched: window?.matched ?? 0,
      total: window?.total ?? 0,
      isEmpty: window === null,
      failure,
      retry,
      onRange,
    }),
    [window, failure, retry, onRange],
  );
}
