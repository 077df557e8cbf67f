import type { FeedParams } from '../../../contract/feeds.ts';
import { ROOM_FIELDS } from '../../../contract/filter-fields.ts';
import type { RoomRow } from '../../../contract/rows.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import type { LiveRoom } from '../sources/live-entries.ts';
import type { Source } from '../sources/source.ts';
import type { FieldReaders } from './filter-matcher.ts';
import { matcherOf } from './read-filter.ts';

type Params = FeedParams<'rooms'>;

export function roomsFeed({ model }: Pick<Source, 'model'>, { where, sort, offset, limit }: Params): WindowCursor<LiveRoom, RoomRow> {
  return new WindowCursor({
    entries: model.rooms,
    total: () => (where.withOwnRooms === true ? model.rooms.size : model.sharedRooms),
    matches: roomMatcher(where),
    sortKey: sort.by === 'createdAt' ? null : roomSortKey(sort.by),
    isDescending: sort.isDescending,
    offset,
    limit,
    toRow: ({ namespace, name, members, createdAt, broadcasts }): RoomRow => ({
      namespace: namespace.name,
      room: name,
      sockets: members.size,
      createdAt,
      broadcasts,
    }),
    stamp: () => [model.version, model.activity],
  });
}

const READERS: FieldReaders<LiveRoom, keyof typeof ROOM_FIELDS> = {
  fields: {
    room: ({ name }) => name,
    ns: ({ namespace }) => namespace.name,
    sockets: ({ members }) => members.size,
    broadcasts: ({ broadcasts }) => broadcasts,
  },
  texts: [({ name }) => name, ({ namespace }) => namespace.name],
};

function roomMatcher({ filter, withOwnRooms }: Params['where']): ((room: LiveRoom) => boolean) | null {
  const matches = matcherOf(filter, ROOM_FIELDS, READERS);
  if (withOwnRooms === true) return matches;
  return (room) => !room.isOwn && (matches === null || matches(room));
}

function roomSortKey(by: Exclude<Params['sort']['by'], 'createdAt'>): (room: LiveRoom) => number | string {
  switch (by) {
    case 'room':
      return (room) => room.name;
    case 'namespace':
      return (room) => room.namespace.name;
    case 'sockets':
      return (room) => room.members.size;
    case 'broadcasts':
      return (room) => room.broadcasts;
  }
}
