// What a server tells by the superset, narrowed. It is our own agent, or says that it is: nothing of it is trusted. A list
// that has a wrong member is told without it.

import * as z from 'zod/mini';
import type { AdminPeer, AdminSessionRow, AuditRow } from '../../../contract/admin-rows.ts';
import type { AnsweredNodes } from '../../../contract/calls.ts';
import { MAX_WINDOW_ROWS } from '../../../contract/feeds.ts';
import { X_VERSION, type XSample } from '../../../core/admin/wire.ts';
import { MAX_ADMIN_NAMESPACES, MAX_AUDIT_ENTRIES } from '../limits.ts';
import { MAX_MOMENT } from './told.ts';

const MAX_NAME = 512;
const MAX_SHOWN = 256;
const MAX_REPLY = 200;
const MAX_ROOM_NAMES = 500;
const MAX_RECIPIENT_ROWS = 100;
const MAX_SESSIONS = 1000;
const MAX_ACKS = 10_000;
const MAX_COUNTS = 100;

const name = z.string().check(z.minLength(1), z.maxLength(MAX_NAME));
const namespace = z.string().check(z.startsWith('/'), z.maxLength(MAX_NAME));
const shown = (length: number) =>
  z.pipe(
    z.string(),
    z.transform((text: string) => text.slice(0, length)),
  );
const count = z.number().check(z.gte(0));
/** What the server does not count is `null`. */
const counter = z.nullable(count);
const moment = z.number().check(z.gte(0), z.lte(MAX_MOMENT));
const list = z.array(z.unknown());

const config = z.object({
  version: z.literal(X_VERSION),
  role: z.enum(['admin', 'readonly', 'custom']),
  user: z.nullable(shown(MAX_SHOWN)),
  nodeId: name,
  mode: z.enum(['development', 'production']),
  limits: z.object({ windowRows: count, watches: count, taps: count, ackRecipients: count }),
});
export type ToldXConfig = z.infer<typeof config>;

/** `null`: it speaks no superset that we speak. */
export function readXConfig(value: unknown): ToldXConfig | null {
  return read(config, value);
}

export function peerOf({ role, user, mode }: ToldXConfig, features: readonly string[]): AdminPeer {
  return { kind: 'patchbay', mode, features, role, user };
}

const socketRow = {
  socketId: name,
  engineId: name,
  namespace,
  transport: shown(MAX_SHOWN),
  protocol: count,
  address: shown(MAX_SHOWN),
  connectedAt: moment,
  rooms: count,
  packetsIn: counter,
  packetsOut: counter,
  bytesIn: counter,
  bytesOut: counter,
  bufferedBytes: counter,
  rttMs: counter,
  lastPacketAt: z.nullable(moment),
};
const socketRowSchema = z.object(socketRow);
const socketDetail = z.object({ ...socketRow, roomNames: list, handshake: z.unknown(), data: z.unknown() });
const roomRow = z.object({ namespace, room: name, sockets: count, createdAt: moment, broadcasts: counter });
const namespaceRow = z.object({ namespace, sockets: count, rooms: count, createdAt: moment, packetsIn: counter, packetsOut: counter });
export type ToldSocketRow = z.infer<typeof socketRowSchema>;
export type ToldSocketDetail = Omit<z.infer<typeof socketDetail>, 'roomNames'> & { readonly roomNames: readonly string[] };
export type ToldRoomRow = z.infer<typeof roomRow>;
export type ToldNamespaceRow = z.infer<typeof namespaceRow>;

export interface ToldWindow<Row> {
  readonly offset: number;
  readonly matched: number;
  readonly total: number;
  readonly rows: readonly Row[];
  /** Absent where every server has answered. */
  readonly nodes?: AnsweredNodes;
}

const window = z.object({
  window: z.object({ offset: count, matched: count, total: count, rows: list }),
  nodes: z.object({ answered: count, expected: count }),
});

function readWindow<Row>(value: unknown, toRow: (row: unknown) => Row | null): ToldWindow<Row> | null {
  const told = read(window, value);
  if (told === null) return null;
  const { offset, matched, total, rows } = told.window;
  return { offset, matched, total, rows: members(rows, MAX_WINDOW_ROWS, toRow), ...missing(told.nodes) };
}

function missing(nodes: AnsweredNodes): { readonly nodes?: AnsweredNodes } {
  return nodes.answered < nodes.expected ? { nodes } : {};
}

export const readSocketWindow = (value: unknown) => readWindow(value, (row) => read(socketRowSchema, row));
export const readRoomWindow = (value: unknown) => readWindow(value, (row) => read(roomRow, row));
export const readNamespaceWindow = (value: unknown) => readWindow(value, (row) => read(namespaceRow, row));
export const readDetailWindow = (value: unknown) => readWindow(value, readDetail);

function readDetail(value: unknown): ToldSocketDetail | null {
  const told = read(socketDetail, value);
  return told === null ? null : { ...told, roomNames: members(told.roomNames, MAX_ROOM_NAMES, (room) => read(name, room)) };
}

const bulkResult = z.object({ matched: count, of: count, rows: list, nodes: z.object({ answered: count, expected: count }) });
const recipient = z.object({ socketId: name, namespace, via: list });

/** `matched` of `of` sockets, and the first of them. */
export function readBulkResult(value: unknown) {
  const told = read(bulkResult, value);
  if (told === null) return null;
  const rows = members(told.rows, MAX_RECIPIENT_ROWS, (row) => {
    const found = read(recipient, row);
    return found === null ? null : { ...found, via: members(found.via, MAX_ROOM_NAMES, (room) => read(name, room)) };
  });
  return { matched: told.matched, of: told.of, rows, ...missing(told.nodes) };
}

const emitted = z.object({ recipients: count });

export function readRecipients(value: unknown): number | null {
  return read(emitted, value)?.recipients ?? null;
}

const ack = z.object({
  namespace,
  socketId: name,
  state: z.enum(['acknowledged', 'timed_out', 'disconnected']),
  latencyMs: counter,
  reply: shown(MAX_REPLY),
});
export type ToldAck = z.infer<typeof ack>;
const ackBatch = z.object({ results: list });

export function readAcks(value: unknown): readonly ToldAck[] | null {
  const told = read(ackBatch, value);
  return told === null ? null : members(told.results, MAX_ACKS, (result) => read(ack, result));
}

const counts = z.record(z.string(), count);
const sample = z.object({
  node: z.object({ nodeId: name, serverId: name, hostname: shown(MAX_SHOWN), pid: count }),
  at: moment,
  uptimeSeconds: count,
  sockets: count,
  clients: count,
  transports: counts,
  protocols: counts,
  namespaces: list,
  connects: count,
  disconnects: counts,
  refusals: counts,
  // Agents did not always tell them.
  limits: z.optional(counts),
  packetsIn: count,
  packetsOut: count,
  bytesIn: count,
  bytesOut: count,
  eventLoopDelayP99Ms: count,
  eventLoopDelayMaxMs: count,
  cpu: count,
  rssBytes: count,
  heapUsedBytes: count,
  heapTotalBytes: count,
});
const namespaceCount = z.object({ name: namespace, sockets: count, rooms: count });
export type ToldSample = Omit<XSample, 'upgrades'>;

export function readSample(value: unknown): ToldSample | null {
  const told = read(sample, value);
  if (told === null) return null;
  const { transports, protocols, disconnects, refusals, limits = {} } = told;
  return {
    ...told,
    transports: few(transports),
    protocols: few(protocols),
    disconnects: few(disconnects),
    refusals: few(refusals),
    limits: few(limits),
    namespaces: members(told.namespaces, MAX_ADMIN_NAMESPACES, (row) => read(namespaceCount, row)),
  };
}

/** Their keys are chosen by whoever tells them. */
function few(told: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(told)
      .slice(0, MAX_COUNTS)
      .map(([key, value]) => [key.slice(0, MAX_SHOWN), value]),
  );
}

const auditEntry = z.object({
  at: moment,
  user: z.nullable(shown(MAX_SHOWN)),
  address: shown(MAX_SHOWN),
  action: shown(MAX_SHOWN),
  target: shown(MAX_NAME),
  outcome: z.enum(['done', 'refused', 'failed']),
  nodeId: name,
});

export function readAuditEntry(value: unknown): AuditRow | null {
  return read(auditEntry, value);
}

const auditAnswer = z.object({ entries: list });

/** Oldest first. */
export function readAuditEntries(value: unknown): readonly AuditRow[] | null {
  const told = read(auditAnswer, value);
  return told === null ? null : members(told.entries, MAX_AUDIT_ENTRIES, readAuditEntry);
}

const session = z.object({ handle: name, user: shown(MAX_SHOWN), createdAt: moment, lastSeenAt: moment, isOwn: z.boolean() });
const sessionsAnswer = z.object({ sessions: list });

export function readSessions(value: unknown): readonly AdminSessionRow[] | null {
  const told = read(sessionsAnswer, value);
  return told === null ? null : members(told.sessions, MAX_SESSIONS, (row) => read(session, row));
}

const namespacesAnswer = z.object({ namespaces: list });

export function readNamespaces(value: unknown): readonly ToldNamespaceRow[] | null {
  const told = read(namespacesAnswer, value);
  return told === null ? null : members(told.namespaces, MAX_ADMIN_NAMESPACES, (row) => read(namespaceRow, row));
}

const namespaceChange = z.object({ added: list, removed: list });

export function readNamespaceChange(value: unknown): { readonly added: readonly string[]; readonly removed: readonly string[] } | null {
  const told = read(namespaceChange, value);
  if (told === null) return null;
  const names = (values: readonly unknown[]) => members(values, MAX_ADMIN_NAMESPACES, (each) => read(namespace, each));
  return { added: names(told.added), removed: names(told.removed) };
}

function read<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function members<Member>(values: readonly unknown[], max: number, toMember: (value: unknown) => Member | null): readonly Member[] {
  return values
    .slice(0, max)
    .map(toMember)
    .filter((member): member is NonNullable<typeof member> => member !== null);
}
