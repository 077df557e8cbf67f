import { SOCKET_FIELDS } from '../../../contract/filter-fields.ts';
import { tapTime } from '../../../core/tap.ts';
import type { LiveSocket } from '../sources/live-entries.ts';
import type { FieldReaders } from './filter-matcher.ts';
import { matcherOf } from './read-filter.ts';
import { rateOf } from './socket-rate.ts';

const readersAt = (now: () => number): FieldReaders<LiveSocket, keyof typeof SOCKET_FIELDS> => ({
  fields: {
    id: ({ socketId }) => socketId,
    ns: ({ namespace }) => namespace.name,
    room: {
      // With the room it has of its own.
      has: ({ socketId, namespace }, room) => namespace.rooms.get(room)?.members.has(socketId) === true,
      all: ({ socketId, namespace }) => namespace.memberships.get(socketId) ?? [],
    },
    transport: ({ session }) => session.transport,
    addr: ({ session }) => session.address,
    eio: ({ session }) => session.protocol,
    rtt: ({ session }) => session.rttMs,
    in: ({ packetsIn }) => packetsIn,
    out: ({ counters }) => counters.packetsSent,
    rooms: roomCount,
    pending: ({ counters }) => counters.bufferedBytes,
    idle: ({ lastPacketAt }) => now() - lastPacketAt,
    rate: (socket) => rateOf(socket, now()),
  },
  texts: [
    ({ socketId }) => socketId,
    ({ session }) => session.engineId,
    ({ session }) => session.address,
    ({ namespace }) => namespace.name,
    ({ session }) => session.transport,
  ],
});

export function roomCount({ socketId, namespace }: LiveSocket): number {
  return namespace.memberships.get(socketId)?.size ?? 0;
}

/** The test of a filter of sockets, or `null` where all pass. Fails with `BAD_FILTER`. */
export function socketMatcher(filter: string | undefined, now = tapTime): ((socket: LiveSocket) => boolean) | null {
  return matcherOf(filter, SOCKET_FIELDS, readersAt(now));
}
