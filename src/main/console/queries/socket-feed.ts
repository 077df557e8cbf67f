import type { FeedBatch, FeedParams } from '../../../contract/feeds.ts';
import type { SocketDetail } from '../../../contract/rows.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { LiveSocket } from '../sources/live-entries.ts';
import type { ModelSource } from './model-rows.ts';
import { socketRow } from './sockets-feed.ts';

type InspectedSource = Pick<ModelSource, 'model' | 'inspect'>;

const MIN_INTERVAL_MS = 200;
const MAX_ROOM_NAMES = 500;

/**
 * One socket for as long as it is looked at: after it has left, its last detail and why it left. A socket that had
 * left before is `null`.
 */
export function socketFeed(source: InspectedSource, { namespace, socketId }: FeedParams<'socket'>): FeedCursor<FeedBatch<'socket'>> {
  let socket = source.model.findSocket(namespace, socketId);
  let takenAt = Number.NEGATIVE_INFINITY;
  let lastText = '';
  let last: SocketDetail | null = null;
  return {
    take(nowMs) {
      if (nowMs - takenAt < MIN_INTERVAL_MS) return null;
      takenAt = nowMs;
      // It may come back by the same id, with its state recovered.
      socket = source.model.findSocket(namespace, socketId) ?? socket;
      last = socket === undefined ? null : (detailOf(source, socket) ?? goneDetail(socket, last));
      const text = JSON.stringify(last);
      if (text === lastText) return null;
      lastText = text;
      return { socket: last };
    },
    close: () => {
      socket = undefined;
      last = null;
    },
  };
}

function detailOf(source: InspectedSource, socket: LiveSocket): SocketDetail | null {
  const inspection = socket.left === null ? source.inspect(socket.namespace.name, socket.socketId) : null;
  if (inspection === null) return null;
  return {
    ...socketRow(socket),
    state: { connected: true },
    transports: [...socket.session.transports],
    roomNames: roomNames(socket),
    ...inspection,
  };
}

function goneDetail(socket: LiveSocket, last: SocketDetail | null): SocketDetail | null {
  if (last === null) return null;
  const { reason, at } = socket.left ?? { reason: 'server stopped', at: socket.lastPacketAt };
  // The rooms are those it was in when it was last seen: it has none any more.
  return { ...last, ...socketRow(socket), rooms: last.rooms, bufferedBytes: 0, state: { connected: false, reason, at } };
}

function roomNames({ namespace, socketId }: LiveSocket): readonly string[] {
  const rooms = namespace.memberships.get(socketId);
  return rooms === undefined ? [] : [...rooms].slice(0, MAX_ROOM_NAMES);
}
