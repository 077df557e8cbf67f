import type { Tap } from '../tap.ts';
import { throwLater } from '../uncaught.ts';
import type { DeadlineQueue } from './deadline-queue.ts';
import type { Session } from './session.ts';
import { WriteQueue } from './write-queue.ts';

/** What all sessions of one server share. */
export interface SessionHost {
  readonly tap: Tap;
  readonly initialPacket: string | Uint8Array | undefined;
  readonly emptyQueue: WriteQueue;
  readonly pingDeadlines: DeadlineQueue<Session>;
  readonly pongDeadlines: DeadlineQueue<Session>;
  readonly closeDeadlines: DeadlineQueue<Session>;
  scheduleFlush(session: Session): void;
  onSessionClose(session: Session): void;
}

/** The writes of one tick: sessions that have something to send are flushed together, each once. */
export class FlushSchedule {
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
