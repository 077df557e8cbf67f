import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { NodeRow } from '../../contract/admin-rows.ts';
import type { AnsweredNodes } from '../../contract/calls.ts';
import { type FeedParams, MAX_WINDOW_ROWS, type Window } from '../../contract/feeds.ts';
import type { Failure, NamespaceRow, RoomRow, SocketRow } from '../../contract/rows.ts';
import { holdOrder, RERANK_MS } from './held-order.ts';
import { useClient } from './link.ts';
import { loadRows } from './load-rows.ts';
import { useFeed } from './use-feed.ts';
import type { Query, Table } from './workspace.ts';

interface Rows {
  readonly sockets: SocketRow;
  readonly rooms: RoomRow;
  readonly namespaces: NamespaceRow;
  readonly nodes: NodeRow;
}

/** Rows asked for around the ones in view, so that short scrolls need no new window. */
const MARGIN_ROWS = 60;
const SETTLE_MS = 70;
/** Sorted by one of these, rows would trade places with every batch. */
const LIVE_SORTS: readonly string[] = [
  'rooms',
  'rttMs',
  'packetsIn',
  'packetsOut',
  'lastPacketAt',
  'sockets',
  'broadcasts',
  'clients',
  'eventLoopDelayP99Ms',
  'rssBytes',
  'lastSeenAt',
  'uptimeSeconds',
  'bufferedBytes',
  'ratePerSecond',
];

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
  /** Where a row is that is here. */
  readonly indexOf: (key: string) => number | undefined;
  /** Rows that may not be here, as they are now. */
  readonly load: (first: number, last: number) => Promise<readonly Row[]>;
  readonly matched: number;
  readonly total: number;
  /** Only where servers of a cluster did not answer. */
  readonly nodes: AnsweredNodes | null;
  /** Nothing has come yet for this source. */
  readonly isEmpty: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
  readonly onRange: (first: number, last: number) => void;
  /** Somebody points at a row or has the keyboard on one: rows stay where they are. */
  readonly onHold: (isHeld: boolean) => void;
}

/** A windowed live query that follows the scroll position. Old rows stay until the new window is here. */
export function useLiveWindow<Name extends Table>(
  name: Name,
  sourceId: string,
  query: Query<Name>,
  keyOf: (row: Rows[Name]) => string,
): LiveWindow<Rows[Name]> {
  const client = useClient();
  const [span, setSpan] = useState<Span>({ offset: 0, limit: 2 * MARGIN_ROWS });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const { window, apply, onHold } = useRanking(keyOf);

  // `query` is that of the same feed: the compiler can't pair them through the generic name.
  const params = { sourceId, ...query, ...span } as unknown as FeedParams<Name>;
  const scope = JSON.stringify(query);
  const isLive = LIVE_SORTS.includes(query.sort.by);
  const { failure, retry } = useFeed(name, params, (batch) => apply(batch as unknown as Window<Rows[Name]>, scope, isLive));

  const onRange = useCallback((first: number, last: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSpan((current) => spanFor(current, first, last)), SETTLE_MS);
  }, []);

  return useMemo(
    () => ({
      rowAt: (index: number) => window?.rows[index - window.offset],
      indexOf: (key: string) => {
        const index = window?.rows.findIndex((row) => keyOf(row) === key) ?? -1;
        return window === null || index === -1 ? undefined : window.offset + index;
      },
      load: (first: number, last: number) => loadRows<Rows[Name]>(client, name, { sourceId, ...JSON.parse(scope) }, first, last),
      matched: window?.matched ?? 0,
      total: window?.total ?? 0,
      nodes: window?.nodes ?? null,
      isEmpty: window === null,
      failure,
      retry,
      onRange,
      onHold,
    }),
    [window, failure, retry, onRange, onHold, client, name, sourceId, scope, keyOf],
  );
}

interface Ranking<Row> {
  readonly window: Window<Row> | null;
  /** `scope` names the query: another one is shown as it comes. */
  readonly apply: (next: Window<Row>, scope: string, isLive: boolean) => void;
  readonly onHold: (isHeld: boolean) => void;
}

/** The window as shown: values are always the last ones, the order of a live list at most a second old unless it is held. */
function useRanking<Row>(keyOf: (row: Row) => string): Ranking<Row> {
  const [window, setWindow] = useState<Window<Row> | null>(null);
  const rank = useRef({ scope: '', at: 0, isHeld: false, latest: null as Window<Row> | null });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const rerank = useCallback(() => {
    const { current } = rank;
    if (current.isHeld || current.latest === null) return;
    current.at = Date.now();
    setWindow(current.latest);
    current.latest = null;
  }, []);

  const apply = useCallback(
    (next: Window<Row>, scope: string, isLive: boolean) => {
      const { current } = rank;
      clearTimeout(timer.current);
      current.latest = next;
      const wait = current.at + RERANK_MS - Date.now();
      if (!isLive || scope !== current.scope || (wait <= 0 && !current.isHeld)) {
        Object.assign(current, { scope, at: Date.now(), latest: null });
        setWindow(next);
        return;
      }
      setWindow((shown) => (shown === null ? next : holdOrder(shown, next, keyOf)));
      timer.current = setTimeout(rerank, Math.max(0, wait));
    },
    [keyOf, rerank],
  );

  const onHold = useCallback(
    (isHeld: boolean) => {
      rank.current.isHeld = isHeld;
      if (isHeld) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(rerank, Math.max(0, rank.current.at + RERANK_MS - Date.now()));
    },
    [rerank],
  );

  return { window, apply, onHold };
}
