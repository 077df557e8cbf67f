import type { FeedParams } from '../../../contract/feeds.ts';
import type { SocketRow } from '../../../contract/rows.ts';
import { WindowCursor } from '../../../core/admin/superset/window-cursor.ts';
import { tapTime } from '../../../core/tap.ts';
import type { LiveSocket } from '../sources/live-entries.ts';
import type { Source } from '../sources/source.ts';
import { roomCount, socketMatcher } from './socket-filter.ts';
import { rateOf } from './socket-rate.ts';

type Params = FeedParams<'sockets'>;

const SECOND_MS = 1000;

export function socketsFeed(
  { model }: Pick<Source, 'model'>,
  { where, sort, offset, limit }: Params,
  now = tapTime,
): WindowCursor<LiveSocket, SocketRow> {
  return new WindowCursor({
    entries: model.sockets,
    total: () => model.sockets.size,
    matches: socketMatcher(where.filter, now),
    sortKey: sort.by === 'connectedAt' ? null : socketSortKey(sort.by, now),
    isDescending: sort.isDescending,
    offset,
    limit,
    toRow: (socket) => socketRow(socket, now()),
    // What waits to be sent, rates and idle times change by time alone.
    stamp: () => [model.version, model.activity + Math.floor(now() / SECOND_MS)],
  });
}

export function socketRow(socket: LiveSocket, nowMs = tapTime()): SocketRow {
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
    bufferedBytes: counters.bufferedBytes,
    ratePerSecond: rateOf(socket, nowMs),
  };
}

function socketSortKey(by: Exclude<Params['sort']['by'], 'connectedAt'>, now: () => number): (socket: LiveSocket) => number | string {
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
    case 'bufferedBytes':
      return (socket) => socket.counters.bufferedBytes;
    case 'ratePerSecond':
      return (socket) => rateOf(socket, now()) ?? -1;
  }
}
