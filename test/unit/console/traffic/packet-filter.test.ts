import { expect, it } from 'vitest';
import { PACKET } from '../../../../src/core/protocol/packet.ts';
import { packetMatcher } from '../../../../src/main/console/traffic/packet-filter.ts';
import { TrafficLog } from '../../../../src/main/console/traffic/traffic-log.ts';
import { disconnection, packet } from '../records.ts';

const log = new TrafficLog();
log.append(packet({ event: 'Chat', text: '2["Chat","good morning"]' }));
log.append(packet({ direction: 'out', socketId: 's2', text: '2["hello","a.b"]' }));
log.append(packet({ namespace: '/admin' }));
log.appendClosed(disconnection({ reason: 'ping timeout' }));

const asked = { packetType: PACKET.EVENT, text: '2["ask"]', event: 'ask', direction: 'out' } as const;
log.append(packet({ ...asked, socketId: 's3', ackId: 1, at: 100, bytes: 2048 }));
log.append(packet({ packetType: PACKET.ACK, event: null, text: '31["yes"]', socketId: 's3', ackId: 1, at: 130 }));
log.append(packet({ ...asked, socketId: 's3', ackId: 2 }));
log.append(packet({ ...asked, socketId: null, recipients: 2, rooms: ['a', 'b c'], ackId: 3, at: 200 }));
log.append(packet({ packetType: PACKET.ACK, event: null, text: '33[]', socketId: 's4', ackId: 3, at: 210 }));
log.bookmarks.set({ seq: 2, at: 0, kind: 'event', event: 'hello', note: '' });

function found(filter: string): readonly number[] {
  const { matches } = packetMatcher({ filter }, log.bookmarks);
  return Array.from({ length: log.nextSeq }, (_, seq) => seq).filter((seq) => {
    const entry = log.get(seq);
    return entry !== undefined && (matches === null || matches(entry));
  });
}

it.each([
  ['', [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  ['chat', [0]],
  ['MORNING', [0]],
  ['a.b', [1]],
  ['o.m', []],
  ['ping', [3]],
  ['/^ping t/', [3]],
  ['dir:out', [1, 4, 6, 7]],
  ['-dir:in', [1, 3, 4, 6, 7]],
  ['ns:/admin', [2]],
  ['id:S2', [1]],
  ['id:s1 dir:in hello', [2]],
  ['ev:Chat', [0]],
  ['ev:chat', []],
  ['ev:Ch*', [0]],
  ['ev:*sk -ack:pending', [4, 7]],
  ['room:a', [7]],
  ['room:"b c"', [7]],
  ['room:b*', [7]],
  ['kind:closed,ack', [3, 5, 8]],
  ['size>=2k', [4]],
  ['ack:done', [4]],
  ['ack:pending', [6]],
  ['ack:partial', [7]],
  ['ack:none', [0, 1, 2]],
  ['latency:30', [4]],
  ['latency<1s', [4]],
  ['is:broadcast', [7]],
  ['is:binary', []],
  ['is:bookmarked', [2]],
  ['after:1970-01-01T00:00:00.130Z', [5, 7, 8]],
  ['after:1970-01-01T00:00:00.100Z before:1970-01-01T00:00:00.200Z', [4, 5]],
])('finds by %s', (filter, seqs) => {
  expect(found(filter)).toEqual(seqs);
});

it('says that a filter without restrictions lets everything pass, and one of acknowledgements that it is one', () => {
  expect(packetMatcher({}, log.bookmarks)).toMatchObject({ matches: null, isOfAcks: false, isOfBookmarks: false });
  expect(packetMatcher({ filter: '-ack:done' }, log.bookmarks).isOfAcks).toBe(true);
  expect(packetMatcher({ filter: 'latency>1s' }, log.bookmarks).isOfAcks).toBe(true);
});

it('refuses what has a fault', () => {
  expect(() => packetMatcher({ filter: 'kind:ping' }, log.bookmarks)).toThrow(expect.objectContaining({ code: 'BAD_FILTER' }));
});

it('shows missing packets wherever their time is, whatever else is looked for', () => {
  const gaps = new TrafficLog();
  gaps.appendDropped({ count: 9, from: 1000, until: 2000, cause: 'server' });
  const passes = (filter: string) => packetMatcher({ filter }, gaps.bookmarks).passes(gaps.get(0) ?? expect.fail());
  expect(passes('ev:chat dir:in')).toBe(true);
  expect(passes('after:1970-01-01T00:00:01.500Z')).toBe(true);
  expect(passes('after:1970-01-01T00:00:03Z')).toBe(false);
  expect(passes('before:1970-01-01T00:00:01Z')).toBe(false);
  expect(passes('kind:event')).toBe(false);
});

it('shows heartbeats to whoever asks for them', () => {
  const beats = new TrafficLog();
  const heartbeat = { type: 'heartbeat', at: 0, engineId: 'e1', rttMs: 4 } as const;
  beats.appendHeartbeat(heartbeat);
  expect(beats.nextSeq).toBe(0);
  const stop = beats.watchHeartbeats();
  beats.appendHeartbeat(heartbeat);
  stop();
  beats.appendHeartbeat(heartbeat);
  expect(beats.nextSeq).toBe(1);
  const entry = beats.get(0) ?? expect.fail();
  expect(packetMatcher({}, beats.bookmarks).passes(entry)).toBe(false);
  expect(packetMatcher({ heartbeats: true }, beats.bookmarks).passes(entry)).toBe(true);
  expect(packetMatcher({ heartbeats: true, filter: 'kind:heartbeat dir:in' }, beats.bookmarks).passes(entry)).toBe(true);
});
