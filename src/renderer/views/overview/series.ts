// What the charts draw: at most a few hundred points, each the sum of a span of seconds. Spans start at round times,
// so that a point stays what it was while the window moves on. Missing seconds are gaps, not zeros.

import type { MetricPoint } from '../../../contract/rows.ts';

export const MAX_DRAWN_POINTS = 300;
export const MAX_DRAWN_BARS = 100;

const SPANS_SECONDS = [1, 2, 3, 5, 10, 12, 15, 20, 30, 60];

/** Seconds a drawn point stands for: the shortest round span that keeps a range within `max` points. */
export function spanSecondsFor(rangeSeconds: number, max: number): number {
  return SPANS_SECONDS.find((span) => rangeSeconds / span <= max) ?? Math.ceil(rangeSeconds / max);
}

const CLOCKS_SECONDS = [60, 120, 300, 600, 900, 1800];

/** Seconds on the clock of the charts: the range, or as little of it as holds all there is while that is less. */
export function clockSecondsFor(points: readonly MetricPoint[], rangeSeconds: number): number {
  const age = ((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)) / 1000;
  return Math.min(rangeSeconds, CLOCKS_SECONDS.find((seconds) => age <= seconds) ?? rangeSeconds);
}

export interface DrawnPoint {
  readonly at: number;
  /** Per second, averaged over the span. */
  readonly packetsIn: number | null;
  readonly packetsOut: number | null;
  /** As of the span's last second. */
  readonly sockets: number | null;
  /** The worst of the span. */
  readonly ackP50Ms: number | null;
  readonly ackP95Ms: number | null;
  readonly ackP99Ms: number | null;
}

export function drawPoints(points: readonly MetricPoint[], spanSeconds: number): readonly DrawnPoint[] {
  const spanMs = spanSeconds * 1000;
  const drawn: DrawnPoint[] = [];
  for (const [at, group] of spansOf(points, spanMs)) {
    const previous = drawn.at(-1);
    if (previous !== undefined && at - previous.at > spanMs * 1.5) drawn.push(gapAt(previous.at + spanMs));
    drawn.push({
      at,
      packetsIn: sum(group, (point) => point.packetsIn) / group.length,
      packetsOut: sum(group, (point) => point.packetsOut) / group.length,
      sockets: group.at(-1)?.sockets ?? null,
      ackP50Ms: worst(group, (point) => point.ackP50Ms),
      ackP95Ms: worst(group, (point) => point.ackP95Ms),
      ackP99Ms: worst(group, (point) => point.ackP99Ms),
    });
  }
  return drawn;
}

export const OTHER_REASON = '';
const MAX_REASONS = 4;

/** One bar: connects upwards, disconnects downwards by reason. */
export interface DrawnBar {
  readonly at: number;
  readonly connects: number;
  /** Negative counts by reason. */
  readonly disconnects: Readonly<Record<string, number>>;
}

export interface DrawnBars {
  /** The most frequent reasons of the range, most frequent first; `OTHER_REASON` last where there are more. */
  readonly reasons: readonly string[];
  readonly bars: readonly DrawnBar[];
  /** The highest bar upwards and downwards. */
  readonly most: number;
  readonly mostBelow: number;
}

export function drawBars(points: readonly MetricPoint[], spanSeconds: number): DrawnBars {
  const totals = new Map<string, number>();
  for (const point of points) for (const [reason, count] of Object.entries(point.disconnects)) totals.set(reason, (totals.get(reason) ?? 0) + count);
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([reason]) => reason);
  const reasons = ranked.length > MAX_REASONS ? [...ranked.slice(0, MAX_REASONS - 1), OTHER_REASON] : ranked;
  let most = 0;
  let mostBelow = 0;
  const bars = [...spansOf(points, spanSeconds * 1000)].map(([at, group]) => {
    const disconnects: Record<string, number> = {};
    let gone = 0;
    for (const point of group) {
      for (const [reason, count] of Object.entries(point.disconnects)) {
        const key = reasons.includes(reason) ? reason : OTHER_REASON;
        disconnects[key] = (disconnects[key] ?? 0) - count;
        gone += count;
      }
    }
    const connects = sum(group, (point) => point.connects);
    most = Math.max(most, connects);
    mostBelow = Math.max(mostBelow, gone);
    return { at, connects, disconnects };
  });
  return { reasons, bars, most, mostBelow };
}

function* spansOf(points: readonly MetricPoint[], spanMs: number): Generator<readonly [number, readonly MetricPoint[]]> {
  let start = Number.NaN;
  let group: MetricPoint[] = [];
  for (const point of points) {
    const at = Math.floor(point.at / spanMs) * spanMs;
    if (at !== start && group.length > 0) {
      yield [start, group];
      group = [];
    }
    start = at;
    group.push(point);
  }
  if (group.length > 0) yield [start, group];
}

function gapAt(at: number): DrawnPoint {
  return { at, packetsIn: null, packetsOut: null, sockets: null, ackP50Ms: null, ackP95Ms: null, ackP99Ms: null };
}

function sum(points: readonly MetricPoint[], of: (point: MetricPoint) => number): number {
  return points.reduce((total, point) => total + of(point), 0);
}

function worst(points: readonly MetricPoint[], of: (point: MetricPoint) => number | null): number | null {
  return points.reduce<number | null>((most, point) => {
    const value = of(point);
    return value === null ? most : Math.max(most ?? 0, value);
  }, null);
}
