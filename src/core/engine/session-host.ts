import type { EventEmitter } from 'node:events';
import { LimitError } from '../errors.ts';
import type { Tap } from '../tap.ts';
import { throwLater } from '../uncaught.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import type { LimitHits } from './limit-hits.ts';
import { bytesOf } from './message-data.ts';
import { OutgoingPacket } from './sending/outgoing-packet.ts';
import { WriteQueue } from './sending/write-queue.ts';
import { DEFAULT_BACKPRESSURE, type Limits, limitsOf, type ServerOptions } from './server-options.ts';
import type { Session } from './session.ts';

/** How long a polling client may take to fetch what was left when its session closed, if it may be silent for as long. */
const CLOSE_TIMEOUT_MS = 30_000;

/** What all sessions of one server share. */
export class SessionHost {
  readonly tap: Tap;
  /** The server, for what it tells of each session. */
  readonly events: EventEmitter;
  /** Framed once for all. */
  readonly initialPacket: OutgoingPacket | undefined;
  /** Bytes; infinite where nobody asks. */
  readonly highWaterMark: number;
  readonly isFullDisconnected: boolean;
  readonly maxOutgoingMessageSize: number;
  readonly limits: Limits;
  readonly limitHits: LimitHits;
  readonly pingDeadlines: DeadlineQueue<Session>;
  readonly pongDeadlines: DeadlineQueue<Session>;
  /** Of revision 3. */
  readonly silenceDeadlines: DeadlineQueue<Session>;
  readonly closeDeadlines: DeadlineQueue<Session>;
  readonly onSessionClose: (session: Session) => void;
  readonly #flushes = new FlushSchedule();

  constructor(events: EventEmitter, options: ServerOptions, tap: Tap, limitHits: LimitHits, onSessionClose: (session: Session) => void) {
    const { pingInterval, pingTimeout } = options;
    const { highWaterMark, policy } = { ...DEFAULT_BACKPRESSURE, ...options.backpressure };
    this.tap = tap;
    this.events = events;
    this.initialPacket = options.initialPacket === undefined ? undefined : new OutgoingPacket('message', bytesOf(options.initialPacket));
    this.highWaterMark = policy === 'ignore' ? Number.POSITIVE_INFINITY : highWaterMark;
    this.isFullDisconnected = policy === 'disconnect';
    this.maxOutgoingMessageSize = options.maxOutgoingMessageSize;
    this.limits = limitsOf(options.limits);
    this.limitHits = limitHits;
    const onLate = (session: Session): void => session.end('ping timeout');
    this.pingDeadlines = new DeadlineQueue(pingInterval, (session) => session.onPingDue());
    this.pongDeadlines = new DeadlineQueue(pingTimeout, onLate);
    this.silenceDeadlines = new DeadlineQueue(pingInterval + pingTimeout, onLate);
    this.closeDeadlines =
      pingInterval + pingTimeout < CLOSE_TIMEOUT_MS
        ? this.silenceDeadlines
        : new DeadlineQueue(CLOSE_TIMEOUT_MS, (session) => session.end('forced close'));
    this.onSessionClose = onSessionClose;
  }

  /** What ends a session that so many bytes wait for; `null`: nothing. */
  fullError(bufferedBytes: number): LimitError | null {
    const { bufferedBytesPerClient } = this.limits;
    if (bufferedBytes > bufferedBytesPerClient) return new LimitError('TOO_MANY_BUFFERED_BYTES', bufferedBytesPerClient, bufferedBytes);
    return this.isFullDisconnected && bufferedBytes > this.highWaterMark ? new LimitError('BUFFER_FULL', this.highWaterMark, bufferedBytes) : null;
  }

  get emptyQueue(): WriteQueue {
    return this.#flushes.emptyQueue;
  }

  scheduleFlush(session: Session): void {
    this.#flushes.add(session);
  }
}

/** The writes of one tick: sessions that have something to send are flushed together, each once. */
class FlushSchedule {
  readonly emptyQueue = WriteQueue.empty();
  #sessions: Session[] = [];

  add(session: Session): void {
    if (this.#sessions.push(session) === 1) process.nextTick(this.#flush);
  }

  readonly #flush = (): void => {
    const sessions = this.#sessions;
    this.#sessions = [];
    for (const session of sessions) {
      try {
        session.flushScheduled();
      } catch (error) {
        // The others are still to be flushed.
        throwLater(error);
      }
    }
    this.emptyQueue.forget();
  };
}
