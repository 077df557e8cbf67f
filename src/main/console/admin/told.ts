// What an administered server told, narrowed: every server words it a little otherwise, and none is trusted. A reader
// answers `null` where something is missing that nothing can be done without; what is merely odd is left out.

import type { AggregatedEvent, ServerStats } from '../../../core/admin/wire.ts';

/** Characters of an id or a name that a call could name again. */
const MAX_NAME = 512;
/** Of a text that is only shown. */
const MAX_TEXT = 256;
const MAX_BUCKETS = 10_000;
const MAX_FEATURES = 100;
const MAX_ROOMS = 10_000;
const MAX_NAMESPACES = 1_000;
const MAX_SUB_TYPE = 100;
/** A date ends at 8.64e15. */
export const MAX_MOMENT = 8e15;

export interface ToldSocket {
  readonly socketId: string;
  readonly namespace: string;
  /** The whole of it, or its first 12 characters. */
  readonly engineId: string;
  readonly transport: string;
  /** Engine.IO revision; 0 where it is not told. */
  readonly protocol: number;
  readonly address: string;
  /** When it was opened, by the server's clock; `null` where it is not told. */
  readonly issuedAt: number | null;
  readonly rooms: readonly string[];
  /** As they came: narrowed when somebody looks. */
  readonly handshake: unknown;
  readonly data: unknown;
  /** python-socketio's: there the end of a socket may only be told as its leaving its own room. */
  readonly endsWithOwnRoom: boolean;
}

export interface ToldConfig {
  readonly features: readonly string[];
  /** Of the superset; `undefined` where the server does not speak it. */
  readonly x: unknown;
}

export function readName(value: unknown): string | null {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME ? value : null;
}

export function readNamespace(value: unknown): string | null {
  const name = readName(value);
  return name?.startsWith('/') === true ? name : null;
}

export function readText(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}

export function readRecord(value: unknown): Readonly<Record<string, unknown>> {
  // What is looked up in it is narrowed again.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

export function readList(value: unknown, max: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, max) : [];
}

/** ms since 1970 that a date can be made of, with what is added for our clock. */
export function readMoment(value: unknown): number | null {
  const at = readCount(value);
  return at !== null && at <= MAX_MOMENT ? at : null;
}

/** Not negative. */
export function readCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

export function readSocket(value: unknown): ToldSocket | null {
  const told = readRecord(value);
  const [socketId, namespace] = [readName(told.id), readNamespace(told.nsp)];
  if (socketId === null || namespace === null) return null;
  const handshake = readRecord(told.handshake);
  const engineId = readName(told.clientId);
  const protocol = Number(readRecord(handshake.query).EIO);
  return {
    socketId,
    namespace,
    engineId: engineId ?? socketId,
    transport: readText(told.transport),
    protocol: protocol === 3 || protocol === 4 ? protocol : 0,
    address: readText(handshake.address),
    issuedAt: readMoment(handshake.issued),
    rooms: readList(told.rooms, MAX_ROOMS).filter((room) => readName(room) !== null) as readonly string[],
    handshake: told.handshake,
    data: told.data,
    endsWithOwnRoom: !('xdomain' in handshake),
  };
}

export function readStats(value: unknown): ServerStats | null {
  const told = readRecord(value);
  const [serverId, hostname, pid] = [readName(told.serverId), readName(told.hostname), readCount(told.pid)];
  if (serverId === null) return null;
  const clientsCount = readCount(told.clientsCount) ?? 0;
  return {
    serverId,
    hostname: hostname ?? '',
    pid: pid ?? 0,
    uptime: readCount(told.uptime) ?? 0,
    clientsCount,
    // 3.1 can count below nothing.
    pollingClientsCount: Math.min(clientsCount, readCount(told.pollingClientsCount) ?? 0),
    aggregatedEvents: readList(told.aggregatedEvents, MAX_BUCKETS).flatMap(readBucket),
    namespaces: readList(told.namespaces, MAX_NAMESPACES).flatMap(readNamespaceCount),
  };
}

const BUCKET_TYPES: ReadonlySet<string> = new Set(['rawConnection', 'rawDisconnection', 'packetsIn', 'packetsOut', 'bytesIn', 'bytesOut']);

function readBucket(value: unknown): readonly AggregatedEvent[] {
  const { timestamp, type, subType, count } = readRecord(value);
  const [at, counted] = [readTime(timestamp), readCount(count)];
  if (at === null || counted === null || typeof type !== 'string' || !BUCKET_TYPES.has(type)) return [];
  const reason = typeof subType === 'string' && subType !== '' ? { subType: subType.slice(0, MAX_SUB_TYPE) } : {};
  return [{ timestamp: at, type: type as AggregatedEvent['type'], count: counted, ...reason }];
}

function readNamespaceCount(value: unknown): ServerStats['namespaces'] {
  const { name, socketsCount } = readRecord(value);
  const namespace = readNamespace(name);
  return namespace === null ? [] : [{ name: namespace, socketsCount: readCount(socketsCount) ?? 0 }];
}

export function readConfig(value: unknown): ToldConfig | null {
  const { supportedFeatures, x } = readRecord(value);
  if (!Array.isArray(supportedFeatures)) return null;
  const features = readList(supportedFeatures, MAX_FEATURES).filter((feature) => readName(feature) !== null) as readonly string[];
  return { features: [...new Set(features)], x };
}

/** Of an event: `[name, ...args]`. */
export function readEvent(value: unknown): readonly [name: string, ...args: unknown[]] | null {
  if (!Array.isArray(value)) return null;
  const [name, ...args] = value as unknown[];
  // Revision 4 allows a number.
  if (typeof name !== 'string' && typeof name !== 'number') return null;
  return [String(name), ...args];
}

/** ms since the epoch, of a number, a text or, as MessagePack has it, a date. */
function readTime(value: unknown): number | null {
  const at = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : value;
  return readMoment(at);
}
