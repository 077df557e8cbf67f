import type { FeedParams } from '../../../contract/feeds.ts';
import type { NamespaceRow } from '../../../contract/rows.ts';
import { textMatcher } from '../../../core/admin/superset/text-matcher.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import type { LiveNamespace } from '../sources/live-entries.ts';
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
    toRow: ({ name, sockets, sharedRooms, createdAt, packetsIn, packetsOut }): NamespaceRow => ({
      namespace: name,
      sockets: sockets.size,
      rooms: sharedRooms,
      createdAt,
      packetsIn,
      packetsOut,
    }),
    stamp: () => [model.version, model.activity],
  });
}

function namespaceSortKey(by: Exclude<Params['sort']['by'], 'createdAt'>): (namespace: LiveNamespace) => number | string {
  switch (by) {
    case 'namespace':
      return (namespace) => namespace.name;
    case 'sockets':
      return (namespace) => namespace.sockets.size;
    case 'rooms':
      return (namespace) => namespace.sharedRooms;
    case 'packetsIn':
      return (namespace) => namespace.packetsIn;
    case 'packetsOut':
      return (namespace) => namespace.packetsOut;
  }
}
