import { tapTime } from '../../../core/tap.ts';
import {
  MAX_ADMIN_DEPARTURES,
  MAX_ADMIN_DETAIL_BYTES,
  MAX_ADMIN_MEMBERSHIPS,
  MAX_ADMIN_NAMESPACES,
  MAX_ADMIN_ROOMS,
  MAX_ADMIN_SOCKETS,
  MAX_SOCKET_DETAIL_BYTES,
} from '../limits.ts';
import type { LiveSocket } from '../sources/live-entries.ts';
import type { LiveModel } from '../sources/live-model.ts';
import { roughBytes } from './rough-bytes.ts';
import type { ToldSocket } from './told.ts';

/** How long the sockets of a large server are taken in at a stretch. */
const SLICE_MS = 10;

const BOUNDS = {
  sockets: MAX_ADMIN_SOCKETS,
  rooms: MAX_ADMIN_ROOMS,
  memberships: MAX_ADMIN_MEMBERSHIPS,
  namespaces: MAX_ADMIN_NAMESPACES,
  detailBytes: MAX_ADMIN_DETAIL_BYTES,
  departures: MAX_ADMIN_DEPARTURES,
};

/** What a socket's counters are here: what was told of its events. */
interface ToldCounters {
  packetsSent: number;
  bytesSent: number;
  readonly bufferedBytes: 0;
}

interface Detail {
  told: ToldSocket;
  bytes: number;
  readonly counters: ToldCounters;
}

/**
 * Fills a model with what a server tells of its sockets, in whatever order that comes: facts of a socket come before and after it,
 * twice, or never. Until all sockets were told, those that left meanwhile are remembered: the list may be older.
 */
export class ToldModel {
  readonly #model: LiveModel;
  readonly #bounds: typeof BOUNDS;
  readonly #details = new Map<LiveSocket, Detail>();
  readonly #sessionSockets = new Map<string, number>();
  /** Sockets and places in rooms that were left before all sockets were told. */
  readonly #departed = new Set<string>();
  #detailBytes = 0;
  #isComplete = false;
  #leftOut = 0;
  #nextSlice: NodeJS.Immediate | undefined;

  constructor(model: LiveModel, bounds: Partial<typeof BOUNDS> = {}) {
    this.#model = model;
    this.#bounds = { ...BOUNDS, ...bounds };
  }

  /** All sockets were told, and taken in. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** What there was no room for. */
  get leftOut(): number {
    return this.#leftOut;
  }

  told(socket: LiveSocket): ToldSocket | undefined {
    return this.#details.get(socket)?.told;
  }

  /** Of a socket that was told. */
  counters(socket: LiveSocket): ToldCounters | undefined {
    return this.#details.get(socket)?.counters;
  }

  /** As it is now: rooms that it does not name were left. */
  connect(told: ToldSocket): void {
    const { namespace, socketId } = told;
    const known = this.#model.findSocket(namespace, socketId);
    this.#departed.delete(socketKey(namespace, socketId));
    if (known === undefined) {
      this.#add(told, tapTime());
      return;
    }
    this.#renew(known, told);
    const at = tapTime();
    const rooms = new Set(told.rooms);
    for (const room of known.namespace.memberships.get(socketId) ?? []) {
      if (!rooms.has(room)) this.#model.leave({ at, namespace, room, socketId });
    }
    for (const room of rooms) this.#joinRoom(namespace, room, socketId, at);
  }

  /** All there are, or were a moment ago. They are taken in in slices: others want to be served meanwhile. */
  list(sockets: readonly unknown[], read: (value: unknown) => ToldSocket | null): void {
    clearImmediate(this.#nextSlice);
    let next = 0;
    const takeSlice = (): void => {
      const endsAt = performance.now() + SLICE_MS;
      while (next < sockets.length && performance.now() < endsAt) {
        const told = read(sockets[next++]);
        if (told === null) this.#leftOut++;
        else this.#take(told);
      }
      if (next < sockets.length) this.#nextSlice = setImmediate(takeSlice);
      else this.#complete();
    };
    takeSlice();
  }

  disconnect(namespace: string, socketId: string, reason: string): void {
    this.#depart(socketKey(namespace, socketId));
    const socket = this.#model.findSocket(namespace, socketId);
    if (socket === undefined) return;
    this.#model.disconnect({ at: tapTime(), namespace, socketId, reason });
    this.#detailBytes -= this.#details.get(socket)?.bytes ?? 0;
    this.#details.delete(socket);
    const { engineId } = socket.session;
    const others = (this.#sessionSockets.get(engineId) ?? 1) - 1;
    if (others > 0) this.#sessionSockets.set(engineId, others);
    else {
      this.#sessionSockets.delete(engineId);
      this.#model.closeSession(engineId);
    }
  }

  upgrade(namespace: string, socketId: string, transport: string): void {
    const socket = this.#model.findSocket(namespace, socketId);
    if (socket !== undefined) this.#setTransport(socket, transport);
  }

  setData(namespace: string, socketId: string, data: unknown): void {
    const socket = this.#model.findSocket(namespace, socketId);
    const detail = socket && this.#details.get(socket);
    if (socket !== undefined && detail !== undefined) this.#keep(socket, { ...detail.told, data });
  }

  join(namespace: string, room: string, socketId: string): void {
    this.#departed.delete(placeKey(namespace, socketId, room));
    this.#joinRoom(namespace, room, socketId, tapTime());
  }

  leave(namespace: string, room: string, socketId: string): void {
    this.#depart(placeKey(namespace, socketId, room));
    this.#model.leave({ at: tapTime(), namespace, room, socketId });
    if (room !== socketId) return;
    const socket = this.#model.findSocket(namespace, socketId);
    // A login that was refused is told no other way.
    if (socket !== undefined && this.told(socket)?.endsWithOwnRoom === true) this.disconnect(namespace, socketId, '');
  }

  /** Whether there is such a namespace now. */
  addNamespace(name: string): boolean {
    if (this.#model.namespaces.has(name)) return true;
    if (this.#model.namespaces.size >= this.#bounds.namespaces) {
      this.#leftOut++;
      return false;
    }
    this.#model.addNamespace(name, tapTime());
    return true;
  }

  /** Nothing more is taken in. */
  close(): void {
    clearImmediate(this.#nextSlice);
  }

  #take(told: ToldSocket): void {
    const { namespace, socketId } = told;
    if (this.#departed.has(socketKey(namespace, socketId))) return;
    const now = tapTime();
    if (this.#model.findSocket(namespace, socketId) === undefined) {
      const rooms = told.rooms.filter((room) => !this.#departed.has(placeKey(namespace, socketId, room)));
      this.#add({ ...told, rooms }, Math.min(now, told.issuedAt ?? now));
    } else {
      // What was told of it already is newer, and may not be all.
      for (const room of told.rooms) {
        if (!this.#departed.has(placeKey(namespace, socketId, room))) this.#joinRoom(namespace, room, socketId, now);
      }
    }
  }

  #add(told: ToldSocket, at: number): void {
    const { namespace, socketId, engineId, transport, protocol, address } = told;
    if (this.#model.sockets.size >= this.#bounds.sockets || !this.addNamespace(namespace)) {
      this.#leftOut++;
      return;
    }
    const counters: ToldCounters = { packetsSent: 0, bytesSent: 0, bufferedBytes: 0 };
    if (!this.#model.sessions.has(engineId)) this.#model.openSession({ at, engineId, transport, protocol, remoteAddress: address });
    this.#sessionSockets.set(engineId, (this.#sessionSockets.get(engineId) ?? 0) + 1);
    for (const room of told.rooms) this.#joinRoom(namespace, room, socketId, at);
    this.#model.connect({ at, namespace, socketId, engineId }, counters);
    const socket = this.#model.findSocket(namespace, socketId);
    if (socket === undefined) return;
    this.#details.set(socket, { told, bytes: 0, counters });
    this.#keep(socket, told);
  }

  #renew(socket: LiveSocket, told: ToldSocket): void {
    if (told.transport !== '') this.#setTransport(socket, told.transport);
    this.#keep(socket, told);
  }

  #setTransport({ session }: LiveSocket, transport: string): void {
    if (session.transport !== transport) this.#model.upgradeSession(session.engineId, transport, tapTime());
  }

  /** Keeps what it said of itself, as long as there is room for that. */
  #keep(socket: LiveSocket, told: ToldSocket): void {
    const detail = this.#details.get(socket);
    if (detail === undefined) return;
    const bytes = roughBytes([told.handshake, told.data], MAX_SOCKET_DETAIL_BYTES);
    const fits = bytes <= MAX_SOCKET_DETAIL_BYTES && this.#detailBytes - detail.bytes + bytes <= this.#bounds.detailBytes;
    this.#detailBytes += (fits ? bytes : 0) - detail.bytes;
    detail.bytes = fits ? bytes : 0;
    // The rooms are the model's.
    detail.told = { ...told, rooms: [], ...(fits ? {} : { handshake: undefined, data: undefined }) };
  }

  #joinRoom(namespace: string, room: string, socketId: string, at: number): void {
    const { rooms, memberships } = this.#bounds;
    const known = this.#model.namespaces.get(namespace)?.rooms.get(room);
    if (known?.members.has(socketId) === true) return;
    const isFull = this.#model.memberships >= memberships || (known === undefined && this.#model.rooms.size >= rooms);
    if (isFull || !this.addNamespace(namespace)) this.#leftOut++;
    else this.#model.join({ at, namespace, room, socketId });
  }

  #depart(key: string): void {
    if (this.#isComplete) return;
    this.#departed.add(key);
    const [oldest] = this.#departed;
    if (this.#departed.size > this.#bounds.departures && oldest !== undefined) this.#departed.delete(oldest);
  }

  #complete(): void {
    this.#isComplete = true;
    // They were told namespace by namespace, and after some that came meanwhile.
    this.#model.sortSockets();
    this.#departed.clear();
  }
}

function socketKey(namespace: string, socketId: string): string {
  return `${namespace},${socketId}`;
}

function placeKey(namespace: string, socketId: string, room: string): string {
  return `${namespace},${socketId},${room}`;
}
