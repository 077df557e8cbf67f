import type { FeedParams } from '../../../contract/feeds.ts';
import type { NamespaceRow } from '../../../contract/rows.ts';
import { textMatcher } from '../../../core/admin/superset/text-matcher.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import { type LiveNamespace, socketCount } from '../sources/live-entries.ts';
import type { Source } from '../sources/source.ts';

type Params = FeedParams<'namespaces'>;

export function namespacesFeed({ model }: Pick<Source, 'model'>, { where, sort, offset, limit }: Params): WindowCursor<LiveNamespace, NamespaceRow> {
  const hasText = textMatcher(where.text);
  return new WindowCursor({
    // A map's own iterators run once; the window is taken again and again.
    entries: { [Symbol.iterator]: () => model.namespaces.values() },
    total: () => model.namespaces.size,
    matches: hasText === null ? null : (namespace) => hasText(namespace.name),
    sortKey: sort.by === 'createdAt' ? null : namespaceSortKey(sort.by),
    isDescending: sort.isDescending,
    offset,
    limit,
    toRow: (namespace): NamespaceRow => ({
      namespace: namespace.name,
      sockets: socketCount(namespace),
      rooms: namespace.sharedRooms,
      createdAt: namespace.createdAt,
      packetsIn: namespace.packetsIn,
      packetsOut: namespace.packetsOut,
    }),
    stamp: () => [model.version, model.activity],
  });
}

function namespaceSortKey(by: Exclude<Params['sort']['by'], 'createdAt'>): (namespace: LiveNamespace) => number | string {
  switch (by) {
    case 'namespace':
      return (namespace) => namespace.name;
    case 'sockets':
      return socketCount;
    case 'rooms':
      return (namespace) => namespace.sharedRooms;
    case 'packetsIn':
      return (namespace) => namespace.packetsIn;
    case 'packetsOut':
      return (namespace) => namespace.packetsOut;
  }
}
