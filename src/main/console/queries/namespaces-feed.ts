import type { FeedParams } from '../../../contract/feeds.ts';
import { NAMESPACE_FIELDS } from '../../../contract/filter-fields.ts';
import type { NamespaceRow } from '../../../contract/rows.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import { type LiveNamespace, socketCount } from '../sources/live-entries.ts';
import type { Source } from '../sources/source.ts';
import type { FieldReaders } from './filter-matcher.ts';
import { matcherOf } from './read-filter.ts';

type Params = FeedParams<'namespaces'>;

const READERS: FieldReaders<LiveNamespace, keyof typeof NAMESPACE_FIELDS> = {
  fields: {
    ns: ({ name }) => name,
    sockets: socketCount,
    rooms: ({ sharedRooms }) => sharedRooms,
    in: ({ packetsIn }) => packetsIn,
    out: ({ packetsOut }) => packetsOut,
  },
  texts: [({ name }) => name],
};

export function namespacesFeed({ model }: Pick<Source, 'model'>, { where, sort, offset, limit }: Params): WindowCursor<LiveNamespace, NamespaceRow> {
  return new WindowCursor({
    // A map's own iterators run once; the window is taken again and again.
    entries: { [Symbol.iterator]: () => model.namespaces.values() },
    total: () => model.namespaces.size,
    matches: matcherOf(where.filter, NAMESPACE_FIELDS, READERS),
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
