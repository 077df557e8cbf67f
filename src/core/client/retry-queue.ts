import type { AckCallback } from '../events/acks.ts';
import { callSafely } from '../uncaught.ts';

/** What was asked of one event. */
export interface EmitFlags {
  readonly volatile?: boolean;
  readonly compress?: boolean;
  /** ms. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

interface QueuedEvent {
  readonly event: readonly unknown[];
  readonly flags: EmitFlags;
  readonly acknowledge: AckCallback | undefined;
  tryCount: number;
  isPending: boolean;
}

/**
 * Events that are sent until they are acknowledged, one at a time and in order. One that was not, after `retries` more
 * tries, is given up, so that the others go on.
 */
export class RetryQueue {
  readonly #retries: number;
  readonly #send: (event: readonly unknown[], flags: EmitFlags, onAnswer: AckCallback) => void;
  readonly #events: QueuedEvent[] = [];

  /** `onAnswer` is called with an error first. */
  constructor(retries: number, send: (event: readonly unknown[], flags: EmitFlags, onAnswer: AckCallback) => void) {
    this.#retries = retries;
    this.#send = send;
  }

  get length(): number {
    return this.#events.length;
  }

  /** `drain` sends it, once its turn has come. */
  add(event: readonly unknown[], flags: EmitFlags, acknowledge: AckCallback | undefined): void {
    this.#events.push({ event, flags, acknowledge, tryCount: 0, isPending: false });
  }

  /** Sends the first, unless its answer is awaited; `isForced`: whoever should have answered is gone. Throws what sending throws, if nobody is to be told. */
  drain(isForced: boolean, isConnected: () => boolean): void {
    const first = this.#events[0];
    if (first === undefined || !isConnected() || (first.isPending && !isForced)) return;
    first.isPending = true;
    first.tryCount++;
    try {
      this.#send(first.event, first.flags, (error, ...answer) => {
        // An earlier try of it may be answered late.
        if (first !== this.#events[0]) return;
        const isGivenUp = error !== null && first.tryCount > this.#retries;
        if (error === null || isGivenUp) this.#settle(first, error, answer);
        first.isPending = false;
        this.drain(false, isConnected);
      });
    } catch (error) {
      // No try of it will go better: the others are not to wait for it.
      this.#events.shift();
      if (first.acknowledge === undefined) throw error;
      callSafely(first.acknowledge, error);
      this.drain(false, isConnected);
    }
  }

  #settle({ acknowledge }: QueuedEvent, error: unknown, answer: readonly unknown[]): void {
    this.#events.shift();
    callSafely(acknowledge, error, ...answer);
  }
}
