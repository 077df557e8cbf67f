import type { FeedParams } from '../../../contract/feeds.ts';
import type { RoomRow } from '../../../contract/rows.ts';
import { textMatcher } from '../../../core/admin/superset/text-matcher.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import type { LiveRoom } from '../sources/live-entries.ts';
import type { Source } from '../sources/source.ts';

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

function roomMatcher({ text, namespace, withOwnRooms }: Params['where']): ((room: LiveRoom) => boolean) | null {
  const hasText = textMatcher(text);
  if (withOwnRooms === true && hasText === null && namespace === undefined) return null;
  return (room) => {
    if (room.isOwn && withOwnRooms !== true) return false;
    if (namespace !== undefined && room.namespace.name !== namespace) return false;
    return hasText === null || hasText(room.name) || hasText(room.namespace.name);
  };
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
