import type { FeedParams } from '../../../contract/feeds.ts';
import type { SocketRow } from '../../../contract/rows.ts';
import { textMatcher } from '../../../core/admin/superset/text-matcher.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import type { LiveSocket } from '../sources/live-entries.ts';
import type { Source } from '../sources/source.ts';

type Params = FeedParams<'sockets'>;

export function socketsFeed({ model }: Pick<Source, 'model'>, { where, sort, offset, limit }: Params): WindowCursor<LiveSocket, SocketRow> {
  return new WindowCursor({
    entries: model.sockets,
    total: () => model.sockets.size,
    matches: socketMatcher(where),
    sortKey: sort.by === 'connectedAt' ? null : socketSortKey(sort.by),
    isDescending: sort.isDescending,
    offset,
    limit,
    toRow: socketRow,
    stamp: () => [model.version, model.activity],
  });
}

export function socketRow(socket: LiveSocket): SocketRow {
  const { socketId, namespace, session, connectedAt, counters, packetsIn, bytesIn, lastPacketAt } = socket;
  return {
    socketId,
    engineId: session.engineId,
    namespace: namespace.name,
    transport: session.transport,
    protocol: session.protocol,
    address: session.address,
    connectedAt,
    rooms: roomCount(socket),
    packetsIn,
    packetsOut: counters.packetsSent,
    bytesIn,
    bytesOut: counters.bytesSent,
    rttMs: session.rttMs,
    lastPacketAt,
  };
}

function roomCount({ socketId, namespace }: LiveSocket): number {
  return namespace.memberships.get(socketId)?.size ?? 0;
}

function socketMatcher({ text, namespace, room, transport }: Params['where']): ((socket: LiveSocket) => boolean) | null {
  const hasText = textMatcher(text);
  if (hasText === null && namespace === undefined && room === undefined && transport === undefined) return null;
  return (socket) => {
    const { session } = socket;
    if (namespace !== undefined && socket.namespace.name !== namespace) return false;
    if (transport !== undefined && session.transport !== transport) return false;
    if (room !== undefined && socket.namespace.rooms.get(room)?.members.has(socket.socketId) !== true) return false;
    if (hasText === null) return true;
    // The shortest first: most rows are decided by their ids.
    return (
      hasText(socket.socketId) ||
      hasText(session.engineId) ||
      hasText(session.address) ||
      hasText(socket.namespace.name) ||
      hasText(session.transport)
    );
  };
}

function socketSortKey(by: Exclude<Params['sort']['by'], 'connectedAt'>): (socket: LiveSocket) => number | string {
  switch (by) {
    case 'socketId':
      return (socket) => socket.socketId;
    case 'namespace':
      return (socket) => socket.namespace.name;
    case 'transport':
      return (socket) => socket.session.transport;
    case 'address':
      return (socket) => socket.session.address;
    case 'rooms':
      return roomCount;
    case 'rttMs':
      // Before the first heartbeat it is not known: below every known one.
      return (socket) => socket.session.rttMs ?? -1;
    case 'packetsIn':
      return (socket) => socket.packetsIn;
    case 'packetsOut':
      return (socket) => socket.counters.packetsSent;
    case 'lastPacketAt':
      return (socket) => socket.lastPacketAt;
  }
}
