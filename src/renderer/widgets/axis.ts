/** A y axis from zero: it grows at once and shrinks only after the data has been small for a while. */
export interface Axis {
  readonly max: number;
  readonly ticks: readonly number[];
  /** Since when a shorter axis would do; `null` while it would not. */
  readonly roomySince: number | null;
}

const SHRINK_AFTER_MS = 30_000;
const STEPS = [1, 2, 2.5, 5];
/** Between ticks; fewer where the chart is low. */
export const INTERVALS = 4;

/** The shortest axis with round ticks that holds `value`. */
export function axisFor(value: number, maxIntervals = INTERVALS): Axis {
  const wanted = Math.max(value, 2);
  for (let power = 10 ** Math.floor(Math.log10(wanted / maxIntervals)); ; power *= 10) {
    for (const factor of STEPS) {
      const step = factor * power;
      const intervals = Math.ceil(wanted / step - 1e-9);
      if (intervals > maxIntervals || !Number.isInteger(step)) continue;
      const count = Math.max(2, intervals);
      return { max: step * count, ticks: Array.from({ length: count + 1 }, (_, index) => step * index), roomySince: null };
    }
  }
}

export function nextAxis(current: Axis | null, value: number, now: number, maxIntervals = INTERVALS): Axis {
  const fitting = axisFor(value, maxIntervals);
  if (current === null || fitting.max > current.max) return fitting;
  if (fitting.max === current.max) return current.roomySince === null ? current : { ...current, roomySince: null };
  const roomySince = current.roomySince ?? now;
  if (now - roomySince >= SHRINK_AFTER_MS) return fitting;
  return roomySince === current.roomySince ? current : { ...current, roomySince };
}

const TICK_SECONDS: Readonly<Record<number, number>> = { 60: 15, 120: 30, 300: 60, 600: 120, 900: 180, 1800: 300, 3600: 600 };

/** Round clock times within a range. */
export function timeTicks(from: number, until: number): readonly number[] {
  const seconds = Math.round((until - from) / 1000);
  const step = (TICK_SECONDS[seconds] ?? Math.max(1, Math.round(seconds / 5))) * 1000;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= until; at += step) ticks.push(at);
  return ticks;
}
