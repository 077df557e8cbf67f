import { useSyncExternalStore } from 'react';

let isStill = false;

/** Ages of what is stale stand still. */
export function holdNow(isHeld: boolean): void {
  isStill = isHeld;
}

/** The time, a period at a time: one timer for everything that shows it, and none when nothing does. */
class Clock {
  readonly #periodMs: number;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #now = Date.now();

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(this.#tick, this.#periodMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  /** The same within a period, whoever reads it. While nobody listens it has not ticked, and the system's time may have been set back. */
  readonly read = (): number => {
    if (this.#timer === undefined && !isStill && Math.abs(Date.now() - this.#now) >= this.#periodMs) this.#now = Date.now();
    return this.#now;
  };

  readonly #tick = (): void => {
    if (isStill) return;
    this.#now = Date.now();
    for (const listener of this.#listeners) listener();
  };
}

const seconds = new Clock(1000);
const tenths = new Clock(100);

/** The time, a second at a time. */
export function useNow(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.read);
}

function subscribeNever(): () => void {
  return () => {};
}

/** The time, ten times a second while `isOn`: for what is short and under way. */
export function useTicking(isOn: boolean): number {
  return useSyncExternalStore(isOn ? tenths.subscribe : subscribeNever, tenths.read);
}
