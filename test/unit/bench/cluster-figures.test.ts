import { describe, expect, it } from 'vitest';
import { costOfANode, toFigures } from '../../../bench/cluster-figures.mjs';

describe('figures of a cluster', () => {
  it('are of all nodes together, for one emit and for one that gets it', () => {
    const round = { cpu: [3000, 1000], broker: 50, sent: 4000, operations: 10, ms: 200, busy: 0.5 };
    expect(toFigures(round, 4)).toEqual({ emit: 400, delivery: 100, broker: 5, sent: 400, rate: 200, balance: 1.5, busy: 0.5 });
  });

  it('call nodes that do the same balanced', () => {
    expect(toFigures({ cpu: [7, 7, 7], broker: 0, sent: 0, operations: 1, ms: 1, busy: 0 }, 1).balance).toBe(1);
  });

  it('charge each node with its share of what a single server has not to do', () => {
    expect(costOfANode(95, 19, 4)).toBe(19);
    expect(costOfANode(19, 19, 1)).toBe(0);
  });
});
