import { create } from 'zustand';
import type { MetricsBatch } from '../../contract/feeds.ts';
import type { MetricPoint, MetricSummary } from '../../contract/rows.ts';

interface MetricsState {
  readonly points: readonly MetricPoint[];
  readonly summary: MetricSummary | null;
}

const EMPTY: MetricsState = { points: [], summary: null };

/** Metrics of the selected source while it runs. */
export const useMetrics = create<MetricsState>()(() => EMPTY);

export function applyMetrics(batch: MetricsBatch, rangeSeconds: number): void {
  useMetrics.setState(({ points }) => ({
    points: keepRange(batch.isBacklog ? batch.points : [...points, ...batch.points], rangeSeconds),
    summary: batch.summary,
  }));
}

export function clearMetrics(): void {
  useMetrics.setState(EMPTY);
}

function keepRange(points: readonly MetricPoint[], rangeSeconds: number): readonly MetricPoint[] {
  const last = points.at(-1);
  if (last === undefined) return points;
  const from = last.at - rangeSeconds * 1000;
  const first = points.findIndex((point) => point.at > from);
  return first <= 0 ? points : points.slice(first);
}
