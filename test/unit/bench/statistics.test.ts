import { describe, expect, it } from 'vitest';
import { compareRounds, median, percentile } from '../../../bench/statistics.mjs';

describe('statistics of the benchmark', () => {
  it('takes the value in the middle, whatever the order', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('takes the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 100, 2])).toBe(3);
  });

  it('has no median of nothing', () => {
    expect(median([])).toBeNaN();
  });

  it('leaves its values as they are', () => {
    const values = [3, 1, 2];
    median(values);
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });

  it('finds the value that a share lies at or below', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile(hundred, 0)).toBe(1);
  });

  it('compares medians, and tells how far pairs of rounds lay apart', () => {
    // The second round met a machine that was busy, on both sides.
    expect(compareRounds([2, 8, 3], [4, 10, 12])).toEqual({ ratio: 0.3, least: 0.25, greatest: 0.8 });
  });
});
