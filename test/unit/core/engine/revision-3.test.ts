import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codecOf } from '../../../../src/core/engine/codec.ts';
import { ENGINE_PACKET, type EnginePacket, type EnginePacketType } from '../../../../src/core/engine/packet.ts';
import { OutgoingPacket } from '../../../../src/core/engine/sending/outgoing-packet.ts';
import { PatchbayError } from '../../../../src/core/errors.ts';
import { MAX_PAYLOAD_PACKETS } from '../../../../src/core/limits.ts';

const codec = codecOf(3, false);
const textCodec = codecOf(3, true);

function decode(payload: string | Buffer): EnginePacket[] {
  const packets: EnginePacket[] = [];
  if (typeof payload === 'string') codec.decodePayload(payload, (packet) => packets.push(packet));
  else codec.decodeBinaryPayload?.(payload, (packet) => packets.push(packet));
  return packets;
}

/** Comparable: bytes as an array, no data as an empty text. */
function plain({ type, data = '' }: EnginePacket): unknown {
  return { type, data: typeof data === 'string' ? data : [...data] };
}

const text = new OutgoingPacket('message', '2["echo","€"]');
const bytes = new OutgoingPacket('message', new Uint8Array([1, 2, 3]));

test('writes texts with their length in UTF-16 units', () => {
  expect(codec.encodePayload([new OutgoingPacket('pong'), text])).toBe('1:314:42["echo","€"]');
  expect(codec.encodePayload([new OutgoingPacket('message', '😀')])).toBe('3:4😀');
});

test('writes bytes as base64 for a peer that takes text only', () => {
  expect(textCodec.encodePayload([text, bytes])).toBe('14:42["echo","€"]6:b4AQID');
});

test('writes the whole payload as bytes as soon as one packet has some', () => {
  expect(codec.encodePayload([new OutgoingPacket('message', '€'), bytes])).toEqual(
    Buffer.from([0, 4, 0xff, 0x34, 0xe2, 0x82, 0xac, 1, 4, 0xff, 4, 1, 2, 3]),
  );
});

test('a length has a byte for each decimal digit', () => {
  const payload = codec.encodePayload([new OutgoingPacket('message', new Uint8Array(120))]);
  expect([...Buffer.from(payload).subarray(0, 6)]).toEqual([1, 1, 2, 1, 0xff, 4]);
});

test.each([
  '',
  ':',
  '1',
  '1:',
  'x:4',
  '-1:4',
  '+1:4',
  '1e0:4',
  ' 1:4',
  '2:4',
  '01',
  '12345678901:4',
  '1:x',
  '1:7',
  '2:b4x',
  '6:b5AQID',
  '7:b4AQ ID',
  '2:4a:',
])('refuses the payload %j', (payload) => {
  expect(() => decode(payload)).toThrow(expect.objectContaining({ code: 'INVALID_ENGINE_PACKET' }));
});

test.each([
  'ff',
  '02 01 ff 34',
  '00',
  '00 01',
  '00 ff',
  '00 0a ff 34',
  '00 02 ff 34',
  '00 01 ff 39',
  '01 01 ff',
  '01 00 ff',
  '01 01 ff 02',
  '01 01 ff 39',
  '00 00 00 00 00 00 00 00 00 00 00 01 ff 34',
])('refuses the bytes %s', (hex) => {
  expect(() => decode(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toThrow(expect.objectContaining({ code: 'INVALID_ENGINE_PACKET' }));
});

test('a length of 0 is no packet', () => {
  expect(decode('0:')).toEqual([]);
  expect(decode('0:1:2')).toEqual([{ type: 'ping' }]);
});

test('hands over the packets before a bad one', () => {
  const packets: EnginePacket[] = [];
  expect(() => codec.decodePayload('2:4a1:9', (packet) => packets.push(packet))).toThrow(PatchbayError);
  expect(packets).toEqual([{ type: 'message', data: 'a' }]);
});

test('refuses more packets than allowed, in text and in bytes', () => {
  const tooLarge = expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', limit: MAX_PAYLOAD_PACKETS });
  expect(() => decode('1:6'.repeat(MAX_PAYLOAD_PACKETS + 1))).toThrow(tooLarge);
  expect(() => decode('0:'.repeat(MAX_PAYLOAD_PACKETS + 1))).toThrow(tooLarge);
  expect(() => decode(Buffer.alloc((MAX_PAYLOAD_PACKETS + 1) * 4, Buffer.from([0, 1, 0xff, 0x36])))).toThrow(tooLarge);
});

test('what is encoded is decoded to the same packets, whatever the peer takes', () => {
  const type = fc.constantFrom(...(Object.keys(ENGINE_PACKET) as EnginePacketType[]));
  const wellFormed = fc.string({ unit: 'grapheme' }).filter((value) => !/\p{Surrogate}/u.test(value));
  const packet = fc.oneof(
    fc.record({ type, data: wellFormed }),
    fc.record({ type: fc.constant('message' as const), data: fc.uint8Array({ maxLength: 300 }) }),
  );
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: 8 }), fc.boolean(), (packets, isTextOnly) => {
      const outgoing = packets.map((each) => new OutgoingPacket(each.type, each.data));
      const payload = codecOf(3, isTextOnly).encodePayload(outgoing);
      expect(typeof payload === 'string').toBe(isTextOnly || packets.every(({ data }) => typeof data === 'string'));
      expect(decode(payload).map(plain)).toEqual(packets.map(plain));
    }),
  );
});

test('a WebSocket message is read as it was written, whatever the peer takes', () => {
  const data = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 70_000 }));
  fc.assert(
    fc.property(data, fc.constantFrom(3, 4), fc.boolean(), (value, revision, isTextOnly) => {
      const { binaryForm, decodeText, decodeBytes } = codecOf(revision, isTextOnly);
      const payload = new OutgoingPacket('message', value).payload(binaryForm);
      const packet = typeof payload === 'string' ? decodeText(payload) : decodeBytes(Buffer.from(payload));
      expect(plain(packet)).toEqual(plain({ type: 'message', data: value }));
    }),
    { numRuns: 200 },
  );
});

test('no text and no bytes whatever crash it', () => {
  const lengthy = fc
    .array(
      fc.oneof(
        fc.nat({ max: 12 }).map((n) => `${n}:`),
        fc.string({ maxLength: 12 }),
      ),
    )
    .map((parts) => parts.join(''));
  const framed = fc
    .array(fc.oneof(fc.constantFrom(0, 1, 4, 0x34, 0xff), fc.nat({ max: 255 })), { maxLength: 40 })
    .map((values) => Buffer.from(values));
  fc.assert(
    fc.property(
      fc.oneof(
        lengthy,
        framed,
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
      (payload) => {
        for (const read of [() => decode(payload), () => (typeof payload === 'string' ? codec.decodeText(payload) : codec.decodeBytes(payload))]) {
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(PatchbayError);
          }
        }
      },
    ),
    { numRuns: 3000 },
  );
});
