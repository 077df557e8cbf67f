// What the console tells of an outbound client: its connection, the questions it was asked, and the connection doctor.
// Times are milliseconds since the Unix epoch (with a fraction), durations milliseconds.

import type { ClientSettings, ReplyRule } from './client-settings.ts';
import type { JsonValue } from './json.ts';

export type StageName = 'dns' | 'tcp' | 'proxy' | 'tls' | 'handshake' | 'connect' | 'probe' | 'upgrade';

/** What a failure most likely means; the page has the words for what to try. */
export type Advice =
  | 'HOST_UNKNOWN'
  | 'NOBODY_LISTENS'
  | 'UNREACHABLE'
  | 'PROXY_FAILED'
  | 'PROXY_AUTH'
  | 'CERTIFICATE_UNTRUSTED'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NAME'
  | 'CLIENT_CERTIFICATE'
  /** `https` to a port that speaks plain HTTP. */
  | 'TLS_TO_PLAIN'
  /** `http` to a port that speaks TLS. */
  | 'PLAIN_TO_TLS'
  | 'TLS_FAILED'
  | 'WRONG_PATH'
  | 'NOT_ENGINE_IO'
  | 'REVISION_REFUSED'
  | 'TRANSPORT_UNKNOWN'
  /** Engine.IO code 1: several servers behind a balancer that is not sticky, or one that was restarted. */
  | 'SESSION_UNKNOWN'
  | 'BAD_HANDSHAKE_METHOD'
  | 'BAD_REQUEST'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'REDIRECTED'
  | 'SERVER_ERROR'
  | 'WEBSOCKET_BLOCKED'
  | 'NAMESPACE_UNKNOWN'
  | 'NAMESPACE_REFUSED'
  | 'SERVER_GONE'
  | 'TIMED_OUT'
  | 'UNSUPPORTED_TRANSPORT'
  | 'UNKNOWN';

export interface StageFailureRow {
  /** As in `core/client-tap`. */
  readonly code: string;
  readonly message: string;
  readonly status: number | null;
  readonly body: string | null;
  readonly engineCode: number | null;
  /** What a namespace gave with its refusal. */
  readonly data: JsonValue;
  readonly advice: Advice;
}

export interface StageRow {
  readonly stageId: number;
  readonly stage: StageName;
  readonly transport: string | null;
  /** Of `connect`. */
  readonly namespace: string | null;
  readonly target: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: 'running' | 'ok' | 'failed' | 'cancelled';
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly failure: StageFailureRow | null;
}

/** One try to open a connection, and what came of it; stages that begin later (another namespace) are in a group of their own. */
export interface AttemptRow {
  readonly attempt: number;
  /** Unique: an attempt may have a second group, of what happened while connected. */
  readonly groupId: string;
  readonly kind: 'attempt' | 'later';
  readonly revision: 3 | 4 | 'auto';
  /** 0: a person's; else which reconnection. */
  readonly reconnection: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** `cancelled`: by a person, before it came to its end. */
  readonly outcome: 'running' | 'open' | 'failed' | 'cancelled';
  readonly failure: StageFailureRow | null;
  readonly decision: { readonly revision: 3 | 4; readonly reason: 'payload' | 'maxPayload' | 'message' | 'silence' | 'refusal' } | null;
  readonly stages: readonly StageRow[];
}

export type ConnectionPhase = 'idle' | 'connecting' | 'connected' | 'waiting' | 'paused' | 'failed';

export interface NamespaceConnectionRow {
  readonly name: string;
  readonly state: 'connecting' | 'connected' | 'refused' | 'disconnected';
  readonly socketId: string | null;
  readonly isRecovered: boolean;
  readonly failure: StageFailureRow | null;
  /** Why it disconnected. */
  readonly reason: string | null;
}

export interface ConnectionBatch {
  readonly phase: ConnectionPhase;
  readonly settings: ClientSettings;
  /** The settings were changed after this connection was made: they hold for the next. */
  readonly isStale: boolean;
  readonly engineId: string | null;
  readonly transport: string | null;
  readonly revision: 3 | 4 | null;
  readonly rttMs: number | null;
  readonly pingIntervalMs: number | null;
  readonly pingTimeoutMs: number | null;
  readonly maxPayloadBytes: number | null;
  readonly reconnects: number;
  /** While `waiting`. */
  readonly nextAttemptAt: number | null;
  /** Why the last connection ended; `null` before the first end. */
  readonly closeReason: string | null;
  readonly namespaces: readonly NamespaceConnectionRow[];
  /** Oldest first: at most 20 groups. */
  readonly attempts: readonly AttemptRow[];
  /** The handshake as a shell command, secrets in it. */
  readonly curl: string;
}

export interface ReplyRequestRow {
  readonly requestId: string;
  /** Its row in Traffic. */
  readonly seq: number;
  readonly at: number;
  readonly namespace: string;
  readonly event: string;
  /** The arguments, cut at 200 characters. */
  readonly preview: string;
  readonly deadlineAt: number;
  /** `overdue` can still be answered. `lost`: the connection went. */
  readonly state: 'waiting' | 'overdue' | 'replied' | 'ignored' | 'lost';
  readonly by: 'person' | 'rule' | null;
  /** The rule that answers or has answered it. */
  readonly ruleId: string | null;
  readonly settledAt: number | null;
  /** What was replied, cut at 200 characters. */
  readonly reply: string | null;
}

export interface RepliesBatch {
  /** Oldest first: at most 200. */
  readonly waiting: readonly ReplyRequestRow[];
  /** Newest first: at most 50. */
  readonly settled: readonly ReplyRequestRow[];
  /** Requests let go because too many were waiting. */
  readonly dropped: number;
  readonly rules: readonly ReplyRule[];
}

export type DoctorStepName = 'dns' | 'tcp' | 'tls' | 'polling' | 'revision' | 'path' | 'websocket' | 'sticky' | 'namespace';

export interface DoctorStepRow {
  readonly step: DoctorStepName;
  readonly state: 'waiting' | 'running' | 'ok' | 'warning' | 'failed' | 'skipped';
  readonly durationMs: number | null;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly failure: StageFailureRow | null;
}

/** A change of settings that the page offers as a button. */
export type DoctorFix =
  | { readonly type: 'path'; readonly path: string }
  | { readonly type: 'revision'; readonly revision: 3 | 4 }
  | { readonly type: 'transports'; readonly transports: ClientSettings['transports'] }
  | { readonly type: 'origin'; readonly origin: string };

export interface DoctorBatch {
  readonly state: 'idle' | 'running' | 'done' | 'cancelled';
  readonly startedAt: number | null;
  readonly steps: readonly DoctorStepRow[];
  /** Once done: the worst that was found, or `HEALTHY`. */
  readonly verdict: {
    readonly advice: Advice | 'HEALTHY' | 'NOT_STICKY';
    readonly step: DoctorStepName | null;
    readonly fix: DoctorFix | null;
  } | null;
}
