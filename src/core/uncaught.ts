/** What the program's own code throws surfaces as an uncaught exception, and does not tear the journey it was called from. */
export function throwLater(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

/** Calls the program's code from within a packet's journey. */
export function callSafely<Args extends unknown[]>(callback: ((...args: Args) => unknown) | undefined, ...args: Args): void {
  try {
    callback?.(...args);
  } catch (error) {
    throwLater(error);
  }
}
