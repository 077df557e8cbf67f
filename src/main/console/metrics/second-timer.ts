const SECOND_MS = 1000;
/** Timers may fire a little early by another clock. */
const MARGIN_MS = 5;

/** Calls `onSecond` just after every full second of `now` (ms since the epoch). Returns the way to stop. */
export function everySecond(now: () => number, onSecond: (nowMs: number) => void): () => void {
  let timer = schedule();
  return () => clearTimeout(timer);

  function schedule(): NodeJS.Timeout {
    return setTimeout(onTimer, SECOND_MS - (now() % SECOND_MS) + MARGIN_MS);
  }

  function onTimer(): void {
    timer = schedule();
    onSecond(now());
  }
}
