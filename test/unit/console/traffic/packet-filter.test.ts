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

function found(filter: string): readonly number[] {
  const { matches } = packetMatcher({ filter });
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
])('finds by %s', (filter, seqs) => {
  expect(found(filter)).toEqual(seqs);
});

it('says that a filter without restrictions lets everything pass, and one of acknowledgements that it is one', () => {
  expect(packetMatcher({})).toEqual({ matches: null, isOfAcks: false });
  expect(packetMatcher({ filter: '-ack:done' }).isOfAcks).toBe(true);
  expect(packetMatcher({ filter: 'latency>1s' }).isOfAcks).toBe(true);
});

it('refuses what has a fault', () => {
  expect(() => packetMatcher({ filter: 'kind:ping' })).toThrow(expect.objectContaining({ code: 'BAD_FILTER' }));
});
