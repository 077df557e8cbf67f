import { beforeEach, describe, expect, it } from 'vitest';
import { SampleTable } from '../../../../src/main/console/admin/sample-table.ts';
import type { ToldSample } from '../../../../src/main/console/admin/told-superset.ts';
import { MAX_ADMIN_NODES } from '../../../../src/main/console/limits.ts';

const NOW = 1_000_000_500;

const sample = (nodeId: string, change: Partial<ToldSample> = {}): ToldSample => ({
  node: { nodeId, serverId: 'server', hostname: 'host', pid: 1 },
  at: NOW,
  uptimeSeconds: 10,
  sockets: 3,
  clients: 2,
  transports: { websocket: 2 },
  protocols: { 4: 2 },
  namespaces: [{ name: '/', sockets: 3, rooms: 4 }],
  connects: 1,
  disconnects: { 'transport close': 2, 'ping timeout': 1 },
  refusals: {},
  limits: {},
  packetsIn: 5,
  packetsOut: 6,
  bytesIn: 7,
  bytesOut: 8,
  eventLoopDelayP99Ms: 2,
  eventLoopDelayMaxMs: 4,
  cpu: 0.5,
  rssBytes: 100,
  heapUsedBytes: 50,
  heapTotalBytes: 80,
  ...change,
});

let nodes: SampleTable;

beforeEach(() => {
  nodes = new SampleTable();
});

describe('servers', () => {
  it('are shown as their last sample tells, and as stale when none comes', () => {
    nodes.update(sample('a'), NOW);
    expect(nodes.rows(NOW + 3000)).toMatchObject([
      { nodeId: 'a', disconnects: 3, packetsIn: 5, rssBytes: 100, cpu: 0.5, health: 'live', isDuplicate: false },
    ]);
    expect(nodes.rows(NOW + 3001)[0]?.health).toBe('stale');
    expect(nodes.rows(NOW + 11 * 60_000)).toEqual([]);
  });

  it('are counted together, as long as they are heard of', () => {
    nodes.update(sample('a'), NOW);
    nodes.update(sample('b', { transports: { polling: 1 }, namespaces: [{ name: '/x', sockets: 1, rooms: 1 }], eventLoopDelayMaxMs: 9 }), NOW + 2000);
    expect(nodes.rows(NOW).map(({ isDuplicate }) => isDuplicate)).toEqual([true, true]);
    const both = { sockets: 6, rooms: 5, namespaces: 2, clients: 4, transports: { websocket: 2, polling: 1 }, protocols: { 4: 4 } };
    expect(nodes.population(NOW + 2000)).toEqual(both);
    expect(nodes.process(NOW + 2000)).toMatchObject({ rssBytes: 200, heapUsedBytes: 100, eventLoopDelayMaxMs: 9 });
    expect(nodes.population(NOW + 4000)).toMatchObject({ sockets: 3, rooms: 1 });
    expect(nodes.process(NOW + 6000)).toBeNull();
  });

  it('are none before the first sample', () => {
    expect([nodes.population(NOW), nodes.process(NOW), nodes.rows(NOW)]).toEqual([null, null, []]);
  });

  it('are left out where there are too many', () => {
    for (let index = 0; index < MAX_ADMIN_NODES; index++) nodes.update(sample(`n${index}`), NOW);
    expect([nodes.update(sample('more'), NOW), nodes.size, nodes.update(sample('n0'), NOW + 1000)]).toEqual([
      null,
      MAX_ADMIN_NODES,
      expect.any(Number),
    ]);
  });
});

describe('the seconds of a server', () => {
  const told = (...atMs: readonly number[]) => atMs.map((at) => nodes.update(sample('a'), NOW + at)).map((second) => ((second ?? 0) - NOW) / 1000);

  it('follow each other, whatever moment of a second its samples come in', () => {
    expect(told(0, 1490, 2010, 2990, 4495)).toEqual([-1.5, -0.5, 0.5, 1.5, 2.5]);
  });

  it('begin anew after a pause', () => {
    expect(told(0, 1000, 10_000, 11_000)).toEqual([-1.5, -0.5, 8.5, 9.5]);
  });

  it('are not made up when samples come too fast', () => {
    const seconds = told(...Array.from({ length: 50 }, (_, index) => index * 10));
    expect(Math.max(...seconds)).toBeLessThan(2);
  });
});
