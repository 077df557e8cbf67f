import { useEffect, useState, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let now = Date.now();
let isStill = false;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  if (isStill) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

/** Ages of what is stale stand still. */
export function holdNow(isHeld: boolean): void {
  isStill = isHeld;
}

/** The time, a second at a time: one timer for every age on the screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** The time, ten times a second while `isOn`: for what is short and under way. */
export function useTicking(isOn: boolean): number {
  const [time, setTime] = useState(Date.now);
  useEffect(() => {
    if (!isOn) return;
    const tickFast = () => {
      if (!isStill) setTime(Date.now());
    };
    tickFast();
    const fast = setInterval(tickFast, 100);
    return () => clearInterval(fast);
  }, [isOn]);
  return time;
}
