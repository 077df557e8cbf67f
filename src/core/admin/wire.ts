// The admin protocol: what an agent and an admin say to each other in the admin namespace of a server. The first half is
// that of `@socket.io/admin-ui` 0.5 and python-socketio; the `x_` half is ours, and is spoken only by peers that both said
// so. `docs/admin-protocol.md` has every message. These are shapes as sent; what arrives is narrowed by whoever reads it.

/** What the official agent can say it supports. */
export const FEATURES = ['EMIT', 'JOIN', 'LEAVE', 'DISCONNECT', 'MJOIN', 'MLEAVE', 'MDISCONNECT', 'AGGREGATED_EVENTS', 'ALL_EVENTS'] as const;
export const X_FEATURES = ['X_QUERY', 'X_WATCH', 'X_TAP', 'X_METRICS', 'X_EMIT_ACK', 'X_BULK', 'X_SESSION', 'X_AUDIT', 'X_NSP'] as const;
export type Feature = (typeof FEATURES)[number];
export type XFeature = (typeof X_FEATURES)[number];

/** In the Engine.IO query of an admin that speaks the superset; its value is the version. */
export const X_QUERY_KEY = 'x_admin';
export const X_VERSION = 1;

// ---- base ----

export interface WireHandshake {
  readonly address: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** ms since the epoch. */
  readonly issued: number;
  readonly secure: boolean;
  readonly time: string;
  readonly url: string;
  readonly xdomain: boolean;
}

export interface WireSocket {
  readonly id: string;
  /** The first 12 characters of the Engine.IO id. */
  readonly clientId: string;
  readonly transport: string;
  readonly nsp: string;
  readonly data: unknown;
  readonly handshake: WireHandshake;
  /** Its own among them. */
  readonly rooms: readonly string[];
}

/** What happened in one second. A second that two messages tell is their sum. */
export interface AggregatedEvent {
  /** Start of the second, ms since the epoch. */
  readonly timestamp: number;
  readonly type: 'rawConnection' | 'rawDisconnection' | 'packetsIn' | 'packetsOut' | 'bytesIn' | 'bytesOut';
  /** Of `rawDisconnection`: the reason. */
  readonly subType?: string;
  readonly count: number;
}

export interface ServerStats {
  readonly serverId: string;
  readonly hostname: string;
  readonly pid: number;
  /** Seconds. */
  readonly uptime: number;
  readonly clientsCount: number;
  readonly pollingClientsCount: number;
  readonly aggregatedEvents: readonly AggregatedEvent[];
  readonly namespaces: readonly { readonly name: string; readonly socketsCount: number }[];
}

// ---- superset ----

/** Who the admin is, as `config` tells it beside `supportedFeatures`. */
export interface XConfig {
  readonly version: typeof X_VERSION;
  /** `custom`: a list of features. */
  readonly role: 'admin' | 'readonly' | 'custom';
  /** `null` without authentication. */
  readonly user: string | null;
  /** Of the server that answers, as in `XNode`. */
  readonly nodeId: string;
  readonly mode: 'development' | 'production';
  readonly limits: XLimits;
}

export interface XLimits {
  /** Rows of a window. */
  readonly windowRows: number;
  /** Open watches, and open taps, of one admin. */
  readonly watches: number;
  readonly taps: number;
  /** Recipients of an emit that asks for acknowledgements. */
  readonly ackRecipients: number;
}

/** Every `x_` command is acknowledged with one of these. */
export type XAnswer<Result extends object = object> = ({ readonly ok: true } & Result) | XRefusal;
export interface XRefusal {
  readonly code: XRefusalCode;
  /** For a person. */
  readonly error: string;
}
export type XRefusalCode = 'FORBIDDEN' | 'BAD_REQUEST' | 'UNKNOWN_NAMESPACE' | 'RESERVED_EVENT' | 'TOO_MANY' | 'GONE' | 'FAILED';

/** How many servers of the cluster an answer speaks for. */
export interface XNodes {
  readonly answered: number;
  readonly expected: number;
}

/** `rooms` (or socket ids) are a union, `null`: everyone; `except` takes away. `namespace: null`: all of them but the admins'. */
export interface XTarget {
  readonly namespace: string | null;
  readonly rooms: readonly string[] | null;
  readonly except: readonly string[];
}

/** X_QUERY `x_query(query)`: answers `{window, nodes}`. X_WATCH `x_watch(watchId, query)`: the same, then `x_window(watchId, {window, nodes})`. */
export type XQuery =
  | {
      readonly what: 'sockets';
      readonly where: { readonly text?: string; readonly namespace?: string; readonly room?: string; readonly transport?: string };
      readonly sort: XSort<XSocketSort>;
      readonly offset: number;
      readonly limit: number;
    }
  | {
      readonly what: 'rooms';
      readonly where: { readonly text?: string; readonly namespace?: string; readonly withOwnRooms?: boolean };
      readonly sort: XSort<XRoomSort>;
      readonly offset: number;
      readonly limit: number;
    }
  | {
      readonly what: 'namespaces';
      readonly where: { readonly text?: string };
      readonly sort: XSort<XNamespaceSort>;
      readonly offset: number;
      readonly limit: number;
    }
  /** A window of one row, or of none when it has left. */
  | { readonly what: 'socket'; readonly where: { readonly namespace: string; readonly socketId: string } };

export interface XSort<By extends string> {
  readonly by: By;
  readonly isDescending: boolean;
}
export const X_SOCKET_SORTS = [
  'connectedAt',
  'socketId',
  'namespace',
  'transport',
  'address',
  'rooms',
  'rttMs',
  'packetsIn',
  'packetsOut',
  'lastPacketAt',
] as const;
export const X_ROOM_SORTS = ['createdAt', 'room', 'namespace', 'sockets', 'broadcasts'] as const;
export const X_NAMESPACE_SORTS = ['createdAt', 'namespace', 'sockets', 'rooms', 'packetsIn', 'packetsOut'] as const;
export type XSocketSort = (typeof X_SOCKET_SORTS)[number];
export type XRoomSort = (typeof X_ROOM_SORTS)[number];
export type XNamespaceSort = (typeof X_NAMESPACE_SORTS)[number];

export interface XWindow<Row> {
  readonly offset: number;
  readonly matched: number;
  readonly total: number;
  readonly rows: readonly Row[];
}

/** What is `null` the server does not count. */
export interface XSocketRow {
  readonly socketId: string;
  readonly engineId: string;
  readonly namespace: string;
  readonly transport: string;
  /** Engine.IO revision. */
  readonly protocol: number;
  readonly address: string;
  readonly connectedAt: number;
  /** Beside its own. */
  readonly rooms: number;
  readonly packetsIn: number | null;
  readonly packetsOut: number | null;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly bufferedBytes: number | null;
  readonly rttMs: number | null;
  readonly lastPacketAt: number | null;
  readonly nodeId: string;
}

export interface XSocketDetail extends XSocketRow {
  /** At most 500, its own left out. */
  readonly roomNames: readonly string[];
  /** Secrets in it are redacted unless the agent was told to show them. */
  readonly handshake: Omit<WireHandshake, 'time' | 'address'> & { readonly auth: unknown };
  /** `socket.data` as JSON, capped. */
  readonly data: unknown;
}

export interface XRoomRow {
  readonly namespace: string;
  readonly room: string;
  readonly sockets: number;
  readonly createdAt: number;
  readonly broadcasts: number | null;
}

export interface XNamespaceRow {
  readonly namespace: string;
  readonly sockets: number;
  readonly rooms: number;
  readonly createdAt: number;
  readonly packetsIn: number | null;
  readonly packetsOut: number | null;
}

/** X_TAP `x_tap(tapId, request)`, `x_credits(tapId, credits)`, `x_untap(tapId)`; then `x_items(tapId, batch)`. */
export interface XTapRequest {
  readonly where: { readonly text?: string; readonly direction?: 'in' | 'out'; readonly namespace?: string; readonly socketId?: string };
  /** The share of sockets whose packets are wanted, 0 to 1: all packets of a socket or none, so that acknowledgements find their requests. */
  readonly sample: number;
  readonly maxPerSecond: number;
  readonly maxBytesPerSecond: number;
  /** Items that may be sent before more are granted. */
  readonly credits: number;
}

export interface XTapBatch {
  /** Of the server that saw them. */
  readonly nodeId: string;
  readonly items: readonly XTapItem[];
  /** Items since the batch before that matched and are not there: no credit was left, or a rate was reached. */
  readonly dropped: number;
}

export type XTapItem = XPacketItem | XClosedItem;

/** A Socket.IO packet, once, however many got it. What is absent is `null`, empty, or 1 for `recipients`. */
export interface XPacketItem {
  readonly type: 'packet';
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly namespace: string;
  /** Absent of a broadcast. */
  readonly socketId?: string;
  /** 0 to 4 of Socket.IO 5; binary events and acknowledgements are told as 2 and 3. */
  readonly packetType: number;
  readonly event?: string;
  readonly ackId?: number;
  /** As on the wire without the Engine.IO type, cut at 16,384 characters; what came with CONNECT is left out. */
  readonly text: string;
  /** The first 4,096 bytes of each attachment, ten at most, and how many bytes each has. */
  readonly attachments?: readonly Uint8Array[];
  readonly attachmentBytes?: readonly number[];
  readonly bytes: number;
  readonly recipients?: number;
  readonly rooms?: readonly string[];
  readonly except?: readonly string[];
}

export interface XClosedItem {
  readonly type: 'closed';
  readonly at: number;
  readonly namespace: string;
  readonly socketId: string;
  readonly reason: string;
}

/** X_METRICS `x_metrics(true | false)`; then `x_sample(sample)`, one a second from each server. Counts are of the second that ended. */
export interface XSample {
  readonly node: XNode;
  readonly at: number;
  readonly uptimeSeconds: number;
  readonly sockets: number;
  readonly clients: number;
  /** Clients by transport and by Engine.IO revision. */
  readonly transports: Readonly<Record<string, number>>;
  readonly protocols: Readonly<Record<string, number>>;
  readonly namespaces: readonly { readonly name: string; readonly sockets: number; readonly rooms: number }[];
  readonly connects: number;
  readonly disconnects: Readonly<Record<string, number>>;
  readonly upgrades: number;
  /** Handshakes that were refused, and not for a limit, by Engine.IO's code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** How often peers hit a limit, by its option; empty for a server that has none. */
  readonly limits: Readonly<Record<string, number>>;
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly eventLoopDelayP99Ms: number;
  readonly eventLoopDelayMaxMs: number;
  /** 1 is one core. */
  readonly cpu: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
}

export interface XNode {
  /** Unique in the cluster. */
  readonly nodeId: string;
  readonly serverId: string;
  readonly hostname: string;
  readonly pid: number;
}

/** X_EMIT_ACK `x_emit(message)`: answers `{recipients, nodes}`; with `sendId`, `x_acks(sendId, batch)` follow from each server. */
export interface XMessage {
  readonly target: XTarget;
  readonly event: string;
  readonly args: readonly unknown[];
  readonly volatile: boolean;
  readonly compress: boolean;
  /** `null`: no acknowledgements. */
  readonly ackTimeoutMs: number | null;
  readonly sendId: number | null;
}

export interface XAck {
  readonly namespace: string;
  readonly socketId: string;
  readonly state: 'acknowledged' | 'timed_out' | 'disconnected';
  readonly latencyMs: number | null;
  /** The arguments as JSON without the brackets, or the reason of a disconnection; cut at 200 characters. */
  readonly reply: string;
}

export interface XAckBatch {
  readonly nodeId: string;
  readonly results: readonly XAck[];
  /** The last of this server. */
  readonly isDone: boolean;
}

/** X_BULK `x_bulk(request)`: answers `XBulkResult`. `emit` is only for dry runs: who would get it. */
export interface XBulk {
  readonly action: 'join' | 'leave' | 'disconnect' | 'emit';
  readonly target: XTarget;
  /** Of `join` and `leave`. */
  readonly rooms: readonly string[];
  /** Of `disconnect`: the whole connection. */
  readonly close: boolean;
  /** Nothing is done. */
  readonly isDryRun: boolean;
}

export interface XBulkResult {
  readonly matched: number;
  /** Sockets of the namespaces the target speaks of. */
  readonly of: number;
  /** The first 100. `via`: which of the target's rooms it is in. */
  readonly rows: readonly { readonly socketId: string; readonly namespace: string; readonly via: readonly string[] }[];
  readonly nodes: XNodes;
}

/** X_SESSION `x_session({action: 'list'})`: answers `{sessions}`; `{action: 'revoke', handle}` and `{action: 'log-out'}`: answer `{}`. */
export interface XSession {
  /** Names the session, and can not be used in its place. */
  readonly handle: string;
  readonly user: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly isOwn: boolean;
}

/** X_AUDIT `x_audit(true | false)`: answers `{entries}`, the last 100 of all servers, oldest first; then `x_audit_entry(entry)`. */
export interface XAuditEntry {
  readonly at: number;
  readonly user: string | null;
  readonly address: string;
  /** `login`, `login refused`, `log out`, `end session`, or the command. */
  readonly action: string;
  /** What it was done to, for a person; no payload is in it. */
  readonly target: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly nodeId: string;
}

/** X_NSP `x_nsp(true | false)`: answers `{namespaces}`, rows of all servers, 500 at most; then `x_namespaces({added, removed})`. */
export interface XNamespaceChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}
