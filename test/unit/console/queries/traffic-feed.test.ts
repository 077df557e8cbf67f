import { beforeEach, expect, it } from 'vitest';
import type { PacketFilter } from '../../../../src/contract/calls.ts';
import { MAX_ACK_PATCHES, MAX_TRAFFIC_ROWS } from '../../../../src/main/console/limits.ts';
import { trafficFeed } from '../../../../src/main/console/queries/traffic-feed.ts';
import { TrafficLog } from '../../../../src/main/console/traffic/traffic-log.ts';
import { ack, packet } from '../records.ts';

let traffic: TrafficLog;
let nowMs: number;

beforeEach(() => {
  traffic = new TrafficLog({ maxPackets: 2000 });
  nowMs = 0;
});

/** Time passes enough for anything that is throttled. */
function open(where: PacketFilter = {}) {
  const cursor = trafficFeed({ traffic }, { sourceId: 'a', where });
  return {
    take: () => {
      nowMs += 5000;
      return cursor.take(nowMs);
    },
    takeAt: (at: number) => cursor.take(at),
    close: () => cursor.close(),
  };
}

function append(count: number, event = 'hello'): void {
  for (let index = 0; index < count; index++) traffic.append(packet({ event, text: `2["${event}"]` }));
}

const seqs = (batch: { readonly rows: readonly { readonly seq: number }[] } | null) => batch?.rows.map(({ seq }) => seq);

it('starts with the newest rows and counts the others', () => {
  append(MAX_TRAFFIC_ROWS + 20);
  const batch = open().take();
  expect(seqs(batch)?.at(0)).toBe(20);
  expect(seqs(batch)?.at(-1)).toBe(MAX_TRAFFIC_ROWS + 19);
  expect(batch).toMatchObject({ skipped: 20, firstSeq: 0, nextSeq: MAX_TRAFFIC_ROWS + 20, evicted: 0, acks: [] });
});

it('follows with what is new, oldest first', () => {
  const cursor = open();
  append(2);
  expect(seqs(cursor.take())).toEqual([0, 1]);
  append(3);
  expect(seqs(cursor.take())).toEqual([2, 3, 4]);
  expect(cursor.take()).toBeNull();
});

it('skips what a slow page could not take, and says how many that match', () => {
  const cursor = open({ filter: 'ev:chat' });
  cursor.take();
  for (let index = 0; index < 600; index++) append(1, index % 2 === 0 ? 'chat' : 'other');
  expect(cursor.take()).toMatchObject({ skipped: 0, rows: { length: 300 } });
  append(700, 'chat');
  expect(cursor.take()).toMatchObject({ skipped: 200, rows: { length: 500 } });
});

it('counts what the log let go unseen as skipped', () => {
  const cursor = open();
  append(2500);
  expect(cursor.take()).toMatchObject({ skipped: 2000, evicted: 500, firstSeq: 500 });
  append(2100);
  expect(cursor.take()).toMatchObject({ skipped: 1600 });
});

it('tells what became of rows sent earlier', () => {
  const cursor = open();
  traffic.append(packet({ direction: 'out', ackId: 1, at: 10 }));
  cursor.take();
  traffic.append(ack({ ackId: 1, at: 14 }));
  expect(cursor.take()).toMatchObject({ acks: [{ seq: 0, ack: { state: 'acknowledged', latencyMs: 4 } }], rows: [{ seq: 1, ackFor: 0 }] });
  expect(cursor.take()).toBeNull();
});

it('sends a row with the state it has by then, and no patch for it', () => {
  const cursor = open();
  traffic.append(packet({ direction: 'out', ackId: 1 }));
  traffic.append(ack({ ackId: 1 }));
  expect(cursor.take()).toMatchObject({ acks: [], rows: [{ ack: { state: 'acknowledged' } }, {}] });
});

it('tells nothing of rows that its filter hides', () => {
  const cursor = open({ filter: 'dir:in ok' });
  traffic.append(packet({ direction: 'out', ackId: 1 }));
  cursor.take();
  traffic.append(ack({ ackId: 1 }));
  expect(cursor.take()).toMatchObject({ acks: [], rows: [{ seq: 1 }] });
});

it('remembers a bounded number of patches', () => {
  traffic = new TrafficLog();
  const cursor = open();
  for (let ackId = 0; ackId < MAX_ACK_PATCHES + 10; ackId++) traffic.append(packet({ direction: 'out', ackId }));
  cursor.take();
  for (let ackId = 0; ackId < MAX_ACK_PATCHES + 10; ackId++) traffic.append(ack({ ackId }));
  const batch = cursor.take();
  expect(batch?.acks).toHaveLength(MAX_ACK_PATCHES);
  expect(batch?.acks[0]?.seq).toBe(10);
});

it('tells of what matches only since it was acknowledged, and of the next state of what matched before', () => {
  const done = open({ filter: 'ack:done' });
  const pending = open({ filter: 'ack:pending' });
  traffic.append(packet({ direction: 'out', ackId: 1 }));
  append(1);
  expect(done.take()).toMatchObject({ rows: [] });
  expect(pending.take()).toMatchObject({ rows: [{ seq: 0 }] });
  traffic.append(ack({ ackId: 1 }));
  expect(done.take()).toMatchObject({ rows: [], late: [{ seq: 0, ack: { state: 'acknowledged' } }] });
  const batch = pending.take();
  expect(batch).toMatchObject({ acks: [{ seq: 0, ack: { state: 'acknowledged' } }] });
  expect(batch?.late).toBeUndefined();
});

it('tells gauges alone once a second at most', () => {
  const cursor = open({ filter: 'nothing' });
  expect(cursor.takeAt(0)).toMatchObject({ rows: [] });
  append(1);
  expect(cursor.takeAt(900)).toBeNull();
  expect(cursor.takeAt(1000)).toMatchObject({ rows: [], nextSeq: 1 });
});

it('tells at once that the log was cleared', () => {
  append(2);
  const cursor = open();
  cursor.takeAt(0);
  traffic.clear();
  expect(cursor.takeAt(100)).toMatchObject({ rows: [], firstSeq: 2, nextSeq: 2, skipped: 0 });
});

it('no longer listens once it is closed', () => {
  const cursor = open();
  traffic.append(packet({ direction: 'out', ackId: 1 }));
  cursor.take();
  cursor.close();
  traffic.append(ack({ ackId: 1 }));
  expect(cursor.take()?.acks).toEqual([]);
});

it('tells what the log has let go where its rows begin, unless the filter is of another time', () => {
  for (let at = 0; at < 2500; at++) traffic.append(packet({ at, event: at === 2400 ? 'late' : 'hello' }));
  expect(open().take()).not.toHaveProperty('loss');
  const loss = { count: 500, from: 0, until: 499, cause: 'buffer' };
  expect(open({ filter: 'ev:late' }).take()).toMatchObject({ rows: { length: 1 }, loss, fill: 1 });
  expect(open({ filter: 'ev:late after:1970-01-01T00:00:01Z' }).take()).not.toHaveProperty('loss');
});

it('tells all bookmarks whenever they change, and the rows that match since then', () => {
  append(3);
  const cursor = open({ filter: 'is:bookmarked' });
  expect(cursor.take()).toMatchObject({ rows: [] });
  const bookmark = { seq: 1, at: 0, kind: 'event', event: 'hello', note: '' } as const;
  traffic.bookmarks.set(bookmark);
  expect(cursor.take()).toMatchObject({ bookmarks: [bookmark], late: [{ seq: 1 }] });
  expect(cursor.take()).toBeNull();
  traffic.clear();
  expect(cursor.take()).toMatchObject({ bookmarks: [] });
});

it('logs heartbeats while somebody wants them, and shows them to nobody else', () => {
  const heartbeat = { type: 'heartbeat', at: 0, engineId: 'e1', rttMs: null } as const;
  const [wanting, other] = [open({ heartbeats: true }), open()];
  traffic.appendHeartbeat(heartbeat);
  append(1);
  expect(wanting.take()).toMatchObject({ rows: [{ kind: 'heartbeat', direction: 'out' }, { kind: 'event' }], skipped: 0 });
  expect(other.take()).toMatchObject({ rows: [{ kind: 'event' }], skipped: 0 });
  wanting.close();
  traffic.appendHeartbeat(heartbeat);
  expect(traffic.nextSeq).toBe(2);
});
