import { beforeEach, expect, it } from 'vitest';
import type { FeedParams } from '../../../../src/contract/feeds.ts';
import type { SocketRow } from '../../../../src/contract/rows.ts';
import { socketsFeed } from '../../../../src/main/console/queries/sockets-feed.ts';
import type { LiveModel } from '../../../../src/main/console/sources/live-model.ts';
import { connect, disconnection, modelOf, packet } from '../records.ts';

let nowMs = 0;
beforeEach(() => {
  nowMs = 0;
});

function open(model: LiveModel, params: Partial<FeedParams<'sockets'>> = {}) {
  const defaults = { sourceId: 'a', where: {}, sort: { by: 'connectedAt', isDescending: false }, offset: 0, limit: 3 } as const;
  return socketsFeed({ model }, { ...defaults, ...params }, () => nowMs);
}

const ids = (window: { readonly rows: readonly SocketRow[] } | null) => window?.rows.map(({ socketId }) => socketId);

it('tells the rows in view, how many match and how many there are', () => {
  const model = modelOf(10);
  expect(open(model, { offset: 4 }).take(0)).toMatchObject({ offset: 4, matched: 10, total: 10, rows: [{ socketId: 's4' }, { socketId: 's5' }, {}] });
  expect(open(model, { offset: 9 }).take(0)?.rows).toHaveLength(1);
  expect(open(model, { offset: 50 }).take(0)?.rows).toEqual([]);
});

it('shows the newest first without sorting', () => {
  const model = modelOf(10);
  const sort = { by: 'connectedAt', isDescending: true } as const;
  expect(ids(open(model, { sort }).take(0))).toEqual(['s9', 's8', 's7']);
  expect(ids(open(model, { sort, offset: 8 }).take(0))).toEqual(['s1', 's0']);
  expect(ids(open(model, { sort, offset: 20 }).take(0))).toEqual([]);
  expect(ids(open(model, { sort, where: { filter: '10.0.0.3' } }).take(0))).toEqual(['s3']);
});

it('filters by text in ids, addresses, names and transports, without case', () => {
  const model = modelOf(30);
  connect(model, 30, '/Admin');
  model.upgradeSession('e7', 'websocket', 1);
  const find = (filter: string) => ids(open(model, { where: { filter } }).take(0));
  expect(find('S29')).toEqual(['s29']);
  expect(find('e28')).toEqual(['s28']);
  expect(find('10.0.0.27')).toEqual(['s27']);
  expect(find('/admin')).toEqual(['s30']);
  expect(find('WEBSOCKET')).toEqual(['s7']);
  expect(find('s(')).toEqual([]);
});

it.each([
  ['ns:/admin', ['s5']],
  ['ns:/adm*', ['s5']],
  ['-ns:/admin', ['s0', 's1', 's2', 's3', 's4']],
  ['room:lobby', ['s2']],
  ['room:lob*', ['s2']],
  // The room each has of its own.
  ['room:s3', ['s3']],
  ['transport:websocket', ['s1']],
  ['addr:10.0.0.4', ['s4']],
  ['addr:10.0.0.*', ['s0', 's1', 's2', 's3', 's4', 's5']],
  ['id:S3', ['s3']],
  ['eio:4 id:s0', ['s0']],
  ['rtt>=20ms', ['s1']],
  ['in>0', ['s2']],
  ['out>=7', ['s5']],
  ['rooms:1', ['s2']],
  ['pending>64k', ['s5']],
  ['idle>1s', ['s0', 's1', 's3', 's4', 's5']],
  ['/^s[01]$/ -s0', ['s1']],
])('filters by fields: %s', (filter, expected) => {
  const model = modelOf(5);
  connect(model, 5, '/admin', { packetsSent: 7, bytesSent: 0, bufferedBytes: 70_000 });
  model.join({ at: 0, namespace: '/', room: 'lobby', socketId: 's2' });
  model.join({ at: 0, namespace: '/', room: 's3', socketId: 's3' });
  model.upgradeSession('e1', 'websocket', 1);
  model.heartbeat('e1', 20);
  model.countPacket(packet({ socketId: 's2', at: 9000 }));
  nowMs = 10_000;
  expect(ids(open(model, { where: { filter }, limit: 10 }).take(0))).toEqual(expected);
});

it('fails on a filter that has a fault, and says at which character', () => {
  expect(() => open(modelOf(1), { where: { filter: 'ns:/ rtt>soon' } })).toThrow(expect.objectContaining({ code: 'BAD_FILTER' }));
  expect(() => open(modelOf(1), { where: { filter: 'ns:/ rtt>soon' } })).toThrow('character 6');
});

it('tells packets a second as the difference of two looks, and sorts by them', () => {
  const model = modelOf(3);
  const sort = { by: 'ratePerSecond', isDescending: true } as const;
  const cursor = open(model, { sort });
  expect(cursor.take(0)?.rows.map(({ ratePerSecond }) => ratePerSecond)).toEqual([null, null, null]);
  for (let count = 0; count < 30; count++) model.countPacket(packet({ socketId: 's1' }));
  nowMs = 2000;
  const window = cursor.take(2000);
  expect(window?.rows.map(({ socketId, ratePerSecond }) => [socketId, ratePerSecond])).toEqual([
    ['s1', 15],
    ['s0', 0],
    ['s2', 0],
  ]);
  // It decays by time alone, and is shared by all who look.
  nowMs = 3000;
  expect(cursor.take(3000)?.rows.find(({ socketId }) => socketId === 's1')?.ratePerSecond).toBe(0);
  expect(open(model, { where: { filter: 'rate>0' } }).take(0)?.matched).toBe(0);
  // After a pause it starts over.
  nowMs = 60_000;
  expect(open(model).take(0)?.rows[1]?.ratePerSecond).toBeNull();
});

it('tells what waits to be sent, and puts the most of it first', () => {
  const model = modelOf(2);
  connect(model, 2, '/', { packetsSent: 0, bytesSent: 0, bufferedBytes: 300_000 });
  const { rows } = open(model, { sort: { by: 'bufferedBytes', isDescending: true } }).take(0) ?? { rows: [] };
  expect(rows.map(({ socketId, bufferedBytes }) => [socketId, bufferedBytes])[0]).toEqual(['s2', 300_000]);
});

it('sorts by what was asked, equals in the order they connected', () => {
  const model = modelOf(4);
  model.countPacket(packet({ socketId: 's2' }));
  expect(ids(open(model, { sort: { by: 'packetsIn', isDescending: true } }).take(0))).toEqual(['s2', 's0', 's1']);
  expect(ids(open(model, { sort: { by: 'packetsIn', isDescending: false } }).take(0))).toEqual(['s0', 's1', 's3']);
  model.heartbeat('e3', 4);
  expect(ids(open(model, { sort: { by: 'rttMs', isDescending: true } }).take(0))?.[0]).toBe('s3');
});

it('tells nothing while nothing changes', () => {
  const cursor = open(modelOf(5));
  expect(cursor.take(0)).not.toBeNull();
  expect(cursor.take(1000)).toBeNull();
});

it('tells nothing when only rows out of view change', () => {
  const model = modelOf(5);
  const cursor = open(model);
  cursor.take(0);
  model.countPacket(packet({ socketId: 's4', at: 7 }));
  expect(cursor.take(1000)).toBeNull();
  model.countPacket(packet({ socketId: 's1', at: 8 }));
  expect(cursor.take(2000)?.rows[1]).toMatchObject({ packetsIn: 1, lastPacketAt: 8 });
});

it('recomputes at most five times a second', () => {
  const model = modelOf(1);
  const cursor = open(model);
  cursor.take(0);
  connect(model, 1);
  expect(cursor.take(199)).toBeNull();
  expect(cursor.take(200)?.total).toBe(2);
});

it('ranks a sorted list at most once a second, and catches up without another change', () => {
  const model = modelOf(3);
  const cursor = open(model, { sort: { by: 'packetsIn', isDescending: true } });
  expect(ids(cursor.take(0))).toEqual(['s0', 's1', 's2']);
  model.countPacket(packet({ socketId: 's2' }));
  expect(cursor.take(300)).toMatchObject({ rows: [{ socketId: 's0' }, { socketId: 's1' }, { socketId: 's2', packetsIn: 1 }] });
  expect(cursor.take(600)).toBeNull();
  expect(ids(cursor.take(1000))).toEqual(['s2', 's0', 's1']);
  expect(cursor.take(2000)).toBeNull();
});

it('follows sockets that come and go', () => {
  const model = modelOf(2);
  const cursor = open(model);
  cursor.take(0);
  model.disconnect(disconnection({ socketId: 's0' }));
  expect(ids(cursor.take(300))).toEqual(['s1']);
  model.clear();
  expect(cursor.take(600)).toEqual({ offset: 0, matched: 0, total: 0, rows: [] });
});

it('shows what the connection sent', () => {
  const model = modelOf(0);
  connect(model, 0, '/', { packetsSent: 12, bytesSent: 340, bufferedBytes: 0 });
  expect(open(model).take(0)?.rows).toMatchObject([{ packetsOut: 12, bytesOut: 340, transport: 'polling', protocol: 4, rooms: 0, rttMs: null }]);
});
