import { beforeEach, expect, it, vi } from 'vitest';
import { MAX_DISCONNECT_REASONS, MAX_METRIC_POINTS } from '../../../../src/main/console/limits.ts';
import { Metrics } from '../../../../src/main/console/metrics/metrics.ts';
import { packet } from '../records.ts';

const sample = { eventLoopDelayP99Ms: 2, eventLoopDelayMaxMs: 5, rssBytes: 100, heapUsedBytes: 50, heapTotalBytes: 80 };
let read: ReturnType<typeof vi.fn<() => typeof sample>>;
let metrics: Metrics;

beforeEach(() => {
  read = vi.fn(() => sample);
  metrics = new Metrics({ read, close: () => {} });
  metrics.tick(10_000);
});

const points = () => metrics.pointsSince(0, Number.MAX_SAFE_INTEGER);

it('closes a second with the first fact after it', () => {
  metrics.connect(10_100);
  metrics.connect(10_200);
  metrics.disconnect(10_999, 'ping timeout');
  expect(points()).toEqual([]);
  metrics.packet(packet({ at: 11_000 }));
  expect(points()).toMatchObject([
    { at: 10_000, sockets: 1, connects: 2, disconnects: { 'ping timeout': 1 }, packetsIn: 0, eventLoopDelayP99Ms: 2, rssBytes: 100 },
  ]);
});

it('closes seconds in which nothing happened', () => {
  metrics.tick(13_500);
  expect(points().map(({ at }) => at)).toEqual([10_000, 11_000, 12_000]);
});

it('counts a broadcast once a recipient', () => {
  metrics.packet(packet({ at: 10_000, direction: 'out', recipients: 20, bytes: 7 }));
  metrics.packet(packet({ at: 10_000, direction: 'in', bytes: 5 }));
  metrics.tick(11_000);
  expect(points()).toMatchObject([{ packetsOut: 20, bytesOut: 140, packetsIn: 1, bytesIn: 5 }]);
});

it('tells the latency of acknowledgements of that second only', () => {
  metrics.acknowledgement(10_000, 8);
  metrics.tick(12_000);
  const [first, second] = points();
  expect(first?.ackP50Ms).toBeCloseTo(8, 0);
  expect(second?.ackP50Ms).toBeNull();
  expect(metrics.ackPercentileMs(0.95)).toBeCloseTo(8, 0);
});

it('keeps an hour of points, and numbers those it lost', () => {
  for (let second = 1; second <= MAX_METRIC_POINTS + 100; second++) metrics.tick(10_000 + second * 1000);
  expect(points()).toHaveLength(MAX_METRIC_POINTS);
  expect(metrics.closedPoints).toBe(MAX_METRIC_POINTS + 100);
  expect(metrics.pointsSince(metrics.closedPoints - 2, 100)).toHaveLength(2);
  expect(metrics.pointsSince(metrics.closedPoints, 100)).toEqual([]);
});

it('makes up no more seconds than it keeps after a long sleep', () => {
  metrics.tick(10_000 + 10 * MAX_METRIC_POINTS * 1000);
  expect(read).toHaveBeenCalledTimes(MAX_METRIC_POINTS);
});

it('folds what was refused, and has no place, into one', () => {
  for (let index = 0; index < MAX_DISCONNECT_REASONS + 10; index++) metrics.refuse(`limit ${index}`, 2);
  expect(Object.keys(metrics.refusals)).toHaveLength(MAX_DISCONNECT_REASONS);
  expect(metrics.refusals.other).toBe(22);
});

it('folds reasons of disconnection it has no place for into one', () => {
  for (let index = 0; index < MAX_DISCONNECT_REASONS + 10; index++) metrics.disconnect(10_000, `reason ${index}`);
  const reasons = metrics.disconnectReasons;
  expect(Object.keys(reasons)).toHaveLength(MAX_DISCONNECT_REASONS);
  expect(reasons.other).toBe(11);
});

it('remembers the most sockets there were', () => {
  for (const at of [10_000, 10_001, 10_002]) metrics.connect(at);
  metrics.disconnect(10_003, 'transport close');
  expect([metrics.sockets, metrics.peakSockets]).toEqual([2, 3]);
});

it('starts anew when cleared', () => {
  metrics.connect(10_000);
  metrics.tick(12_000);
  const { epoch } = metrics;
  metrics.clear();
  expect(metrics.epoch).not.toBe(epoch);
  expect([metrics.sockets, metrics.peakSockets, points()]).toEqual([0, 0, []]);
});
