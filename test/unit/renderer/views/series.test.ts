import { describe, expect, test } from 'vitest';
import { drawBars, drawPoints, MAX_DRAWN_POINTS, OTHER_REASON, spanSecondsFor } from '../../../../src/renderer/views/overview/series.ts';
import { metricPoint } from '../rows.ts';

describe('points', () => {
  test('of every range are few enough to draw', () => {
    for (const range of [60, 300, 900, 3600]) {
      const points = Array.from({ length: range }, (_, second) => metricPoint(second));
      expect(drawPoints(points, spanSecondsFor(range, MAX_DRAWN_POINTS)).length).toBeLessThanOrEqual(MAX_DRAWN_POINTS);
    }
  });

  test('average rates, take the last gauge and the worst latency of their span', () => {
    const points = [
      metricPoint(10, { packetsIn: 10, sockets: 1, ackP99Ms: 5 }),
      metricPoint(11, { packetsIn: 30, sockets: 2, ackP99Ms: 50 }),
      metricPoint(12, { packetsIn: 1, sockets: 3, ackP99Ms: null }),
    ];
    expect(drawPoints(points, 2)).toMatchObject([
      { at: 10_000, packetsIn: 20, sockets: 2, ackP99Ms: 50 },
      { at: 12_000, packetsIn: 1, sockets: 3, ackP99Ms: null },
    ]);
  });

  test('stay what they were while the window moves on', () => {
    const points = Array.from({ length: 40 }, (_, second) => metricPoint(second, { packetsIn: second }));
    const before = drawPoints(points.slice(0, 30), 10);
    const after = drawPoints(points.slice(10), 10);
    expect(after.slice(0, 2)).toEqual(before.slice(1));
  });

  test('leave a gap where seconds are missing', () => {
    const drawn = drawPoints([metricPoint(1, { packetsIn: 4 }), metricPoint(9, { packetsIn: 6 })], 1);
    expect(drawn.map(({ at, packetsIn }) => [at, packetsIn])).toEqual([
      [1000, 4],
      [2000, null],
      [9000, 6],
    ]);
  });
});

describe('bars', () => {
  test('count connects upwards and disconnects downwards by reason', () => {
    const points = [metricPoint(0, { connects: 3, disconnects: { a: 1 } }), metricPoint(1, { connects: 2, disconnects: { a: 1, b: 4 } })];
    expect(drawBars(points, 2)).toEqual({
      reasons: ['b', 'a'],
      bars: [{ at: 0, connects: 5, disconnects: { a: -2, b: -4 } }],
      most: 5,
      mostBelow: 6,
    });
  });

  test('put rare reasons together', () => {
    const { reasons, bars } = drawBars([metricPoint(0, { disconnects: { a: 9, b: 8, c: 7, d: 1, e: 2 } })], 1);
    expect(reasons).toEqual(['a', 'b', 'c', OTHER_REASON]);
    expect(bars[0]?.disconnects[OTHER_REASON]).toBe(-3);
  });
});
