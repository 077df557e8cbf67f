// What an outbound client tells of its attempts to connect, on its manager's tap beside the records of `tap.ts`.
// A stage is told when it begins and when it ends, so that one that hangs can be seen while it does.

/** In the order they happen; `dns`, `tcp` and `tls` again for each connection that is opened, such as the probe's. */
export type Stage = 'dns' | 'tcp' | 'proxy' | 'tls' | 'handshake' | 'connect' | 'probe' | 'upgrade';

/** Why a stage or an attempt failed: what is known, not yet what to do about it. */
export interface StageFailure {
  /**
   * Of the system or of TLS (`ENOTFOUND`, `ECONNREFUSED`, `CERT_HAS_EXPIRED`, …), or ours:
   * `HTTP_STATUS` (`status`, `body`, and `engineCode` where the server said one), `NOT_ENGINE_IO` (an answer of something else),
   * `PARSE_ERROR`, `TIMEOUT`, `CONNECT_ERROR` (a namespace refused: `data`), `CLOSED` (the server closed), `CANCELLED` (this side did), `UNSUPPORTED` (no such
   * transport here), `FAILED` (anything else).
   */
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  /** Of the HTTP answer, its first 1,000 characters. */
  readonly body?: string;
  /** Of Engine.IO's `{"code": …, "message": …}`. */
  readonly engineCode?: number;
  /** What a namespace gave with its refusal. */
  readonly data?: unknown;
}

/** The manager begins to connect, or tries again with another revision. */
export interface AttemptStartRecord {
  readonly type: 'attempt_start';
  readonly at: number;
  /** Counts from 1 over the life of the manager. */
  readonly attempt: number;
  readonly url: string;
  /** Engine.IO's. */
  readonly revision: 3 | 4 | 'auto';
  /** 0, or which reconnection it is. */
  readonly reconnection: number;
}

/** The Engine.IO session is open, or will not be. Namespaces and the upgrade come after it. */
export interface AttemptEndRecord {
  readonly type: 'attempt_end';
  readonly at: number;
  readonly attempt: number;
  /** `null`: it is open. */
  readonly failure: StageFailure | null;
}

export interface StageStartRecord {
  readonly type: 'stage_start';
  readonly at: number;
  /** The attempt that opened the session, also when it has long succeeded. */
  readonly attempt: number;
  /** Unique in the manager. */
  readonly stageId: number;
  readonly stage: Stage;
  readonly transport: string | null;
  /** Of `connect`. */
  readonly namespace: string | null;
  /** What is looked up, dialled or asked: a host name, an address, a URL without its query. */
  readonly target: string;
}

export interface StageEndRecord {
  readonly type: 'stage_end';
  readonly at: number;
  readonly attempt: number;
  readonly stageId: number;
  readonly outcome: 'ok' | 'failed' | 'cancelled';
  /**
   * `dns` address family · `tcp` address port · `tls` protocol cipher subject issuer validTo authorized · `handshake` sid revision
   * upgrades pingInterval pingTimeout maxPayload status · `connect` socketId recovered · `probe` and `upgrade` none.
   */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** Of `failed`. */
  readonly failure: StageFailure | null;
}

/** `protocolVersion: 'auto'` has decided, and why. */
export interface RevisionRecord {
  readonly type: 'revision';
  readonly at: number;
  readonly attempt: number;
  readonly revision: 3 | 4;
  /**
   * `payload`: the form of the first answer · `maxPayload`: only revision 4 tells it · `message`: the server spoke first, as revision 3
   * does · `silence`: it waited for CONNECT, as revision 4 does · `refusal`: it refused revision 4, so revision 3 is tried next.
   */
  readonly reason: 'payload' | 'maxPayload' | 'message' | 'silence' | 'refusal';
}

/** The manager waits before its next attempt. */
export interface ReconnectWaitRecord {
  readonly type: 'reconnect_wait';
  readonly at: number;
  readonly reconnection: number;
  readonly delayMs: number;
}

/** It will not try again by itself: its attempts are used up, or somebody said so. */
export interface ReconnectStopRecord {
  readonly type: 'reconnect_stop';
  readonly at: number;
  readonly reason: 'reconnect_failed' | 'cancelled';
}

export type ClientTapRecord =
  | AttemptStartRecord
  | AttemptEndRecord
  | StageStartRecord
  | StageEndRecord
  | RevisionRecord
  | ReconnectWaitRecord
  | ReconnectStopRecord;
