// The rows and details a console answers with. They are made by the console, so they are types, not schemas.
// Times are milliseconds since the Unix epoch (with a fraction), durations milliseconds, sizes bytes.

import type { Administration } from './admin-settings.ts';
import type { JsonValue } from './json.ts';
import type { RestartReason } from './server-settings.ts';
import type { SourceColor } from './source-list.ts';

export const SOURCE_KINDS = ['server', 'admin', 'client', 'proxy', 'recording'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
/** `retrying` and `paused`: a client that lost its connection, or never had it, and will try again, or would. */
export type SourceState = 'stopped' | 'starting' | 'running' | 'stopping' | 'failed' | 'retrying' | 'paused';
/**
 * `start`: it runs, so more may pass; what has it not stays as it is · `connection`: it dials, so there are attempts to see and a doctor to ask · `reply`: it is asked for acknowledgements ·
 * `admin`: it administers somebody's server · `nodes`: it tells of the servers of a cluster · `bulk`: joins, leaves and
 * disconnects whoever a target means · `ack`: what it emits can ask for acknowledgements · `flags`: and be volatile or
 * uncompressed · `counters`: it counts packets, bytes and round trips of each socket · `process`: event loop and memory are
 * those of the server · `audit`: it tells what admins did · `filter`: its rows are the console's, so that whatever a row has sorts and
 * filters, and whoever matches can be a target.
 */
export type Capability =
  | 'start'
  | 'emit'
  | 'join'
  | 'leave'
  | 'disconnect'
  | 'handshake'
  | 'sockets'
  | 'rooms'
  | 'traffic'
  | 'metrics'
  | 'connection'
  | 'reply'
  | 'admin'
  | 'nodes'
  | 'bulk'
  | 'ack'
  | 'flags'
  | 'counters'
  | 'process'
  | 'audit'
  | 'heartbeats'
  | 'filter';
/** How careful a person wants to be. Changes of a `prod` source name it. */
export type Environment = 'dev' | 'staging' | 'prod';

/** An error as it crosses a process: `code` is stable, `message` is for a person. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** What the page may say in its own words; of a source's own failure only. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

export interface SourceRow {
  readonly sourceId: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly state: SourceState;
  /** Why the last start or stop failed; only in the state `failed`. */
  readonly failure: Failure | null;
  /** Of a server, what it listens on; of a client, what it dials. */
  readonly host: string;
  readonly port: number;
  /** Where a client connects, only while running; of a client always, its first namespace behind it. */
  readonly url: string | null;
  /** When the current state began. */
  readonly since: number;
  readonly environment: Environment | null;
  readonly color: SourceColor | null;
  /** `null`: in none. */
  readonly folderId: string | null;
  /** `null` of what is no embedded server. */
  readonly server: ServerRow | null;
  /** Of a server, who else may administer it; `null` of others. No secret is in it. */
  readonly administration: (Omit<Administration, 'password'> & { readonly hasPassword: boolean }) | null;
  readonly capabilities: readonly Capability[];
  readonly counts: { readonly sockets: number; readonly rooms: number; readonly namespaces: number };
  /** Of a recording alone. */
  readonly recording?: RecordingRow;
}

/** Which source a log is, or was, of. */
export type RecordedSource = Pick<SourceRow, 'name' | 'kind' | 'url'>;

/** What was read of a file of traffic. */
export interface RecordingRow {
  readonly fileName: string;
  /** `null`: the file does not say. */
  readonly source: RecordedSource | null;
  /** Times of the first and the last row; `null`: there are none. */
  readonly span: { readonly from: number; readonly until: number } | null;
  /** How many there are, kept or not. */
  readonly rows: number;
  /** Lines that are no rows. */
  readonly unreadable: number;
}

/** How an embedded server is set, as far as everybody may know. */
export interface ServerRow {
  /** Of the run, else of the next. */
  readonly path: string;
  readonly isTokenNeeded: boolean;
  readonly isSecure: boolean;
  readonly adapter: 'memory' | 'redis';
  /** What is set otherwise than it runs: it holds from the next start on. */
  readonly needsRestart: readonly RestartReason[];
  /** What went wrong that did not stop it, as a Redis that is lost. */
  readonly trouble: Failure | null;
}

export interface SocketRow {
  readonly socketId: string;
  readonly engineId: string;
  readonly namespace: string;
  readonly transport: string;
  /** Engine.IO revision. */
  readonly protocol: number;
  readonly address: string;
  readonly connectedAt: number;
  /** Rooms beside the socket's own. */
  readonly rooms: number;
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Last heartbeat round trip; `null` before the first. */
  readonly rttMs: number | null;
  /** Last packet either way, or the connection itself; `null` where nobody says. */
  readonly lastPacketAt: number | null;
  /** What was sent and the socket's connection has not taken yet; `null` where nobody says. */
  readonly bufferedBytes: number | null;
  /** Packets both ways, over the last second or since somebody looked; `null` the first time, and where nobody says. */
  readonly ratePerSecond: number | null;
}

export interface SocketDetail extends SocketRow {
  readonly bufferedBytes: number;
  /** `reason` is empty where nobody said it. */
  readonly state: { readonly connected: true } | { readonly connected: false; readonly reason: string; readonly at: number };
  readonly transports: readonly { readonly transport: string; readonly at: number }[];
  /** At most 500, the socket's own room left out. */
  readonly roomNames: readonly string[];
  readonly handshake: {
    readonly url: string;
    readonly issued: number;
    readonly secure: boolean;
    readonly xdomain: boolean;
    readonly headers: Readonly<Record<string, string>>;
    readonly query: Readonly<Record<string, string>>;
    readonly auth: JsonValue;
  };
  /** `socket.data`, as far as it can be shown as JSON (depth, keys and bytes are capped). */
  readonly data: JsonValue;
}

export interface RoomRow {
  readonly namespace: string;
  readonly room: string;
  readonly sockets: number;
  readonly createdAt: number;
  /** Broadcasts addressed to this room by name. */
  readonly broadcasts: number;
}

export interface NamespaceRow {
  readonly namespace: string;
  readonly sockets: number;
  readonly rooms: number;
  readonly createdAt: number;
  readonly packetsIn: number;
  readonly packetsOut: number;
}

/** `in`: the source received it; `out`: the source sent it; `null`: a fact, not a packet. */
export type Direction = 'in' | 'out' | null;
/**
 * The Socket.IO packet types, and facts: `closed`: a socket is gone, with its reason · `heartbeat`: of Engine.IO, told where somebody wants
 * them · `dropped`: packets that never came into the log, see `loss`.
 */
export type PacketKind = 'connect' | 'connect_error' | 'disconnect' | 'event' | 'ack' | 'closed' | 'heartbeat' | 'dropped';

/** Packets that are not in the log. `buffer`: it had no room for them any more · `server`: it told of fewer than it had, see its limits. */
export interface Loss {
  readonly count: number;
  readonly from: number;
  readonly until: number;
  readonly cause: 'buffer' | 'server';
}

/** A row that a person wants to find again. It stays though the log has let the row go. */
export interface Bookmark {
  readonly seq: number;
  readonly at: number;
  readonly kind: PacketKind;
  readonly event: string | null;
  readonly note: string;
}

export type AckState =
  | { readonly state: 'pending' }
  | { readonly state: 'acknowledged'; readonly latencyMs: number }
  /** A broadcast: how many of its recipients have answered. */
  | { readonly state: 'partial'; readonly received: number; readonly expected: number };

export interface PacketRow {
  /** Its place in the source's log: ascending, without gaps. */
  readonly seq: number;
  readonly at: number;
  readonly direction: Direction;
  readonly namespace: string;
  /** `null` for a broadcast. */
  readonly socketId: string | null;
  /** 1 for a packet of one socket. */
  readonly recipients: number;
  readonly kind: PacketKind;
  /** The event's name, of `event` packets only. */
  readonly event: string | null;
  /** The arguments without the brackets (or the reason of `closed`), cut at 200 characters. */
  readonly preview: string;
  /** As a WebSocket frame carries it: Engine.IO type and text in UTF-8, plus attachments. */
  readonly bytes: number;
  readonly attachments: number;
  readonly ackId: number | null;
  /** `null` where no acknowledgement was asked for. */
  readonly ack: AckState | null;
  /** Of an `ack` packet: the row it answers, while that is still in the log. */
  readonly ackFor: number | null;
  /** Of `dropped` alone. */
  readonly loss?: Loss;
}

export interface PacketDetail extends PacketRow {
  /** The Socket.IO packet's text as it was on the wire, cut at 256 KB. */
  readonly text: string;
  readonly isTruncated: boolean;
  /** The first 4 KB of each attachment (at most ten) in base64, with its true length. */
  readonly binary: readonly { readonly base64: string; readonly bytes: number }[];
  /** Rooms a broadcast was addressed to; empty for everyone. */
  readonly rooms: readonly string[];
  readonly except: readonly string[];
  /** Rows that answer this one: at most 100. */
  readonly answers: readonly { readonly seq: number; readonly socketId: string | null; readonly latencyMs: number }[];
}

/** One second of a source. Rates are counts of that second; gauges are taken at its end. */
export interface MetricPoint {
  /** Start of the second. */
  readonly at: number;
  readonly sockets: number;
  readonly connects: number;
  readonly disconnects: Readonly<Record<string, number>>;
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Acknowledgement latency of that second; `null` when none arrived. */
  readonly ackP50Ms: number | null;
  readonly ackP95Ms: number | null;
  readonly ackP99Ms: number | null;
  readonly eventLoopDelayP99Ms: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
}

export interface BusyRow {
  readonly name: string;
  readonly namespace: string;
  readonly ratePerSecond: number;
  /** Average packet bytes for an event, members for a room, bytes per second for a socket. */
  readonly detail: number;
}

/** Gauges and top lists, as of the last full second. */
export interface MetricSummary {
  readonly at: number;
  readonly sockets: number;
  readonly peakSockets: number;
  readonly clients: number;
  readonly transports: Readonly<Record<string, number>>;
  readonly protocols: Readonly<Record<string, number>>;
  /** Over the whole life of the running source. */
  readonly disconnectReasons: Readonly<Record<string, number>>;
  /** What peers were refused: limits by their option's name, handshakes by what they were told. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly ackPending: number;
  readonly ackP50Ms: number | null;
  readonly ackP95Ms: number | null;
  readonly eventLoopDelayMaxMs: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  /** Packets the log has let go because of its bounds. */
  readonly evicted: number;
  readonly logPackets: number;
  readonly logBytes: number;
  readonly busiestEvents: readonly BusyRow[];
  readonly busiestRooms: readonly BusyRow[];
  readonly busiestSockets: readonly BusyRow[];
}

export type SendState = 'pending' | 'acknowledged' | 'timed_out' | 'disconnected';

export interface SendResultRow {
  readonly socketId: string;
  readonly namespace: string;
  readonly state: SendState;
  readonly latencyMs: number | null;
  /** The arguments of the acknowledgement, or the reason of a disconnection; cut at 200 characters. */
  readonly reply: string;
  /** There is, or may be, more of it. */
  readonly isCut: boolean;
}

/** What one recipient answered, as much of it as is kept. */
export interface SendReply {
  readonly text: string;
  readonly isCut: boolean;
}
