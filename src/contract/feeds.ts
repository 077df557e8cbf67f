// Every feed the page can subscribe to: the schema of its parameters and the type of a batch.
// A feed is pulled by the console's publisher, at most ten times a second, at most one batch unacknowledged.

import * as z from 'zod/mini';
import type { AdminBatch, AuditRow, NodeRow } from './admin-rows.ts';
import { type AnsweredNodes, filter, packetFilter } from './calls.ts';
import type { ConnectionBatch, DoctorBatch, RepliesBatch } from './client-rows.ts';
import type { HistoryEntry, MessagesBatch, RepetitionBatch, Variables } from './message-rows.ts';
import type { Notice } from './notices.ts';
import type {
  AckState,
  Bookmark,
  Failure,
  Loss,
  MetricPoint,
  MetricSummary,
  NamespaceRow,
  PacketRow,
  RoomRow,
  SendResultRow,
  SocketDetail,
  SocketRow,
  SourceRow,
} from './rows.ts';
import type { SourceFolder } from './source-list.ts';
import { target } from './target.ts';

const id = z.string().check(z.minLength(1), z.maxLength(128));
const name = z.string().check(z.minLength(1), z.maxLength(512));

/** Most rows of one window. */
export const MAX_WINDOW_ROWS = 500;

function feed<Batch>() {
  return <Params extends z.ZodMiniType>(params: Params): { readonly params: Params; readonly batch?: Batch } => ({ params });
}

function windowOf<const Sort extends readonly [string, ...string[]], Where extends z.core.$ZodLooseShape>(sort: Sort, where: Where) {
  return z.object({
    sourceId: id,
    where: z.object(where),
    sort: z.object({ by: z.enum(sort), isDescending: z.boolean() }),
    offset: z.int().check(z.gte(0)),
    limit: z.int().check(z.gte(1), z.lte(MAX_WINDOW_ROWS)),
  });
}

/** The rows in view, how many match the filter, and how many there are without it. */
export interface Window<Row> {
  readonly offset: number;
  readonly matched: number;
  readonly total: number;
  readonly rows: readonly Row[];
  /** Only where servers of a cluster did not answer: theirs are missing. */
  readonly nodes?: AnsweredNodes;
}

export interface TrafficBatch {
  /** New rows that match, oldest first: at most 500, the newest ones. */
  readonly rows: readonly PacketRow[];
  /**
   * Matching rows between the previous batch and `rows[0]` that were left out because the page or the batch was full.
   * With the first batch: those that the log held before.
   */
  readonly skipped: number;
  /** Acknowledgements that arrived for rows sent earlier. */
  readonly acks: readonly { readonly seq: number; readonly ack: AckState }[];
  /** Earlier rows that match a filter of acknowledgements only now, oldest first. Some may have been sent before. */
  readonly late?: readonly PacketRow[];
  /** The oldest sequence number still in the log; the log is empty when it equals `nextSeq`. */
  readonly firstSeq: number;
  readonly nextSeq: number;
  readonly logBytes: number;
  /** Packets the log has let go since the source started. */
  readonly evicted: number;
  /** How full the log is, from 0 to 1: by the packets or by the bytes it may have. */
  readonly fill: number;
  /** Of those that were let go, where the rows of this batch begin with the oldest that match. */
  readonly loss?: Loss;
  /** All there are, whenever they have changed. */
  readonly bookmarks?: readonly Bookmark[];
}

export interface MetricsBatch {
  /** `true` with the first batch: replace what was shown. Later batches append. */
  readonly isBacklog: boolean;
  readonly points: readonly MetricPoint[];
  readonly summary: MetricSummary;
}

export interface SendBatch {
  readonly state: 'waiting' | 'done';
  readonly startedAt: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly timedOut: number;
  readonly disconnected: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
  /** Counts of latency in twenty equal buckets from 0 to `maxMs`. */
  readonly histogram: readonly number[];
  /** At most 500: failures first, then the slowest. */
  readonly rows: readonly SendResultRow[];
}

export interface RecipientsBatch {
  /** `null`: only the server knows. */
  readonly count: number | null;
  readonly of: number;
  /** Who worked it out: the console from what it was told, or the server itself. */
  readonly evaluatedBy: 'console' | 'server';
  /** As of a `Window`. */
  readonly nodes?: AnsweredNodes;
  /** The first 100. `via`: which of the wanted rooms it is in. */
  readonly rows: readonly { readonly socketId: string; readonly namespace: string; readonly via: readonly string[] }[];
  /** Why nothing can be sent, for example an unknown namespace. */
  readonly failure: Failure | null;
}

export const feeds = {
  /** Both lists in the person's order. */
  sources: feed<{ readonly sources: readonly SourceRow[]; readonly folders: readonly SourceFolder[]; readonly isReadOnly: boolean }>()(z.object({})),
  notices: feed<{ readonly notices: readonly Notice[] }>()(z.object({})),
  variables: feed<{ readonly variables: Variables }>()(z.object({})),
  history: feed<{ readonly entries: readonly HistoryEntry[] }>()(z.object({})),
  messages: feed<MessagesBatch>()(z.object({})),
  repetition: feed<RepetitionBatch>()(z.object({ repetitionId: id })),
  metrics: feed<MetricsBatch>()(z.object({ sourceId: id, rangeSeconds: z.int().check(z.gte(1), z.lte(3600)) })),
  sockets: feed<Window<SocketRow>>()(
    windowOf(
      [
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
        'bufferedBytes',
        'ratePerSecond',
      ],
      { filter },
    ),
  ),
  rooms: feed<Window<RoomRow>>()(
    windowOf(['createdAt', 'room', 'namespace', 'sockets', 'broadcasts'], {
      filter,
      /** Show also the room each socket has of its own. */
      withOwnRooms: z.optional(z.boolean()),
    }),
  ),
  namespaces: feed<Window<NamespaceRow>>()(windowOf(['createdAt', 'namespace', 'sockets', 'rooms', 'packetsIn', 'packetsOut'], { filter })),
  socket: feed<{ readonly socket: SocketDetail | null }>()(z.object({ sourceId: id, namespace: name, socketId: name })),
  traffic: feed<TrafficBatch>()(z.object({ sourceId: id, where: packetFilter })),
  recipients: feed<RecipientsBatch>()(z.object({ sourceId: id, target })),
  nodes: feed<Window<NodeRow>>()(
    windowOf(
      ['serverId', 'hostname', 'uptimeSeconds', 'sockets', 'clients', 'packetsIn', 'packetsOut', 'eventLoopDelayP99Ms', 'rssBytes', 'lastSeenAt'],
      { filter },
    ),
  ),
  /** These are of what dials: others fail with `NOT_DIALLING`. */
  connection: feed<ConnectionBatch>()(z.object({ sourceId: id })),
  doctor: feed<DoctorBatch>()(z.object({ sourceId: id })),
  /** Of clients: others fail with `NOT_A_CLIENT`. */
  replies: feed<RepliesBatch>()(z.object({ sourceId: id })),
  /** These are of sources with the capability `admin`: others fail with `NOT_AN_ADMIN`. */
  admin: feed<AdminBatch>()(z.object({ sourceId: id })),
  /** What admins did, newest first, at most 100. Of sources with the capability `audit`. */
  audit: feed<{ readonly entries: readonly AuditRow[] }>()(z.object({ sourceId: id })),
  send: feed<SendBatch>()(z.object({ sourceId: id, sendId: id })),
} as const;

export type FeedName = keyof typeof feeds;
export type FeedParams<Name extends FeedName> = z.infer<(typeof feeds)[Name]['params']>;
export type FeedBatch<Name extends FeedName> = NonNullable<(typeof feeds)[Name]['batch']>;

export function isFeedName(name: string): name is FeedName {
  return Object.hasOwn(feeds, name);
}
