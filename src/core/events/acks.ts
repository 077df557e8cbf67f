import { LimitError } from '../errors.ts';

export type AckCallback = (...args: unknown[]) => void;

/** Acknowledgements that one socket owes. */
export class PendingAcks {
  #callbacks: Map<number, AckCallback> | undefined;

  get size(): number {
    return this.#callbacks?.size ?? 0;
  }

  set(id: number, callback: AckCallback): void {
    this.#callbacks ??= new Map();
    this.#callbacks.set(id, callback);
  }

  /** With `timeoutMs` the callback gets an error first: `null`, or a LimitError `ACK_TIMEOUT`. */
  setWithTimeout(id: number, callback: AckCallback, timeoutMs: number): void {
    const timer = setTimeout(() => {
      if (this.take(id) !== undefined) callback(ackTimeout(timeoutMs));
    }, timeoutMs);
    this.set(id, (...args) => {
      clearTimeout(timer);
      callback(null, ...args);
    });
  }

  /** The callback of `id`, which then is owed no more. */
  take(id: number): AckCallback | undefined {
    const callback = this.#callbacks?.get(id);
    this.#callbacks?.delete(id);
    return callback;
  }
}

export function ackTimeout(timeoutMs: number): LimitError {
  return new LimitError('ACK_TIMEOUT', timeoutMs, timeoutMs, 'operation has timed out');
}
