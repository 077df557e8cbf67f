import { describe, expect, it } from 'vitest';
import { about, bytes, figure, fitLine, head, reach, row } from '../../../bench/scale-fit.mjs';

const GIGABYTE = 2 ** 30;

describe('the line through a curve', () => {
  it('is found again, wherever its points lie', () => {
    const points = [1000, 2000, 5000, 19_500].map((x) => ({ x, y: 70_000_000 + 6500 * x }));
    const { intercept, slope, r2 } = fitLine(points);
    expect(intercept).toBeCloseTo(70_000_000, 3);
    expect(slope).toBeCloseTo(6500, 9);
    expect(r2).toBeCloseTo(1, 12);
  });

  it('has the least squares of what it leaves, and says how much it explains', () => {
    // By hand: means 2 and 3, Sxy 3, Sxx 2; 1.5 left over of 6.
    expect(fitLine([1, 2, 3].map((x, index) => ({ x, y: [1, 4, 4][index] ?? 0 })))).toEqual({ intercept: 0, slope: 1.5, r2: 0.75 });
  });

  it('explains all of what does not change', () => {
    expect(fitLine([1, 2, 3].map((x) => ({ x, y: 5 })))).toEqual({ intercept: 5, slope: 0, r2: 1 });
  });

  it('is refused where points do not define it', () => {
    expect(() => fitLine([])).toThrow(RangeError);
    expect(() => fitLine([{ x: 1, y: 1 }])).toThrow(RangeError);
    expect(() => fitLine([1, 2].map((y) => ({ x: 7, y })))).toThrow(RangeError);
    expect(() => fitLine([1, Number.NaN].map((y, x) => ({ x, y })))).toThrow(RangeError);
  });

  it('says where it reaches a limit, less what is there without a socket', () => {
    const line = { intercept: GIGABYTE / 4, slope: GIGABYTE / 100_000, r2: 1 };
    expect(reach(line, GIGABYTE)).toBeCloseTo(75_000, 6);
    expect(reach(line, 0)).toBe(0);
    expect(reach({ intercept: 1, slope: 0, r2: 1 }, GIGABYTE)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('figures of a report', () => {
  it('have three digits that count, or all before the point', () => {
    expect([0.01234, 12.345, 999.6, 12_345, 0].map(figure)).toEqual(['0.0123', '12.3', '1,000', '12,350', '0']);
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(figure)).toEqual(['–', '–']);
  });

  it('are bytes of 1024, negative ones too', () => {
    expect([Number.NaN, 512, 4635, 77_490_000, 2 ** 31, -2_800_000, 2 ** 60].map(bytes)).toEqual([
      '–',
      '512 B',
      '4.53 KiB',
      '73.9 MiB',
      '2 GiB',
      '-2.67 MiB',
      '1,049,000 TiB',
    ]);
  });

  it('are rounded to three digits where they are extrapolated', () => {
    expect([155_123.4, 999, 31_712_345, Number.POSITIVE_INFINITY].map(about)).toEqual(['155,000', '999', '31,700,000', '–']);
  });

  it('are lines of a table, as wide as its head', () => {
    expect(head(['of', 'heap', 'RSS'])).toBe('| of | heap | RSS |\n| --- | ---: | ---: |');
    expect(row(['ours', 1, '2 B'])).toBe('| ours | 1 | 2 B |');
  });
});
