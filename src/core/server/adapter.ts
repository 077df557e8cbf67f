// The in-memory adapter: which socket is in which room, and broadcasts within this process. Its public members are the
// contract of `socket.io-adapter`, which cluster adapters build on.

import { EventEmitter } from 'node:events';
import { messagesOf, type OutgoingPacket } from '../engine/sending/outgoing-packet.ts';
import type { EncodedPacket } from '../protocol/encode.ts';
import { PACKET, type Packet, type PacketType } from '../protocol/packet.ts';
import { tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import { CompactSets } from './compact-sets.ts';
import type { Namespace, RecoverableSession, RestoredSession } from './namespace.ts';
import type { RemoteSocketDetails } from './remote-socket.ts';
import type { Socket } from './socket.ts';

export type SocketId = string;
export type Room = string;

export interface BroadcastFlags {
  readonly volatile?: boolean;
  readonly compress?: boolean;
  readonly local?: boolean;
  readonly broadcast?: boolean;
  /** ms */
  readonly timeout?: number;
  /** To one socket: its callback gets one response instead of all. */
  readonly expectSingleResponse?: boolean;
}

/** `rooms`: a union, empty for everyone; `except`: rooms whose members are left out. */
export interface BroadcastOptions {
  readonly rooms: ReadonlySet<Room>;
  readonly except?: ReadonlySet<Room>;
  readonly flags?: BroadcastFlags;
}

/** A packet on its way to many. The adapter puts in its namespace and the id that acknowledgements will carry. */
export interface BroadcastPacket {
  readonly type: PacketType;
  nsp?: string;
  id?: number | undefined;
  data?: unknown;
}

/** A packet, and what it is on the wire. */
export interface WrittenPacket {
  readonly packet: Packet;
  readonly encoded: EncodedPacket;
}

const NO_ROOMS: ReadonlySet<Room> = new Set();

/** Each join searches the members of its room: from here on that takes longer than a `Set`. */
const MAX_MEMBERS_IN_LIST = 16;
/** A socket's rooms are searched when it leaves one only. */
const MAX_ROOMS_IN_LIST = 128;

/** The members of a large room; the sockets themselves are looked up once and kept until the room changes. */
class RoomMembers extends Set<SocketId> {
  sockets: readonly Socket[] | null = null;

  override add(id: SocketId): this {
    this.sockets = null;
    return super.add(id);
  }

  override delete(id: SocketId): boolean {
    this.sockets = null;
    return super.delete(id);
  }
}

/**
 * What a namespace keeps its rooms in and sends its broadcasts through. A subclass reaches further, over a medium of its
 * own, and calls `super` for the sockets of this process.
 *
 * Events: `create-room(room)`, `delete-room(room)`, `join-room(room, id)`, `leave-room(room, id)`, and `error(error)` of
 * adapters whose medium failed.
 */
export class Adapter extends EventEmitter {
  readonly nsp: Namespace;
  readonly rooms = new CompactSets(MAX_MEMBERS_IN_LIST, (ids) => new RoomMembers(ids));
  readonly sids = new CompactSets(MAX_ROOMS_IN_LIST, (rooms) => new Set<Room>(rooms));
  /** Marks the sockets a broadcast has reached, so that a union of rooms needs no set. */
  #broadcastMark = 0;

  constructor(nsp: Namespace) {
    super();
    this.nsp = nsp;
  }

  /** Called once, after the namespace was given the adapter. */
  init(): Promise<void> | void {}

  close(): Promise<void> | void {}

  /** How many servers the cluster has, this one included. */
  serverCount(): Promise<number> {
    return Promise.resolve(1);
  }

  addAll(id: SocketId, rooms: ReadonlySet<Room>): Promise<void> | void {
    if (rooms.size === 0) this.sids.ensure(id);
    for (const room of rooms) this.addOne(id, room);
  }

  /** @internal `addAll` of one room, for where it is this class's own. */
  addOne(id: SocketId, room: Room): void {
    if (this.rooms.includes(room, id)) return;
    const isNew = !this.rooms.has(room);
    this.rooms.append(room, id);
    this.sids.append(id, room);
    if (isNew) this.emit('create-room', room);
    this.nsp.server.tap.listener?.({ type: 'room_join', at: tapTime(), namespace: this.nsp.name, room, socketId: id });
    this.emit('join-room', room, id);
  }

  del(id: SocketId, room: Room): Promise<void> | void {
    if (this.sids.deleteFrom(id, room)) this.#leave(id, room);
  }

  delAll(id: SocketId): void {
    // A listener may make it leave others.
    for (const room of [...this.sids.idsOf(id)]) this.#leave(id, room);
    this.sids.delete(id);
  }

  /** Encodes and frames `packet` once and hands it to each socket the options name. */
  broadcast(packet: BroadcastPacket, options: BroadcastOptions): void {
    this.#send(packet, options, undefined);
  }

  /**
   * The same; `onRecipients` is told how many sockets of a server were asked, once a server, and `onAck` is called with
   * each one's acknowledgement.
   */
  broadcastWithAck(
    packet: BroadcastPacket,
    options: BroadcastOptions,
    onRecipients: (count: number) => void,
    onAck: (...args: unknown[]) => void,
  ): void {
    const id = this.nsp._ids++;
    packet.id = id;
    onRecipients(this.#send(packet, options, (socket) => socket.acks.set(id, onAck)));
  }

  sockets(rooms: ReadonlySet<Room>): Promise<Set<SocketId>> {
    const ids = new Set<SocketId>();
    this.apply({ rooms }, (socket) => ids.add(socket.id));
    return Promise.resolve(ids);
  }

  socketRooms(id: SocketId): Set<Room> | undefined {
    return this.sids.get(id);
  }

  fetchSockets(options: BroadcastOptions): Promise<readonly (Socket | RemoteSocketDetails)[]> {
    const sockets: Socket[] = [];
    this.apply(options, (socket) => sockets.push(socket));
    return Promise.resolve(sockets);
  }

  addSockets(options: BroadcastOptions, rooms: readonly Room[]): void {
    this.apply(options, (socket) => {
      void socket.join([...rooms]);
    });
  }

  delSockets(options: BroadcastOptions, rooms: readonly Room[]): void {
    this.apply(options, (socket) => {
      for (const room of rooms) void socket.leave(room);
    });
  }

  disconnectSockets(options: BroadcastOptions, close: boolean): void {
    this.apply(options, (socket) => socket.disconnect(close));
  }

  /** To the other servers, of which this adapter knows none: an acknowledgement gets no responses. */
  serverSideEmit(packet: readonly unknown[]): Promise<void> | void {
    const acknowledge = packet.at(-1);
    if (typeof acknowledge === 'function') queueMicrotask(() => acknowledge(null, []));
  }

  /** Keeps what a client that lost its connection had. This one keeps nothing: see `SessionAwareAdapter`. */
  persistSession(_session: RecoverableSession): void {}

  /** What a client had, and what it has missed since `offset`, or since it came if it knows none; `null` when that is not known (any more). */
  restoreSession(_pid: string, _offset: string | undefined): Promise<RestoredSession | null> | null {
    return null;
  }

  /**
   * @internal Hands packets that were encoded, all at once, to the sockets of this server that the options name. Throws a LimitError
   * `MESSAGE_TOO_LARGE`, and sends none, if one is over `maxOutgoingMessageSize`.
   */
  deliver(written: readonly WrittenPacket[], options: BroadcastOptions): void {
    const packets: OutgoingPacket[] = [];
    for (const { encoded } of written) packets.push(...messagesOf(encoded.head, encoded.attachments, true));
    let recipients = 0;
    this.apply(options, (socket) => {
      if (socket.client.writePackets(packets, false)) recipients++;
    });
    for (const { packet, encoded } of written) this.nsp.server.tapPacket('out', packet, encoded, null, null, recipients, options);
  }

  /** Each socket once. `visit` may make sockets join, leave and disconnect, and send to others. */
  protected apply(options: BroadcastOptions, visit: (socket: Socket) => void): void {
    for (const socket of this.#chosen(options)) if (socket.connected) visit(socket);
  }

  // All marks are set and read before the first visit, which may set others.
  #chosen({ rooms, except = NO_ROOMS }: BroadcastOptions): Iterable<Socket> {
    const [first] = rooms;
    if (except.size === 0 && first === undefined) return this.nsp.sockets.values();
    if (except.size === 0 && first !== undefined && rooms.size === 1) return this.#socketsOf(first);
    const mark = ++this.#broadcastMark;
    for (const room of except) {
      for (const socket of this.#socketsOf(room)) socket.broadcastMark = mark;
    }
    const chosen: Socket[] = [];
    if (first === undefined) takeUnmarked(this.nsp.sockets.values(), mark, chosen);
    else for (const room of rooms) takeUnmarked(this.#socketsOf(room), mark, chosen);
    return chosen;
  }

  #send(given: BroadcastPacket, options: BroadcastOptions, beforeEach: ((socket: Socket) => void) | undefined): number {
    given.nsp = this.nsp.name;
    // It has all that a packet has, now.
    const packet = given as Packet;
    const encoded = this.nsp.server.codec.encode(packet);
    const watch = packet.type === PACKET.EVENT ? this.nsp.server.eventWatches.current : undefined;
    const packets = messagesOf(encoded.head, encoded.attachments, options.flags?.compress ?? true);
    const isVolatile = options.flags?.volatile ?? false;
    let chosen = 0;
    let recipients = 0;
    this.apply(options, (socket) => {
      chosen++;
      beforeEach?.(socket);
      // As of any event, its data is an array.
      watch?.onSent(socket, packet.data as readonly unknown[], encoded);
      // The others are still to get it.
      if (packet.type === PACKET.EVENT && socket.hasOutgoingListeners) callSafely(() => socket.notifyOutgoing(packet.data));
      if (socket.client.writePackets(packets, isVolatile)) recipients++;
    });
    // One to nobody is told, one that was dropped for everybody is not.
    if (recipients > 0 || chosen === 0) this.nsp.server.tapPacket('out', packet, encoded, null, null, recipients, options);
    return chosen;
  }

  #socketsOf(room: Room): readonly Socket[] {
    const members = this.rooms.idsOf(room);
    const isLarge = members instanceof RoomMembers;
    if (isLarge && members.sockets !== null) return members.sockets;
    const sockets: Socket[] = [];
    for (const id of members) {
      const socket = this.nsp.sockets.get(id);
      if (socket !== undefined) sockets.push(socket);
    }
    // While a middleware decides about a member, the list is good for this once.
    if (isLarge && sockets.length === members.size) members.sockets = sockets;
    return sockets;
  }

  #leave(id: SocketId, room: Room): void {
    if (!this.rooms.deleteFrom(room, id)) return;
    this.nsp.server.tap.listener?.({ type: 'room_leave', at: tapTime(), namespace: this.nsp.name, room, socketId: id });
    this.emit('leave-room', room, id);
    if (this.rooms.sizeOf(room) > 0 || !this.rooms.delete(room)) return;
    this.emit('delete-room', room);
  }
}

function takeUnmarked(sockets: Iterable<Socket>, mark: number, taken: Socket[]): void {
  for (const socket of sockets) {
    if (socket.broadcastMark === mark) continue;
    socket.broadcastMark = mark;
    taken.push(socket);
  }
}
