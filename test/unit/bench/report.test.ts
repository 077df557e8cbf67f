import { describe, expect, it } from 'vitest';
import { toResults } from '../../../bench/report.mjs';

const CPU = { name: 'cpu', metric: 'cpu', unit: 'µs', target: 0.5 };
const RATE = { name: 'rate', metric: 'rate', unit: '/s', target: 2, isHigherBetter: true };

function results(ours: Record<string, number>, official: Record<string, number>) {
  const figures = new Map([
    ['ours', [ours]],
    ['official', [official]],
  ]);
  return toResults({ rows: [CPU, RATE] }, figures);
}

describe('results of a scenario', () => {
  it('are ours to the official ones, a target being the most for a cost and the least for a rate', () => {
    const [cpu, rate] = results({ cpu: 4, rate: 20 }, { cpu: 10, rate: 10 });
    expect([cpu?.ratio, cpu?.isMet, rate?.ratio, rate?.isMet]).toEqual([0.4, true, 2, true]);
    const missed = results({ cpu: 6, rate: 19 }, { cpu: 10, rate: 10 });
    expect(missed.map(({ isMet }) => isMet)).toEqual([false, false]);
  });

  it('say when the generator had no time left, on either side', () => {
    expect(results({ cpu: 1, rate: 1, busy: 0.95 }, { cpu: 1, rate: 1, busy: 0.5 })[0]?.isGeneratorBound).toBe(true);
    expect(results({ cpu: 1, rate: 1, busy: 0.5 }, { cpu: 1, rate: 1, busy: 0.89 })[0]?.isGeneratorBound).toBe(false);
  });
});
