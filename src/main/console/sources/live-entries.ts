/** What is counted for a connection by whoever serves it; read when a row is built. Bytes and packets as sent. */
export interface ConnectionCounters {
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly bufferedBytes: number;
}

/** An Engine.IO session. Entries are written by the model alone. */
export interface LiveSession {
  readonly engineId: string;
  /** Engine.IO revision. */
  readonly protocol: number;
  readonly address: string;
  transport: string;
  rttMs: number | null;
  readonly transports: { readonly transport: string; readonly at: number }[];
}

export interface LiveSocket {
  readonly socketId: string;
  readonly namespace: LiveNamespace;
  readonly session: LiveSession;
  readonly connectedAt: number;
  /**
   * Of its connection, not of the socket: a broadcast has one record however many get it, so only the connection knows
   * what went out. Sockets of several namespaces on one connection show the same numbers.
   */
  counters: ConnectionCounters;
  packetsIn: number;
  bytesIn: number;
  /** The last packet from it or to it alone: broadcasts do not count. */
  lastPacketAt: number;
  /** Set when it has left its namespace. */
  left: { readonly reason: string; readonly at: number } | null;
  /** `Busiest` keeps here what it saw last. */
  sampledPackets: number;
  sampledBytes: number;
  /** `rateOf` keeps here what it saw last. */
  lastLook: { readonly at: number; readonly packets: number; readonly ratePerSecond: number | null } | null;
}

export interface LiveRoom {
  readonly namespace: LiveNamespace;
  readonly name: string;
  readonly createdAt: number;
  /** The room a socket has of its own, named by its id. */
  isOwn: boolean;
  /** Socket ids. */
  readonly members: Set<string>;
  broadcasts: number;
  /** `Busiest` keeps here what it saw last. */
  sampledBroadcasts: number;
}

export interface LiveNamespace {
  readonly name: string;
  readonly createdAt: number;
  readonly sockets: Map<string, LiveSocket>;
  readonly rooms: Map<string, LiveRoom>;
  /** Rooms by socket id, its own left out: most sockets have no entry. */
  readonly memberships: Map<string, Set<string>>;
  sharedRooms: number;
  packetsIn: number;
  packetsOut: number;
  /** How many sockets there are where it is not told which; `null` where it is. */
  counted: number | null;
}

export function socketCount({ sockets, counted }: LiveNamespace): number {
  return counted ?? sockets.size;
}

export function joinRoom(
  namespace: LiveNamespace,
  name: string,
  socketId: string,
  at: number,
): { readonly room: LiveRoom; readonly isNew: boolean; readonly hasBecomeOwn: boolean; readonly hasJoined: boolean } {
  const isOwn = name === socketId;
  const known = namespace.rooms.get(name);
  const room = known ?? { namespace, name, createdAt: at, isOwn, members: new Set<string>(), broadcasts: 0, sampledBroadcasts: 0 };
  const hasBecomeOwn = isOwn && !room.isOwn;
  room.isOwn ||= isOwn;
  const hasJoined = !room.members.has(socketId);
  room.members.add(socketId);
  if (known === undefined) namespace.rooms.set(name, room);
  if (!isOwn) {
    const rooms = namespace.memberships.get(socketId);
    if (rooms === undefined) namespace.memberships.set(socketId, new Set([name]));
    else rooms.add(name);
  }
  return { room, isNew: known === undefined, hasBecomeOwn, hasJoined };
}

/** `emptied`: nobody is left in it, it is no room any more. */
export function leaveRoom(
  namespace: LiveNamespace,
  name: string,
  socketId: string,
): { readonly emptied: LiveRoom | undefined; readonly hasLeft: boolean } {
  const memberships = namespace.memberships.get(socketId);
  if (memberships?.delete(name) && memberships.size === 0) namespace.memberships.delete(socketId);
  const room = namespace.rooms.get(name);
  const hasLeft = room?.members.delete(socketId) === true;
  if (room === undefined || !hasLeft || room.members.size > 0) return { emptied: undefined, hasLeft };
  namespace.rooms.delete(name);
  return { emptied: room, hasLeft };
}
