import { callSafely } from '../../uncaught.ts';
import type { Transport } from '../transports/transport.ts';

/** Who waits for what one session wrote. */
export class PendingWrites {
  /** Of what is queued: they run once it is with the operating system. */
  callbacks: (() => void)[] = [];
  readonly #rejects = new Set<(error: Error) => void>();

  takeCallbacks(): (() => void) | undefined {
    if (this.callbacks.length === 0) return undefined;
    const { callbacks } = this;
    this.callbacks = [];
    return () => {
      for (const callback of callbacks) callSafely(callback);
    };
  }

  /** Resolves once what is queued is with the operating system. */
  afterQueue(): Promise<void> {
    return this.#until((done) => this.callbacks.push(done));
  }

  /** Resolves once what `transport` was handed is with the operating system. */
  afterSent(transport: Transport): Promise<void> {
    return this.#until((done) => transport.afterSent(done));
  }

  /** Rejects what has not been resolved. */
  fail(error: Error): void {
    for (const reject of this.#rejects) reject(error);
  }

  #until(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#rejects.add(reject);
      start(() => {
        this.#rejects.delete(reject);
        resolve();
      });
    });
  }
}
