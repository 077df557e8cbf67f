import { callSafely } from '../../uncaught.ts';

/**
 * What a server does to its own sockets, in the order the program asked for: at once, unless something before it waits
 * for the medium.
 */
export class InOrder {
  #last: Promise<void> | null = null;

  run(task: () => void): void {
    if (this.#last === null) task();
    else this.#append(this.#last, task);
  }

  /** `task` gets what `promise` resolved with. Its failure is the caller's to handle: then the value is `undefined`. */
  runAfter<Value>(promise: Promise<Value | undefined>, task: (value: Value | undefined) => void): void {
    const before = this.#last ?? Promise.resolve();
    let value: Value | undefined;
    const ready = Promise.all([before, promise]).then(([, resolved]) => {
      value = resolved;
    });
    this.#append(ready, () => task(value));
  }

  #append(before: Promise<void>, task: () => void): void {
    const last = before.then(() => {
      // Behind the last one nothing has to wait any more, not even what the task itself asks for.
      if (this.#last === last) this.#last = null;
      callSafely(task);
    });
    this.#last = last;
  }
}
