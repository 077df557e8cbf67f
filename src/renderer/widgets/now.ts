import { useSyncExternalStore } from 'react';

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

const TICK_MS = 100;
const fastListeners = new Set<() => void>();
let fastNow = Date.now();
let fastTimer: ReturnType<typeof setInterval> | undefined;

function subscribeFast(listener: () => void): () => void {
  fastListeners.add(listener);
  fastTimer ??= setInterval(tickFast, TICK_MS);
  return () => {
    fastListeners.delete(listener);
    if (fastListeners.size > 0) return;
    clearInterval(fastTimer);
    fastTimer = undefined;
  };
}

function tickFast(): void {
  if (isStill) return;
  fastNow = Date.now();
  for (const listener of fastListeners) listener();
}

/** The same within a tick, whoever reads it; nobody may have ticked for long. */
function readFast(): number {
  if (fastTimer === undefined && !isStill && Date.now() - fastNow >= TICK_MS) fastNow = Date.now();
  return fastNow;
}

function subscribeNever(): () => void {
  return () => {};
}

/** The time, ten times a second while `isOn`: for what is short and under way. One timer for all of it. */
export function useTicking(isOn: boolean): number {
  return useSyncExternalStore(isOn ? subscribeFast : subscribeNever, readFast);
}
