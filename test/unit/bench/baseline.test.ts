import { describe, expect, it } from 'vitest';
import { regressions, worstRatios } from '../../../bench/baseline.mjs';

function measured(name: string, ratio: number, isHigherBetter = false, [least, greatest] = [ratio, ratio]) {
  return { name, ratio, isHigherBetter, least, greatest };
}

function worse(result: ReturnType<typeof measured>, recorded: number): boolean {
  return regressions([result], { [result.name]: recorded }).length > 0;
}

describe('the check against recorded ratios', () => {
  it('passes what is a quarter worse, and nothing more', () => {
    expect(worse(measured('cpu', 0.5), 0.4)).toBe(false);
    expect(worse(measured('cpu', 0.51), 0.4)).toBe(true);
  });

  it('passes rounds that lie far apart, as long as one of them is not worse', () => {
    expect(worse(measured('cpu', 0.8, false, [0.5, 1.2]), 0.4)).toBe(false);
    expect(worse(measured('cpu', 0.8, false, [0.51, 1.2]), 0.4)).toBe(true);
    expect(worse(measured('rate', 1, true, [0.5, 2.4]), 3)).toBe(false);
    expect(worse(measured('rate', 1, true, [0.5, 2.39]), 3)).toBe(true);
  });

  it('passes whatever is better', () => {
    expect(worse(measured('cpu', 0.01), 0.4)).toBe(false);
    expect(worse(measured('rate', 30, true), 3)).toBe(false);
  });

  it('knows that a rate is worse when it is lower', () => {
    expect(worse(measured('rate', 2.4, true), 3)).toBe(false);
    expect(worse(measured('rate', 2.39, true), 3)).toBe(true);
  });

  it('fails for what could not be measured', () => {
    expect(worse(measured('cpu', Number.NaN), 0.4)).toBe(true);
    expect(worse(measured('rate', Number.NaN, true), 3)).toBe(true);
  });

  it('lets a row pass that was never recorded', () => {
    expect(regressions([measured('new', 5)], {})).toEqual([]);
  });

  it('finds each row by its name in what is recorded', () => {
    const results = [measured('a', 1), measured('b', 0.1239)];
    expect(worstRatios([results])).toEqual({ a: 1, b: 0.124 });
    expect(regressions([measured('a', 2), measured('b', 0.12)], worstRatios([results])).map(({ name }) => name)).toEqual(['a']);
  });

  it('records the worst of several runs', () => {
    const runs = [1, 3, 2].map((ratio) => [measured('cpu', ratio), measured('rate', ratio, true)]);
    expect(worstRatios(runs)).toEqual({ cpu: 3, rate: 1 });
  });
});
