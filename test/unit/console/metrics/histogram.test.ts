import { expect, it } from 'vitest';
import { LatencyHistogram } from '../../../../src/main/console/metrics/histogram.ts';

it('has no percentile of nothing', () => {
  expect(new LatencyHistogram().percentile(0.5)).toBeNull();
});

it.each([0.001, 0.015, 0.5, 1, 17.3, 250, 5_000, 600_000])('finds a single duration of %d ms within 3 %', (durationMs) => {
  const histogram = new LatencyHistogram();
  histogram.record(durationMs);
  expect(Math.abs((histogram.percentile(0.5) ?? 0) - durationMs)).toBeLessThanOrEqual(durationMs * 0.032);
});

it('tells percentiles of many durations apart', () => {
  const histogram = new LatencyHistogram();
  for (let durationMs = 1; durationMs <= 1000; durationMs++) histogram.record(durationMs);
  for (const fraction of [0.5, 0.95, 0.99]) {
    const percentile = histogram.percentile(fraction) ?? 0;
    expect(Math.abs(percentile - fraction * 1000)).toBeLessThan(fraction * 1000 * 0.035);
  }
});

it('counts what is out of its range at its ends', () => {
  const histogram = new LatencyHistogram();
  histogram.record(-5);
  expect(histogram.percentile(1)).toBe(0);
  histogram.record(1e9);
  expect(histogram.percentile(1)).toBeGreaterThan(2_000_000);
  expect(histogram.total).toBe(2);
});

it('forgets everything when cleared', () => {
  const histogram = new LatencyHistogram();
  histogram.record(3);
  histogram.clear();
  expect(histogram.percentile(0.5)).toBeNull();
});
