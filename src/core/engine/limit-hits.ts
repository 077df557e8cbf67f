import { type ErrorCode, LimitError } from '../errors.ts';
import { type LimitName, type Tap, tapTime } from '../tap.ts';

/** Limits that end a connection, by the error that says so. */
const LIMITS: { readonly [Code in ErrorCode]?: LimitName } = {
  TOO_MANY_ATTACHMENTS: 'attachmentsPerPacket',
  PAYLOAD_TOO_LARGE: 'maxHttpBufferSize',
  BUFFER_FULL: 'highWaterMark',
  TOO_MANY_BUFFERED_BYTES: 'bufferedBytesPerClient',
  RATE_EXCEEDED: 'messagesPerSecond',
  NESTED_TOO_DEEP: 'nesting',
  EVENT_NAME_TOO_LONG: 'eventNameLength',
  TOO_MANY_ROOMS: 'roomsPerSocket',
  TOO_MANY_PENDING_ACKS: 'pendingAcksPerSocket',
};

/** Whoever hit a limit. */
export interface LimitedPeer {
  /** `null`: it never got a session. */
  readonly engineId: string | null;
  readonly remoteAddress: string;
}

/** How often peers hit which limit, since the server was made. */
export class LimitHits {
  readonly #counts = new Map<LimitName, number>();
  readonly #tap: Tap;

  constructor(tap: Tap) {
    this.#tap = tap;
  }

  get counts(): ReadonlyMap<LimitName, number> {
    return this.#counts;
  }

  add(limit: LimitName, { engineId, remoteAddress }: LimitedPeer): void {
    this.#counts.set(limit, (this.#counts.get(limit) ?? 0) + 1);
    this.#tap.listener?.({ type: 'limit', at: tapTime(), limit, engineId, remoteAddress });
  }
}

/** The limit that `error`, for which a connection ends, is of; `null`: of none. */
export function limitOf(error: unknown): LimitName | null {
  if (error instanceof LimitError) return LIMITS[error.code] ?? null;
  const cause: unknown = error instanceof Error ? error.cause : null;
  // As `ws` says it.
  return cause instanceof Error && Reflect.get(cause, 'code') === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'maxHttpBufferSize' : null;
}
