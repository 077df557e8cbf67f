import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_ANSWERS, MAX_LOG_BYTES, MAX_LOG_PACKETS, MAX_PENDING_ACKS } from '../../../../src/main/console/limits.ts';
import { packetDetail, packetRow } from '../../../../src/main/console/traffic/packet-row.ts';
import { type LogEntry, TrafficLog } from '../../../../src/main/console/traffic/traffic-log.ts';
import { ack, broadcast, disconnection, packet } from '../records.ts';

function entryOf(log: TrafficLog, seq: number): LogEntry {
  const entry = log.get(seq);
  if (entry === undefined) throw new Error(`no entry ${seq}`);
  return entry;
}

it('keeps the newest packets up to its count, by ascending numbers without gaps', () => {
  const log = new TrafficLog();
  for (let index = 0; index < MAX_LOG_PACKETS + 5; index++) log.append(packet({ at: index }));
  expect([log.firstSeq, log.nextSeq, log.evicted]).toEqual([5, MAX_LOG_PACKETS + 5, 5]);
  expect(log.get(4)).toBeUndefined();
  expect(log.get(5)?.fact.at).toBe(5);
  expect(log.get(MAX_LOG_PACKETS + 4)?.fact.at).toBe(MAX_LOG_PACKETS + 4);
  expect(log.get(MAX_LOG_PACKETS + 5)).toBeUndefined();
});

it('keeps no more bytes than it may', () => {
  const log = new TrafficLog();
  const bytes = 1_000_000;
  for (let index = 0; index < 100; index++) log.append(packet({ bytes }));
  expect(log.bytes).toBeLessThanOrEqual(MAX_LOG_BYTES);
  expect(log.bytes).toBeGreaterThan(MAX_LOG_BYTES - 2 * bytes);
  expect(log.evicted).toBe(log.firstSeq);
});

it('accounts for nothing once everything has gone', () => {
  const log = new TrafficLog({ maxPackets: 2 });
  log.append(packet({ bytes: 10 }));
  const { bytes } = log;
  for (let index = 0; index < 10; index++) log.append(packet({ bytes: 10 }));
  expect(log.bytes).toBe(2 * bytes);
  log.clear();
  expect(log.bytes).toBe(0);
});

it('keeps each packet as it was told, long after the first were let go', () => {
  const log = new TrafficLog({ maxPackets: 3 });
  const told = Array.from({ length: 12 }, (_, index) =>
    packet({
      at: index,
      direction: index % 2 === 0 ? 'in' : 'out',
      namespace: `/${index}`,
      socketId: `s${index}`,
      engineId: `e${index}`,
      event: `event ${index}`,
      ackId: index,
      text: `2${index}["event ${index}"]`,
      attachments: [new Uint8Array([index])],
      bytes: index,
      recipients: index,
      rooms: [`r${index}`],
      except: [`x${index}`],
      ...(index % 4 === 3 && { isTextCut: true, attachmentBytes: [index] }),
    }),
  );
  const before = structuredClone(told);
  for (const each of told) log.append(each);
  expect([9, 10, 11].map((seq) => log.get(seq)?.fact)).toEqual(before.slice(9));
  expect(told).toEqual(before);
});

it('leaves what somebody holds as it was', () => {
  const log = new TrafficLog({ maxPackets: 2 });
  log.append(packet({ text: '2["first"]' }));
  const held = entryOf(log, 0).fact;
  for (let index = 0; index < 6; index++) log.append(packet({ text: `2["${index}"]` }));
  expect(held).toEqual(packet({ text: '2["first"]' }));
});

it('numbers on after it was cleared', () => {
  const log = new TrafficLog();
  log.append(packet());
  log.append(packet());
  log.clear();
  expect([log.firstSeq, log.nextSeq]).toEqual([2, 2]);
  log.append(packet({ at: 9 }));
  expect(log.get(2)?.fact.at).toBe(9);
});

it("pairs a client's answer with what it was asked", () => {
  const log = new TrafficLog();
  log.append(packet({ direction: 'out', ackId: 3, at: 100 }));
  expect(packetRow(log, entryOf(log, 0)).ack).toEqual({ state: 'pending' });
  expect(log.pendingAcks).toBe(1);
  expect(log.append(ack({ ackId: 3, at: 112 }))).toBe(12);
  expect(packetRow(log, entryOf(log, 0)).ack).toEqual({ state: 'acknowledged', latencyMs: 12 });
  expect(packetRow(log, entryOf(log, 1)).ackFor).toBe(0);
  expect(packetDetail(log, entryOf(log, 0)).answers).toEqual([{ seq: 1, socketId: 's1', latencyMs: 12 }]);
  expect(log.pendingAcks).toBe(0);
});

it("pairs the source's answer with what the client asked", () => {
  const log = new TrafficLog();
  log.append(packet({ ackId: 0, at: 5 }));
  log.append(packet({ ackId: 0, at: 6, socketId: 's2' }));
  log.append(ack({ ackId: 0, at: 8, direction: 'out', socketId: 's2' }));
  expect(packetRow(log, entryOf(log, 0)).ack).toEqual({ state: 'pending' });
  expect(packetRow(log, entryOf(log, 1)).ack).toEqual({ state: 'acknowledged', latencyMs: 2 });
});

it('shows the same whether somebody looked all the while, or looks in the end', () => {
  const step = fc.record({
    kind: fc.constantFrom('asked', 'answered', 'gone'),
    direction: fc.constantFrom('in' as const, 'out' as const),
    ackId: fc.nat({ max: 3 }),
    socketId: fc.constantFrom('s1', 's2'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [watched, unwatched] = [new TrafficLog(), new TrafficLog()];
      watched.watchAcks(() => {});
      for (const [at, { kind, direction, ackId, socketId }] of steps.entries()) {
        const of = { at, direction, ackId, socketId };
        for (const log of [watched, unwatched]) {
          if (kind === 'gone') log.appendClosed({ type: 'socket_disconnect', at, namespace: '/', socketId, reason: 'transport close' });
          else log.append(kind === 'asked' ? packet(of) : ack(of));
        }
      }
      expect(watched.pendingAcks).toBe(unwatched.pendingAcks);
      for (const seq of steps.keys()) expect(packetRow(unwatched, entryOf(unwatched, seq))).toEqual(packetRow(watched, entryOf(watched, seq)));
    }),
  );
});

it('does not pair an answer of another socket or another namespace', () => {
  const log = new TrafficLog();
  log.append(packet({ direction: 'out', ackId: 3 }));
  expect(log.append(ack({ ackId: 3, socketId: 's2' }))).toBeNull();
  expect(log.append(ack({ ackId: 3, namespace: '/admin' }))).toBeNull();
  expect(packetRow(log, entryOf(log, 1)).ackFor).toBeNull();
});

it('counts the answers to a broadcast', () => {
  const log = new TrafficLog();
  log.append(broadcast({ ackId: 1, at: 10 }));
  expect(packetRow(log, entryOf(log, 0)).ack).toEqual({ state: 'partial', received: 0, expected: 3 });
  for (const [index, socketId] of ['a', 'b'].entries()) log.append(ack({ ackId: 1, at: 11 + index, socketId }));
  expect(packetRow(log, entryOf(log, 0)).ack).toEqual({ state: 'partial', received: 2, expected: 3 });
  log.append(ack({ ackId: 1, socketId: 'c' }));
  expect(log.append(ack({ ackId: 1, socketId: 'd' }))).toBeNull();
  expect(packetDetail(log, entryOf(log, 0)).answers).toHaveLength(3);
});

it('remembers a bounded number of answers', () => {
  const log = new TrafficLog();
  log.append(broadcast({ ackId: 1, recipients: MAX_ANSWERS + 50 }));
  for (let index = 0; index < MAX_ANSWERS + 50; index++) log.append(ack({ ackId: 1, socketId: `s${index}` }));
  expect(packetDetail(log, entryOf(log, 0)).answers).toHaveLength(MAX_ANSWERS);
});

it('expects no answer of a socket that has left', () => {
  const log = new TrafficLog();
  log.append(packet({ direction: 'out', ackId: 3 }));
  log.append(packet({ direction: 'out', ackId: 4, socketId: 's2' }));
  log.appendClosed(disconnection());
  expect(log.pendingAcks).toBe(1);
  expect(log.append(ack({ ackId: 3 }))).toBeNull();
  expect(log.append(ack({ ackId: 4, socketId: 's2' }))).not.toBeNull();
});

it('lets the oldest request go when too many wait', () => {
  const log = new TrafficLog();
  for (let ackId = 0; ackId <= MAX_PENDING_ACKS; ackId++) log.append(packet({ direction: 'out', ackId }));
  expect(log.pendingAcks).toBe(MAX_PENDING_ACKS);
  expect(log.append(ack({ ackId: 0 }))).toBeNull();
  expect(log.append(ack({ ackId: 1 }))).not.toBeNull();
});

it('still measures an answer whose request the log has let go, and names no row for it', () => {
  const log = new TrafficLog({ maxPackets: 2 });
  log.append(packet({ direction: 'out', ackId: 3, at: 1 }));
  log.append(packet());
  log.append(packet());
  expect(log.append(ack({ ackId: 3, at: 5 }))).toBe(4);
  expect(packetRow(log, entryOf(log, 3)).ackFor).toBeNull();
});

it('tells its watchers which row was answered', () => {
  const log = new TrafficLog();
  const answered: number[] = [];
  const stop = log.watchAcks((seq) => answered.push(seq));
  log.append(packet());
  log.append(broadcast({ ackId: 1 }));
  log.append(ack({ ackId: 1 }));
  stop();
  log.append(ack({ ackId: 1, socketId: 's2' }));
  expect(answered).toEqual([1]);
});

it('shows why a socket closed as a row of its own', () => {
  const log = new TrafficLog();
  log.appendClosed(disconnection({ at: 7, reason: 'ping timeout' }));
  expect(packetRow(log, entryOf(log, 0))).toMatchObject({
    kind: 'closed',
    direction: null,
    preview: 'ping timeout',
    bytes: 0,
    socketId: 's1',
    at: 7,
  });
  expect(packetDetail(log, entryOf(log, 0))).toMatchObject({ text: '', binary: [] });
});

it('cuts the text and the attachments of a detail, and tells their true size', () => {
  const log = new TrafficLog();
  const text = `52-["file","${'x'.repeat(300_000)}"]`;
  log.append(packet({ text, packetType: 5, attachments: [new Uint8Array(10_000).fill(7), new Uint8Array([1, 2, 3]).subarray(1)] }));
  const detail = packetDetail(log, entryOf(log, 0));
  expect([detail.text.length, detail.isTruncated, detail.kind, detail.attachments]).toEqual([256 * 1024, true, 'event', 2]);
  expect(detail.binary).toEqual([
    { base64: Buffer.alloc(4096, 7).toString('base64'), bytes: 10_000 },
    { base64: 'AgM=', bytes: 2 },
  ]);
});

it('previews an attachment as its kind and size, and leaves text that looks like a placeholder alone', () => {
  const log = new TrafficLog();
  const text = '52-["file",{"_placeholder":true,"num":0},{"x":{"_placeholder":true,"num":1}},"{\\"_placeholder\\":true,\\"num\\":0}"]';
  log.append(packet({ text, attachments: [new Uint8Array(12), new Uint8Array(3277)] }));
  expect(packetRow(log, entryOf(log, 0)).preview).toBe('binary 12 B,{"x":binary 3.2 KB},"{\\"_placeholder\\":true,\\"num\\":0}"');
});
