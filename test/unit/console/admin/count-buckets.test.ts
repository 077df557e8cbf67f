import { expect, it } from 'vitest';
import type { AggregatedEvent } from '../../../../src/core/admin/wire.ts';
import { countBuckets } from '../../../../src/main/console/admin/count-buckets.ts';
import { MAX_DISCONNECT_REASONS } from '../../../../src/main/console/limits.ts';
import { Metrics } from '../../../../src/main/console/metrics/metrics.ts';

const sample = { eventLoopDelayP99Ms: 0, eventLoopDelayMaxMs: 0, rssBytes: 0, heapUsedBytes: 0, heapTotalBytes: 0 };

function counted(...buckets: readonly AggregatedEvent[]) {
  const metrics = new Metrics({ read: () => sample, close: () => {} }, { lateMs: 3000 });
  metrics.tick(10_000);
  countBuckets(metrics, buckets);
  metrics.tick(20_000);
  return metrics.pointsSince(0, 100);
}

it('adds what was counted to the second it was counted in', () => {
  const points = counted(
    { timestamp: 10_000, type: 'rawConnection', count: 2 },
    { timestamp: 11_000, type: 'packetsIn', count: 3 },
    { timestamp: 11_000, type: 'packetsOut', count: 4 },
    { timestamp: 11_000, type: 'bytesIn', count: 5 },
    { timestamp: 11_000, type: 'bytesOut', count: 6 },
  );
  expect(points.slice(0, 2)).toMatchObject([
    { at: 10_000, connects: 2, packetsIn: 0 },
    { at: 11_000, connects: 0, packetsIn: 3, packetsOut: 4, bytesIn: 5, bytesOut: 6 },
  ]);
});

it('adds up a second that is told twice, or by two servers', () => {
  const [point] = counted({ timestamp: 10_000, type: 'packetsIn', count: 3 }, { timestamp: 10_000, type: 'packetsIn', count: 4 });
  expect(point?.packetsIn).toBe(7);
});

it('counts by reason, and as unknown where none is said', () => {
  const [point] = counted(
    { timestamp: 10_000, type: 'rawDisconnection', subType: 'transport close', count: 2 },
    { timestamp: 10_000, type: 'rawDisconnection', count: 1 },
  );
  expect(point?.disconnects).toEqual({ 'transport close': 2, unknown: 1 });
});

it('adds what is told too late to the oldest second that is not closed', () => {
  const [point] = counted({ timestamp: 1000, type: 'packetsIn', count: 3 });
  expect(point).toMatchObject({ at: 10_000, packetsIn: 3 });
});

it('folds reasons together that a server makes up', () => {
  const buckets = Array.from({ length: 200 }, (_, index) => ({
    timestamp: 10_000,
    type: 'rawDisconnection' as const,
    subType: `r${index}`,
    count: 1,
  }));
  const [point] = counted(...buckets);
  expect(Object.keys(point?.disconnects ?? {})).toHaveLength(MAX_DISCONNECT_REASONS);
  expect(point?.disconnects.other).toBe(200 - (MAX_DISCONNECT_REASONS - 1));
});
