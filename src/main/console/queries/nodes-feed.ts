import type { NodeRow } from '../../../contract/admin-rows.ts';
import type { FeedParams } from '../../../contract/feeds.ts';
import { textMatcher } from '../../../core/admin/superset/text-matcher.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import { tapTime } from '../../../core/tap.ts';
import type { NodeList } from '../sources/source.ts';

type Params = FeedParams<'nodes'>;

const SECOND_MS = 1000;

export function nodesFeed(nodes: NodeList, { where, sort, offset, limit }: Params, now = tapTime): WindowCursor<NodeRow, NodeRow> {
  const hasText = textMatcher(where.text);
  return new WindowCursor({
    entries: { [Symbol.iterator]: () => nodes.rows(now())[Symbol.iterator]() },
    total: () => nodes.rows(now()).length,
    matches: hasText === null ? null : ({ serverId, hostname, pid }) => hasText(serverId) || hasText(hostname) || hasText(String(pid)),
    sortKey: sortKey(sort.by),
    isDescending: sort.isDescending,
    offset,
    limit,
    toRow: (row) => row,
    // A node that is not heard of becomes stale by time alone.
    stamp: () => [nodes.version, Math.floor(now() / SECOND_MS)],
  });
}

/** What a node does not say is below all it could. */
function sortKey(by: Params['sort']['by']): (row: NodeRow) => number | string {
  return (row) => row[by] ?? -1;
}
