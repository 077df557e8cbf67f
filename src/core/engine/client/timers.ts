// A test's clock may replace the global timers; who asks for `useNativeTimers` gets those that were there before.

const native = { set: globalThis.setTimeout, clear: globalThis.clearTimeout };

export interface Timers {
  set(callback: () => void, delayMs: number): NodeJS.Timeout;
  clear(timer: NodeJS.Timeout | undefined): void;
}

export function timersOf({
  useNativeTimers = false,
  autoUnref = false,
}: {
  readonly useNativeTimers?: boolean;
  readonly autoUnref?: boolean;
}): Timers {
  return {
    set(callback, delayMs) {
      const timer = useNativeTimers ? native.set(callback, delayMs) : setTimeout(callback, delayMs);
      return autoUnref ? timer.unref() : timer;
    },
    clear(timer) {
      if (useNativeTimers) native.clear(timer);
      else clearTimeout(timer);
    },
  };
}
