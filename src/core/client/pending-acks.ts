import type { Timers } from '../engine/client/timers.ts';
import type { AckCallback } from '../events/acks.ts';
import { ackTimeout } from '../events/acks.ts';

interface PendingAck {
  readonly callback: AckCallback;
  /** It is called with an error first: `null`, or why there is no answer. */
  readonly takesError: boolean;
  readonly timer: NodeJS.Timeout | undefined;
}

/** Acknowledgements that the server owes one socket. */
export class PendingAcks {
  readonly #acks = new Map<number, PendingAck>();
  readonly #timers: Timers;
  readonly #onTimeout: (id: number) => void;

  /** `onTimeout` is told of an acknowledgement that does not come, before its callback is. */
  constructor(timers: Timers, onTimeout: (id: number) => void) {
    this.#timers = timers;
    this.#onTimeout = onTimeout;
  }

  /** With a timeout the callback takes an error. */
  add(id: number, callback: AckCallback, takesError: boolean, timeoutMs: number | undefined): void {
    if (timeoutMs === undefined) {
      this.#acks.set(id, { callback, takesError, timer: undefined });
      return;
    }
    const timer = this.#timers.set(() => {
      this.#acks.delete(id);
      this.#onTimeout(id);
      callback(ackTimeout(timeoutMs));
    }, timeoutMs);
    this.#acks.set(id, { callback, takesError: true, timer });
  }

  /** Its callback with what it takes before the answer; it is owed no more. */
  take(id: number): { readonly callback: AckCallback; readonly before: readonly null[] } | undefined {
    const ack = this.#remove(id);
    return ack === undefined ? undefined : { callback: ack.callback, before: ack.takesError ? [null] : [] };
  }

  /** Those that were asked over a connection that is gone: callbacks that take an error get one, others are dropped. */
  failSent(isBuffered: (id: number) => boolean, error: () => Error): readonly (() => void)[] {
    const failed: (() => void)[] = [];
    for (const id of [...this.#acks.keys()]) {
      if (isBuffered(id)) continue;
      const ack = this.#remove(id);
      if (ack?.takesError) failed.push(() => ack.callback(error()));
    }
    return failed;
  }

  #remove(id: number): PendingAck | undefined {
    const ack = this.#acks.get(id);
    if (ack === undefined) return undefined;
    this.#acks.delete(id);
    this.#timers.clear(ack.timer);
    return ack;
  }
}
