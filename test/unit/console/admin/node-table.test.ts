import { beforeEach, describe, expect, it } from 'vitest';
import type { AggregatedEvent, ServerStats } from '../../../../src/core/admin/wire.ts';
import { NodeTable } from '../../../../src/main/console/admin/node-table.ts';
import { MAX_ADMIN_NODES } from '../../../../src/main/console/limits.ts';

const NOW = 1_000_000_500;
const MINUTE_MS = 60_000;

const stats = (change: Partial<ServerStats> = {}): ServerStats => ({
  serverId: 'a',
  hostname: 'host',
  pid: 1,
  uptime: 10,
  clientsCount: 3,
  pollingClientsCount: 1,
  aggregatedEvents: [],
  namespaces: [{ name: '/', socketsCount: 3 }],
  ...change,
});
const bucket = (timestamp: number, count: number, type: AggregatedEvent['type'] = 'packetsIn'): AggregatedEvent => ({ timestamp, type, count });

let nodes: NodeTable;

beforeEach(() => {
  nodes = new NodeTable();
});

describe('a server', () => {
  it('is shown as it tells of itself', () => {
    nodes.update(stats(), NOW);
    expect(nodes.rows(NOW)).toMatchObject([
      { nodeId: 'a host 1', clients: 3, sockets: 3, transports: { polling: 1, websocket: 2 }, health: 'live', isDuplicate: false, rssBytes: null },
    ]);
  });

  it('is one of several of the same name by its host and process', () => {
    nodes.update(stats(), NOW);
    nodes.update(stats({ pid: 2 }), NOW);
    nodes.update(stats({ serverId: 'b' }), NOW);
    expect(nodes.rows(NOW).map(({ nodeId, isDuplicate }) => [nodeId, isDuplicate])).toEqual([
      ['a host 1', true],
      ['a host 2', true],
      ['b host 1', false],
    ]);
  });

  it('is stale after three of its intervals, and counted no more', () => {
    for (const at of [0, 5000, 10_000]) nodes.update(stats(), NOW + at);
    expect(nodes.rows(NOW + 25_000)[0]?.health).toBe('live');
    expect(nodes.rows(NOW + 25_001)[0]?.health).toBe('stale');
    expect(nodes.totals(NOW + 25_000)).toMatchObject({ clients: 3, polling: 1 });
    expect(nodes.totals(NOW + 25_001)).toEqual({ clients: 0, polling: 0, namespaces: new Map() });
    nodes.update(stats(), NOW + 30_000);
    expect(nodes.rows(NOW + 30_000)[0]?.health).toBe('live');
  });

  it('is forgotten when it is long gone', () => {
    nodes.update(stats(), NOW);
    expect(nodes.totals(NOW + 11 * MINUTE_MS)).toBeNull();
    expect(nodes.rows(NOW + 11 * MINUTE_MS)).toEqual([]);
  });

  it('adds to the others', () => {
    nodes.update(stats(), NOW);
    nodes.update(
      stats({
        pid: 2,
        clientsCount: 1,
        pollingClientsCount: 0,
        namespaces: [
          { name: '/', socketsCount: 1 },
          { name: '/x', socketsCount: 2 },
        ],
      }),
      NOW,
    );
    expect(nodes.totals(NOW)).toEqual({
      clients: 4,
      polling: 1,
      namespaces: new Map([
        ['/', 4],
        ['/x', 2],
      ]),
    });
  });

  it('is left out where there are too many', () => {
    for (let pid = 0; pid <= MAX_ADMIN_NODES; pid++) nodes.update(stats({ pid, aggregatedEvents: [bucket(NOW, 1)] }), NOW);
    expect([nodes.size, nodes.update(stats({ pid: -1, aggregatedEvents: [bucket(NOW, 1)] }), NOW)]).toEqual([MAX_ADMIN_NODES, []]);
  });
});

describe('what it counted', () => {
  it('is of the seconds it says, if its clock is ours', () => {
    const told = nodes.update(stats({ aggregatedEvents: [bucket(NOW - 2500, 5), bucket(NOW - 1500, 7)] }), NOW);
    expect(told.map(({ timestamp, count }) => [timestamp - NOW, count])).toEqual([
      [-2500, 5],
      [-1500, 7],
    ]);
  });

  it('is of our seconds, if its clock is another', () => {
    for (const offMs of [-3_600_000, 3_600_000]) {
      const other = new NodeTable();
      const told = other.update(stats({ aggregatedEvents: [bucket(NOW + offMs - 2000, 5), bucket(NOW + offMs - 1000, 7)] }), NOW);
      for (const { timestamp } of told) expect(NOW - timestamp).toBeLessThan(5000);
      expect(told.every(({ timestamp }) => timestamp <= NOW)).toBe(true);
      const after = other.update(stats({ aggregatedEvents: [bucket(NOW + offMs + 1000, 1)] }), NOW + 2000);
      expect((after[0]?.timestamp ?? 0) - (told[1]?.timestamp ?? 0)).toBe(2000);
    }
  });

  it('is shown of the last full second, added up over what it tells twice', () => {
    const second = Math.floor(NOW / 1000) * 1000 - 1000;
    nodes.update(stats({ aggregatedEvents: [bucket(second, 5), bucket(second, 2, 'rawDisconnection')] }), NOW - 400);
    nodes.update(stats({ aggregatedEvents: [bucket(second, 7)] }), NOW);
    expect(nodes.rows(NOW)).toMatchObject([{ packetsIn: 12, disconnects: 2, packetsOut: 0 }]);
  });
});
