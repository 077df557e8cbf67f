import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PacketTap } from '../../../../../src/core/admin/superset/packet-tap.ts';
import type { XPacketItem, XTapItem, XTapRequest } from '../../../../../src/core/admin/wire.ts';
import { MAX_TAP_ITEMS_PER_SECOND } from '../../../../../src/core/limits.ts';
import type { PacketRecord } from '../../../../../src/core/tap.ts';

const REQUEST: XTapRequest = { where: {}, sample: 1, maxPerSecond: 1000, maxBytesPerSecond: 1_000_000, credits: 1000 };

function tap(request: Partial<XTapRequest> = {}): PacketTap {
  return new PacketTap({ ...REQUEST, ...request });
}

function packet(fields: Partial<PacketRecord> = {}): PacketRecord {
  return {
    type: 'packet',
    at: 0,
    direction: 'in',
    namespace: '/',
    socketId: 'a',
    engineId: 'A',
    packetType: 2,
    event: 'hello',
    ackId: null,
    text: '2["hello"]',
    attachments: [],
    bytes: 11,
    recipients: 1,
    rooms: [],
    except: [],
    ...fields,
  };
}

function items(taken: PacketTap): readonly XTapItem[] {
  return taken.take('node')?.items ?? [];
}

test('an item is as small as what it tells', () => {
  const one = tap();
  one.offer(packet());
  one.offer(packet({ direction: 'out', socketId: null, recipients: 3, rooms: ['r'], except: ['e'], ackId: 4, event: null }));
  one.offer({ type: 'socket_disconnect', at: 1, namespace: '/', socketId: 'a', reason: 'transport close' });
  one.offer({ type: 'namespace_create', at: 1, namespace: '/x' });
  expect(one.take('node')).toEqual({
    nodeId: 'node',
    dropped: 0,
    items: [
      { type: 'packet', at: 0, direction: 'in', namespace: '/', packetType: 2, text: '2["hello"]', bytes: 11, socketId: 'a', event: 'hello' },
      {
        type: 'packet',
        at: 0,
        direction: 'out',
        namespace: '/',
        packetType: 2,
        text: '2["hello"]',
        bytes: 11,
        recipients: 3,
        rooms: ['r'],
        except: ['e'],
        ackId: 4,
      },
      { type: 'closed', at: 1, namespace: '/', socketId: 'a', reason: 'transport close' },
    ],
  });
  expect(one.take('node')).toBeNull();
});

describe('what is wanted', () => {
  const others = [
    packet({ namespace: '/other' }),
    packet({ socketId: 'b' }),
    packet({ direction: 'out' }),
    packet({ event: 'bye', text: '2["bye"]' }),
    packet({ packetType: 0, event: null, text: '0{"auth":"hello"}' }),
  ];
  test.each([
    [{ namespace: '/other' }, 1],
    [{ socketId: 'b' }, 1],
    [{ direction: 'out' as const }, 1],
    [{ text: 'BYE' }, 1],
    [{ text: 'hello' }, 3],
    [{}, 5],
  ])('%j: %i', (where, count) => {
    const one = tap({ where });
    for (const record of others) one.offer(record);
    expect(items(one)).toHaveLength(count);
  });
});

test('a rate is that of a second', () => {
  const one = tap({ maxPerSecond: 2, maxBytesPerSecond: 30 });
  for (const at of [0, 1, 2, 1000, 1001]) one.offer(packet({ at }));
  expect(one.take('node')).toMatchObject({ items: [{ at: 0 }, { at: 1 }, { at: 1000 }, { at: 1001 }], dropped: 1 });
  const heavy = tap({ maxBytesPerSecond: 30 });
  for (let n = 0; n < 5; n++) heavy.offer(packet());
  expect(heavy.take('node')).toMatchObject({ dropped: 2 });
});

test('a rate has an end, whatever is asked for', () => {
  const one = tap({ credits: 100_000, maxPerSecond: 1_000_000 });
  let told = 0;
  for (let at = 0; at < 1000; at++) {
    for (let n = 0; n < 30; n++) one.offer(packet({ at, bytes: 1 }));
    told += items(one).length;
  }
  expect(told).toBe(MAX_TAP_ITEMS_PER_SECOND);
});

test('a long text, and many large attachments, are cut', () => {
  const one = tap();
  const attachments = Array.from({ length: 12 }, (_, index) => new Uint8Array(5000).fill(index));
  one.offer(packet({ text: `2["${'x'.repeat(100_000)}"]`, attachments, bytes: 160_000 }));
  const [item] = items(one) as readonly XPacketItem[];
  expect(item?.text).toHaveLength(16_384);
  expect(item?.attachmentBytes).toEqual(Array.from({ length: 10 }, () => 5000));
  expect(item?.attachments?.map(({ byteLength }) => byteLength)).toEqual(Array.from({ length: 10 }, () => 4096));
  // A part would keep the whole.
  expect(item?.attachments?.every(({ buffer }) => attachments.every((attachment) => attachment.buffer !== buffer))).toBe(true);
  expect(item?.bytes).toBe(160_000);
});

test('what is held has an end, though nobody takes it', () => {
  const one = tap({ credits: 100_000, maxPerSecond: 1_000_000, maxBytesPerSecond: 100_000_000 });
  for (let n = 0; n < 50_000; n++) one.offer(packet());
  const batch = one.take('node');
  expect(batch?.items.length).toBeLessThan(15_000);
  expect((batch?.items.length ?? 0) + (batch?.dropped ?? 0)).toBe(50_000);
});

test('of a socket all packets are sampled or none, of broadcasts the share', () => {
  const one = tap({ sample: 0.25, credits: 100_000, maxPerSecond: 100_000 });
  for (let id = 0; id < 400; id++) for (let n = 0; n < 3; n++) one.offer(packet({ socketId: `socket-${id}` }));
  const counts = new Map<string, number>();
  for (const item of items(one)) counts.set(String(item.socketId), (counts.get(String(item.socketId)) ?? 0) + 1);
  expect(new Set(counts.values())).toEqual(new Set([3]));
  expect(counts.size).toBeGreaterThan(60);
  expect(counts.size).toBeLessThan(140);
  for (let n = 0; n < 400; n++) one.offer(packet({ socketId: null }));
  expect(items(one)).toHaveLength(100);
});

test('every wanted record is an item or is counted as dropped, and credit is never overdrawn', () => {
  const steps = fc.array(fc.oneof(fc.constant('offer' as const), fc.constant('take' as const), fc.nat({ max: 5 })), { maxLength: 60 });
  fc.assert(
    fc.property(fc.nat({ max: 10 }), fc.integer({ min: 1, max: 8 }), steps, (credits, maxPerSecond, script) => {
      const one = tap({ credits, maxPerSecond });
      let [granted, offered, told, dropped, at] = [credits, 0, 0, 0, 0];
      const take = (): void => {
        const batch = one.take('node');
        told += batch?.items.length ?? 0;
        dropped += batch?.dropped ?? 0;
      };
      for (const step of script) {
        if (step === 'offer') {
          at += 100;
          one.offer(packet({ at }));
          offered++;
        } else if (step === 'take') take();
        else {
          one.grant(step);
          granted += step;
        }
      }
      take();
      expect(told + dropped).toBe(offered);
      expect(told).toBeLessThanOrEqual(granted);
      expect(one.spend(1_000_000)).toBe(granted - told);
    }),
  );
});
