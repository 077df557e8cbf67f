import type { NodeRow } from '../../../contract/admin-rows.ts';
import type { FeedParams } from '../../../contract/feeds.ts';
import { NODE_FIELDS } from '../../../contract/filter-fields.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import { tapTime } from '../../../core/tap.ts';
import type { NodeList } from '../sources/source.ts';
import type { FieldReaders } from './filter-matcher.ts';
import { matcherOf } from './read-filter.ts';

type Params = FeedParams<'nodes'>;

const SECOND_MS = 1000;

const READERS: FieldReaders<NodeRow, keyof typeof NODE_FIELDS> = {
  fields: {
    id: ({ serverId }) => serverId,
    host: ({ hostname }) => hostname,
    health: ({ health }) => health,
    sockets: ({ sockets }) => sockets,
    clients: ({ clients }) => clients,
    in: ({ packetsIn }) => packetsIn,
    out: ({ packetsOut }) => packetsOut,
    loop: ({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms,
    rss: ({ rssBytes }) => rssBytes,
  },
  texts: [({ serverId }) => serverId, ({ hostname }) => hostname, ({ pid }) => String(pid)],
};

export function nodesFeed(nodes: NodeList, { where, sort, offset, limit }: Params, now = tapTime): WindowCursor<NodeRow, NodeRow> {
  return new WindowCursor({
    entries: { [Symbol.iterator]: () => nodes.rows(now())[Symbol.iterator]() },
    total: () => nodes.rows(now()).length,
    matches: matcherOf(where.filter, NODE_FIELDS, READERS),
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
