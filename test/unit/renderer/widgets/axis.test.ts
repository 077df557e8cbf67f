import { expect, test } from 'vitest';
import { axisFor, nextAxis, timeTicks } from '../../../../src/renderer/widgets/axis.ts';

test.each([
  [0, [0, 1, 2]],
  [3, [0, 1, 2, 3]],
  [9318, [0, 2500, 5000, 7500, 10_000]],
  [401, [0, 200, 400, 600]],
])('gives %d round ticks', (value, ticks) => {
  expect(axisFor(value).ticks).toEqual(ticks);
});

test('always holds the value between three and five ticks', () => {
  for (let value = 1; value < 100_000; value = Math.ceil(value * 1.07)) {
    const { max, ticks } = axisFor(value);
    expect(max).toBeGreaterThanOrEqual(value);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(5);
  }
});

test('grows at once', () => {
  expect(nextAxis(nextAxis(null, 90, 0), 500, 1000).max).toBe(600);
});

test('shrinks only after the data has been small for thirty seconds in a row', () => {
  let axis = nextAxis(null, 500, 0);
  const tall = axis.max;
  axis = nextAxis(axis, 50, 1000);
  axis = nextAxis(axis, 50, 30_000);
  expect(axis.max).toBe(tall);
  // One tall second starts the wait over.
  axis = nextAxis(axis, 500, 30_500);
  axis = nextAxis(axis, 50, 32_000);
  axis = nextAxis(axis, 50, 61_000);
  expect(axis.max).toBe(tall);
  expect(nextAxis(axis, 50, 62_000).max).toBe(60);
});

test('puts clock ticks at round times', () => {
  const minute = 60_000;
  expect(timeTicks(10 * minute + 500, 15 * minute + 500)).toEqual([11, 12, 13, 14, 15].map((at) => at * minute));
});
