import {
  type ConnectionCounters,
  joinRoom,
  type LiveNamespace,
  type LiveRoom,
  type LiveSession,
  type LiveSocket,
  leaveRoom,
} from './live-entries.ts';
import type { Population } from './source.ts';

interface Membership {
  readonly at: number;
  readonly namespace: string;
  readonly room: string;
  readonly socketId: string;
}

/**
 * The live state of one source: sessions, namespaces, rooms and sockets, as the facts tell it. Each fact costs O(1);
 * what it holds is bounded by what the source itself holds. The sets iterate in the order things came into being.
 */
export class LiveModel {
  readonly sessions = new Map<string, LiveSession>();
  readonly namespaces = new Map<string, LiveNamespace>();
  readonly sockets = new Set<LiveSocket>();
  /** With the room each socket has of its own. */
  readonly rooms = new Set<LiveRoom>();
  /** Sessions by transport and by Engine.IO revision. */
  readonly transports = new Map<string, number>();
  readonly protocols = new Map<string, number>();
  #version = 0;
  #activity = 0;
  #sharedRooms = 0;
  #memberships = 0;

  /** Changes with whatever comes, goes or moves. */
  get version(): number {
    return this.#version;
  }

  /** Changes with every packet and heartbeat. */
  get activity(): number {
    return this.#activity;
  }

  /** Rooms that are not a socket's own. */
  get sharedRooms(): number {
    return this.#sharedRooms;
  }

  /** Places in rooms, a socket's own among them. */
  get memberships(): number {
    return this.#memberships;
  }

  get population(): Population {
    return {
      sockets: this.sockets.size,
      rooms: this.#sharedRooms,
      namespaces: this.namespaces.size,
      clients: this.sessions.size,
      transports: Object.fromEntries(this.transports),
      protocols: Object.fromEntries(this.protocols),
    };
  }

  findSocket(namespace: string, socketId: string): LiveSocket | undefined {
    return this.namespaces.get(namespace)?.sockets.get(socketId);
  }

  /** The namespace of that name, made if the source told of it in no other way. */
  addNamespace(name: string, at: number): LiveNamespace {
    const known = this.namespaces.get(name);
    if (known !== undefined) return known;
    const namespace: LiveNamespace = {
      name,
      createdAt: at,
      sockets: new Map(),
      rooms: new Map(),
      memberships: new Map(),
      sharedRooms: 0,
      packetsIn: 0,
      packetsOut: 0,
      counted: null,
    };
    this.namespaces.set(name, namespace);
    this.#version++;
    return namespace;
  }

  /** Forgets a namespace nobody is in. */
  removeNamespace(name: string): void {
    if (this.namespaces.get(name)?.sockets.size !== 0) return;
    this.namespaces.delete(name);
    this.#version++;
  }

  /** See `LiveNamespace.counted`. */
  countSockets(name: string, sockets: number | null, at: number): void {
    const namespace = this.addNamespace(name, at);
    if (namespace.counted === sockets) return;
    namespace.counted = sockets;
    this.#version++;
  }

  openSession(session: {
    readonly at: number;
    readonly engineId: string;
    readonly transport: string;
    readonly protocol: number;
    readonly remoteAddress: string;
  }): LiveSession {
    const { at, engineId, transport, protocol, remoteAddress } = session;
    const opened = { engineId, transport, protocol, address: remoteAddress, rttMs: null, transports: [{ transport, at }] };
    this.sessions.set(engineId, opened);
    count(this.transports, transport, 1);
    count(this.protocols, String(protocol), 1);
    this.#version++;
    return opened;
  }

  upgradeSession(engineId: string, transport: string, at: number): void {
    const session = this.sessions.get(engineId);
    if (session === undefined) return;
    count(this.transports, session.transport, -1);
    count(this.transports, transport, 1);
    session.transport = transport;
    session.transports.push({ transport, at });
    this.#version++;
  }

  closeSession(engineId: string): void {
    const session = this.sessions.get(engineId);
    if (session === undefined) return;
    this.sessions.delete(engineId);
    count(this.transports, session.transport, -1);
    count(this.protocols, String(session.protocol), -1);
    this.#version++;
  }

  /** `null`: it was pinged, which says nothing about how long that took. */
  heartbeat(engineId: string, rttMs: number | null): void {
    const session = this.sessions.get(engineId);
    if (session === undefined || rttMs === null) return;
    session.rttMs = rttMs;
    this.#activity++;
  }

  connect(
    socket: { readonly at: number; readonly namespace: string; readonly socketId: string; readonly engineId: string },
    counters: ConnectionCounters,
  ): void {
    const { at, engineId, socketId } = socket;
    const namespace = this.addNamespace(socket.namespace, at);
    const session = this.sessions.get(engineId) ?? this.openSession({ at, engineId, transport: 'unknown', protocol: 0, remoteAddress: '' });
    const connected: LiveSocket = {
      socketId,
      namespace,
      session,
      connectedAt: at,
      counters,
      packetsIn: 0,
      bytesIn: 0,
      lastPacketAt: at,
      left: null,
      sampledPackets: counters.packetsSent,
      sampledBytes: counters.bytesSent,
      lastLook: null,
    };
    namespace.sockets.set(socketId, connected);
    this.sockets.add(connected);
    this.#version++;
  }

  /** Sockets are kept in the order in which they came, which is the order of a table; here are some that were told later. */
  sortSockets(): void {
    const inOrder = [...this.sockets].sort((a, b) => a.connectedAt - b.connectedAt);
    this.sockets.clear();
    for (const socket of inOrder) this.sockets.add(socket);
    this.#version++;
  }

  disconnect(socket: { readonly at: number; readonly namespace: string; readonly socketId: string; readonly reason: string }): void {
    const namespace = this.namespaces.get(socket.namespace);
    const gone = namespace?.sockets.get(socket.socketId);
    if (namespace === undefined || gone === undefined) return;
    for (const room of [...(namespace.memberships.get(socket.socketId) ?? []), socket.socketId]) {
      this.leave({ at: socket.at, namespace: namespace.name, room, socketId: socket.socketId });
    }
    namespace.sockets.delete(socket.socketId);
    this.sockets.delete(gone);
    gone.left = { reason: socket.reason, at: socket.at };
    // The last numbers, by value: what still looks at this socket must not keep its connection.
    const { packetsSent, bytesSent } = gone.counters;
    gone.counters = { packetsSent, bytesSent, bufferedBytes: 0 };
    this.#version++;
  }

  /** May precede the socket's `connect`: its own room does, and rooms a middleware chose. */
  join({ at, namespace: name, room: roomName, socketId }: Membership): void {
    const namespace = this.addNamespace(name, at);
    const { room, isNew, hasBecomeOwn, hasJoined } = joinRoom(namespace, roomName, socketId, at);
    if (hasJoined) this.#memberships++;
    if (isNew) this.rooms.add(room);
    if (isNew && !room.isOwn) this.#countShared(namespace, 1);
    if (!isNew && hasBecomeOwn) this.#countShared(namespace, -1);
    this.#version++;
  }

  leave({ namespace: name, room: roomName, socketId }: Membership): void {
    const namespace = this.namespaces.get(name);
    if (namespace === undefined) return;
    const { emptied, hasLeft } = leaveRoom(namespace, roomName, socketId);
    if (hasLeft) this.#memberships--;
    if (emptied !== undefined) {
      this.rooms.delete(emptied);
      if (!emptied.isOwn) this.#countShared(namespace, -1);
    }
    this.#version++;
  }

  /** A packet counts for its namespace once a recipient, and for its socket if it is of one socket alone. */
  countPacket(packet: {
    readonly at: number;
    readonly direction: 'in' | 'out';
    readonly namespace: string;
    readonly socketId: string | null;
    readonly bytes: number;
    readonly recipients: number;
    readonly rooms: readonly string[];
  }): void {
    const namespace = this.namespaces.get(packet.namespace);
    if (namespace === undefined) return;
    this.#activity++;
    if (packet.direction === 'in') namespace.packetsIn++;
    else namespace.packetsOut += packet.recipients;
    if (packet.socketId === null) {
      for (const name of packet.rooms) {
        const room = namespace.rooms.get(name);
        if (room !== undefined) room.broadcasts++;
      }
      return;
    }
    const socket = namespace.sockets.get(packet.socketId);
    if (socket === undefined) return;
    socket.lastPacketAt = packet.at;
    if (packet.direction === 'in') {
      socket.packetsIn++;
      socket.bytesIn += packet.bytes;
    }
  }

  clear(): void {
    for (const part of [this.sessions, this.namespaces, this.sockets, this.rooms, this.transports, this.protocols]) part.clear();
    this.#sharedRooms = 0;
    this.#memberships = 0;
    this.#version++;
  }

  #countShared(namespace: LiveNamespace, change: number): void {
    namespace.sharedRooms += change;
    this.#sharedRooms += change;
  }
}

function count(counts: Map<string, number>, name: string, change: number): void {
  const next = (counts.get(name) ?? 0) + change;
  if (next === 0) counts.delete(name);
  else counts.set(name, next);
}
