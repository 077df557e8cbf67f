import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutgoingPacket } from '../../../../../src/core/engine/sending/outgoing-packet.ts';
import { WriteQueue } from '../../../../../src/core/engine/sending/write-queue.ts';

test('two sessions that were handed the same packets share the joined bytes', () => {
  const empty = WriteQueue.empty();
  const [a, b] = [new OutgoingPacket('message', 'a'), new OutgoingPacket('message', 'b')];
  const first = empty.with(a).with(b);
  const second = empty.with(a).with(b);
  expect(second).toBe(first);
  expect(second.frames('raw')).toBe(first.frames('raw'));
});

test('sessions that were handed different packets keep their own', () => {
  const empty = WriteQueue.empty();
  const common = new OutgoingPacket('message', 'common');
  const first = empty.with(common).with(new OutgoingPacket('message', 'first'));
  const second = empty.with(common).with(new OutgoingPacket('message', 'second'));
  expect(first.packets().map((packet) => packet.data)).toEqual(['common', 'first']);
  expect(second.packets().map((packet) => packet.data)).toEqual(['common', 'second']);
});

test('an empty queue forgets its children, so that a packet handed over again starts anew', () => {
  const empty = WriteQueue.empty();
  const packet = new OutgoingPacket('ping');
  const before = empty.with(packet);
  empty.forget();
  expect(empty.with(packet)).not.toBe(before);
});

test('a packet that was handed over twice leaves twice', () => {
  const packet = new OutgoingPacket('pong');
  expect(WriteQueue.empty().with(packet).with(packet).frames('raw')).toEqual(Buffer.from([0x81, 1, 0x33, 0x81, 1, 0x33]));
});

test('texts are joined once for all forms, bytes once for each', () => {
  const bytes = new OutgoingPacket('message', new Uint8Array([1, 2]));
  const texts = WriteQueue.empty().with(new OutgoingPacket('message', 'a'));
  expect(texts.frames('typed')).toBe(texts.frames('raw'));
  const [first, second] = [texts.with(bytes), WriteQueue.empty().with(bytes)];
  expect(first.frames('typed')).toBe(first.frames('typed'));
  expect(second.frames('raw')).toEqual(Buffer.from([0x82, 2, 1, 2]));
  expect(second.frames('typed')).toEqual(Buffer.from([0x82, 3, 4, 1, 2]));
  expect(second.frames('base64')).toEqual(Buffer.from('\x81\x05bAQI=', 'latin1'));
  expect(second.frames('typed base64')).toEqual(Buffer.from('\x81\x06b4AQI=', 'latin1'));
});

test('joined frames are those of RFC 6455, in order, whatever the sizes', () => {
  const data = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.integer({ min: 120, max: 70_000 }).map((length) => 'x'.repeat(length)),
    fc.uint8Array({ maxLength: 300 }),
    fc.integer({ min: 65_000, max: 70_000 }).map((length) => new Uint8Array(length).fill(7)),
  );
  fc.assert(
    fc.property(fc.array(data, { minLength: 1, maxLength: 6 }), (values) => {
      let queue = WriteQueue.empty();
      for (const value of values) queue = queue.with(new OutgoingPacket('message', value));
      const frames = queue.frames('raw');
      const messages = readFrames(Buffer.isBuffer(frames) ? frames : Buffer.concat(frames));
      const expected = values.map((value) => (typeof value === 'string' ? Buffer.from(`4${value}`) : Buffer.from(value)));
      expect(messages.map((message) => message.payload.equals(expected.shift() ?? Buffer.alloc(0)))).toEqual(values.map(() => true));
      expect(messages.map((message) => message.isBinary)).toEqual(values.map((value) => typeof value !== 'string'));
      expect(queue.byteLength).toBe(messages.reduce((sum, message) => sum + message.payload.length, 0));
    }),
    { numRuns: 200 },
  );
});

test('a large frame is not copied to be joined with what is before and behind it', () => {
  const [head, large, end] = [
    new OutgoingPacket('message', 'head'),
    new OutgoingPacket('message', new Uint8Array(100_000)),
    new OutgoingPacket('ping'),
  ];
  const alone = WriteQueue.empty().with(large).frames('raw');
  const frames = WriteQueue.empty().with(head).with(head).with(large).with(end).frames('raw');
  const sizes = Buffer.isBuffer(frames) ? [] : frames.map(({ length }) => length);
  expect(sizes).toEqual([14, 100_010, 3]);
  expect(Buffer.isBuffer(frames) ? null : frames[1]?.buffer).toBe(Buffer.isBuffer(alone) ? alone.buffer : undefined);
});

/** Reads unmasked, unfragmented frames. */
function readFrames(bytes: Buffer): { isBinary: boolean; payload: Buffer }[] {
  const messages: { isBinary: boolean; payload: Buffer }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes.readUInt8(at);
    let length = bytes.readUInt8(at + 1);
    let header = 2;
    if (length === 126) {
      length = bytes.readUInt16BE(at + 2);
      header = 4;
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at + 2));
      header = 10;
    }
    messages.push({ isBinary: first === 0x82, payload: bytes.subarray(at + header, at + header + length) });
    at += header + length;
  }
  return messages;
}
