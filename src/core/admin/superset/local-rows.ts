// The rows of this server: read from its own namespaces and adapters when somebody looks, kept nowhere.

import type { AgentContext } from '../agent-context.ts';
import { wireData, wireRooms } from '../legacy/wire-socket.ts';
import { redacted, redactedJson, redactedUrl } from '../redact.ts';
import type { TrackedSocket } from '../registry.ts';
import { isInternalRoom } from '../rooms.ts';
import type { NamespaceLike, SocketLike } from '../server-like.ts';
import { snapshotJson } from '../snapshot.ts';
import type { XNamespaceRow, XQuery, XRoomRow, XSocketDetail, XSocketRow, XWindow } from '../wire.ts';
import { textMatcher } from './text-matcher.ts';
import { WindowCursor } from './window-cursor.ts';

const MAX_ROOM_NAMES = 500;
const SECOND_MS = 1000;

export type XRow = XSocketRow | XSocketDetail | XRoomRow | XNamespaceRow;
type QueryOf<What extends XQuery['what']> = Extract<XQuery, { what: What }>;
type Context = Pick<AgentContext, 'registry' | 'node' | 'options'>;

/** A windowed live query; `take` answers `null` when nothing changed since the last time. */
export interface RowCursor {
  take(nowMs: number): XWindow<XRow> | null;
}

export function openRows(context: Context, query: XQuery): RowCursor {
  switch (query.what) {
    case 'sockets':
      return socketRows(context, query);
    case 'rooms':
      return roomRows(context, query);
    case 'namespaces':
      return namespaceRows(context, query);
    case 'socket':
      return socketDetail(context, query);
  }
}

function socketRows(context: Context, { where, sort, offset, limit }: QueryOf<'sockets'>): RowCursor {
  const { registry, node } = context;
  return new WindowCursor<TrackedSocket, XSocketRow>({
    entries: registry.sockets,
    total: () => registry.sockets.size,
    matches: socketMatcher(context, where),
    sortKey: sort.by === 'connectedAt' ? null : socketSortKey(sort.by),
    isDescending: sort.isDescending,
    offset,
    limit,
    toRow: (tracked) => socketRow(tracked, node.nodeId),
    stamp: () => stampOf(context),
  });
}

/** Counters move without telling: their rows are looked at again each second. */
function stampOf({ registry }: Context): readonly [number, number] {
  return [registry.version, Math.floor(Date.now() / SECOND_MS)];
}

function socketRow({ socket, namespace, engineId, connectedAt }: TrackedSocket, nodeId: string): XSocketRow {
  const { conn } = socket;
  return {
    socketId: socket.id,
    engineId,
    namespace,
    transport: conn.transport.name,
    protocol: conn.protocol,
    address: conn.remoteAddress,
    connectedAt,
    rooms: joinedRooms(socket).length,
    packetsIn: conn.packetsReceived ?? null,
    packetsOut: conn.packetsSent ?? null,
    bytesIn: conn.bytesReceived ?? null,
    bytesOut: conn.bytesSent ?? null,
    bufferedBytes: conn.bufferedBytes ?? null,
    rttMs: conn.rttMs ?? null,
    lastPacketAt: null,
    nodeId,
  };
}

/** But for its own. */
function joinedRooms(socket: SocketLike): readonly string[] {
  return wireRooms(socket).filter((room) => room !== socket.id);
}

function socketMatcher({ registry }: Context, where: QueryOf<'sockets'>['where']): ((tracked: TrackedSocket) => boolean) | null {
  const { namespace, room, transport } = where;
  const hasText = textMatcher(where.text);
  if (hasText === null && namespace === undefined && room === undefined && transport === undefined) return null;
  return ({ socket, namespace: own, engineId }) => {
    if (namespace !== undefined && own !== namespace) return false;
    if (transport !== undefined && socket.conn.transport.name !== transport) return false;
    if (room !== undefined && registry.namespaces.get(own)?.namespace.adapter.rooms.get(room)?.has(socket.id) !== true) return false;
    if (hasText === null) return true;
    return hasText(socket.id) || hasText(engineId) || hasText(socket.conn.remoteAddress) || hasText(own) || hasText(socket.conn.transport.name);
  };
}

function socketSortKey(by: QueryOf<'sockets'>['sort']['by']): (tracked: TrackedSocket) => number | string {
  switch (by) {
    case 'socketId':
      return ({ socket }) => socket.id;
    case 'namespace':
      return ({ namespace }) => namespace;
    case 'transport':
      return ({ socket }) => socket.conn.transport.name;
    case 'address':
      return ({ socket }) => socket.conn.remoteAddress;
    case 'rooms':
      return ({ socket }) => socket.rooms.size;
    case 'rttMs':
      // What is not known is below what is.
      return ({ socket }) => socket.conn.rttMs ?? -1;
    case 'packetsIn':
      return ({ socket }) => socket.conn.packetsReceived ?? -1;
    case 'packetsOut':
      return ({ socket }) => socket.conn.packetsSent ?? -1;
    case 'connectedAt':
    case 'lastPacketAt':
      return ({ connectedAt }) => connectedAt;
  }
}

interface RoomEntry {
  readonly namespace: NamespaceLike;
  readonly room: string;
  readonly size: number;
}

function roomRows(context: Context, { where, sort, offset, limit }: QueryOf<'rooms'>): RowCursor {
  const { registry } = context;
  const withOwn = where.withOwnRooms === true;
  return new WindowCursor<RoomEntry, XRoomRow>({
    entries: { [Symbol.iterator]: () => everyRoom(context) },
    total: () => [...registry.namespaces.values()].reduce((sum, { namespace }) => sum + roomCount(context, namespace, withOwn), 0),
    matches: roomMatcher(where),
    sortKey: sort.by === 'createdAt' ? null : roomSortKey(context, sort.by),
    isDescending: sort.isDescending,
    offset,
    limit,
    toRow: ({ namespace, room, size }) => ({
      namespace: namespace.name,
      room,
      sockets: size,
      createdAt: registry.roomCreatedAt(namespace.name, room) ?? 0,
      broadcasts: null,
    }),
    stamp: () => [registry.version, 0],
  });
}

function* everyRoom({ registry, options }: Context): Iterator<RoomEntry> {
  for (const { namespace } of registry.namespaces.values()) {
    const isOfAdmins = namespace.name === options.namespaceName;
    const { rooms } = namespace.adapter;
    for (const room of rooms.keys()) {
      if (!isOfAdmins || !isInternalRoom(room)) yield { namespace, room, size: rooms.sizeOf?.(room) ?? rooms.get(room)?.size ?? 0 };
    }
  }
}

function isOwn({ namespace, room }: RoomEntry): boolean {
  return namespace.sockets.has(room);
}

/** Rooms, those that sockets have of their own left out: each socket is in one. */
export function roomCount({ options }: Context, { name, adapter, sockets }: NamespaceLike, withOwn: boolean): number {
  const own = withOwn ? 0 : sockets.size;
  const internal = name === options.namespaceName ? [...adapter.rooms.keys()].filter(isInternalRoom).length : 0;
  return Math.max(0, adapter.rooms.size - own - internal);
}

function roomMatcher({ text, namespace, withOwnRooms }: QueryOf<'rooms'>['where']): ((entry: RoomEntry) => boolean) | null {
  const hasText = textMatcher(text);
  if (withOwnRooms === true && hasText === null && namespace === undefined) return null;
  return (entry) => {
    if (namespace !== undefined && entry.namespace.name !== namespace) return false;
    if (withOwnRooms !== true && isOwn(entry)) return false;
    return hasText === null || hasText(entry.room) || hasText(entry.namespace.name);
  };
}

function roomSortKey({ registry }: Context, by: QueryOf<'rooms'>['sort']['by']): (entry: RoomEntry) => number | string {
  switch (by) {
    case 'room':
      return ({ room }) => room;
    case 'namespace':
      return ({ namespace }) => namespace.name;
    case 'sockets':
      return ({ size }) => size;
    case 'createdAt':
    case 'broadcasts':
      return ({ namespace, room }) => registry.roomCreatedAt(namespace.name, room) ?? 0;
  }
}

function namespaceRows(context: Context, { where, sort, offset, limit }: QueryOf<'namespaces'>): RowCursor {
  const { registry } = context;
  const hasText = textMatcher(where.text);
  return new WindowCursor<string, XNamespaceRow>({
    entries: { [Symbol.iterator]: () => registry.namespaces.keys() },
    total: () => registry.namespaces.size,
    matches: hasText,
    sortKey: sort.by === 'createdAt' ? null : namespaceSortKey(context, sort.by),
    isDescending: sort.isDescending,
    offset,
    limit,
    toRow: (name) => namespaceRow(context, name),
    stamp: () => [registry.version, 0],
  });
}

function namespaceRow(context: Context, name: string): XNamespaceRow {
  const tracked = context.registry.namespaces.get(name);
  if (tracked === undefined) return { namespace: name, sockets: 0, rooms: 0, createdAt: 0, packetsIn: null, packetsOut: null };
  const { namespace, createdAt } = tracked;
  return {
    namespace: name,
    sockets: namespace.sockets.size,
    rooms: roomCount(context, namespace, false),
    createdAt,
    packetsIn: null,
    packetsOut: null,
  };
}

function namespaceSortKey(context: Context, by: QueryOf<'namespaces'>['sort']['by']): (name: string) => number | string {
  switch (by) {
    case 'namespace':
      return (name) => name;
    case 'sockets':
    case 'rooms':
    case 'createdAt':
      return (name) => namespaceRow(context, name)[by];
    case 'packetsIn':
    case 'packetsOut':
      return (name) => context.registry.namespaces.get(name)?.createdAt ?? 0;
  }
}

function socketDetail(context: Context, { where }: QueryOf<'socket'>): RowCursor {
  let last = '';
  return {
    take() {
      const tracked = context.registry.find(where.namespace, where.socketId);
      const rows = tracked === undefined ? [] : [detailOf(context, tracked)];
      const text = JSON.stringify(rows);
      if (text === last) return null;
      last = text;
      return { offset: 0, matched: rows.length, total: rows.length, rows };
    },
  };
}

function detailOf({ node, options }: Context, tracked: TrackedSocket): XSocketDetail {
  const { socket } = tracked;
  const { redact } = options;
  const { headers, query, issued, secure, url, xdomain, auth } = socket.handshake;
  return {
    ...socketRow(tracked, node.nodeId),
    roomNames: joinedRooms(socket).slice(0, MAX_ROOM_NAMES),
    handshake: {
      headers: redacted(headers, redact),
      query: redacted(query, redact),
      issued,
      secure,
      url: redactedUrl(url, redact),
      xdomain,
      auth: redactedJson(snapshotJson(auth), redact),
    },
    data: redactedJson(wireData(socket), redact),
  };
}
