import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutgoingPacket } from '../../../../../src/core/engine/sending/outgoing-packet.ts';
import { encodeFrames, FrameDecoder } from '../../../../../src/core/engine/transports/webtransport-frame.ts';
import { PatchbayError } from '../../../../../src/core/errors.ts';

const MAX = 100_000;

function decode(pieces: readonly Uint8Array[], maxBytes = MAX): (string | number[])[] {
  const payloads: (string | number[])[] = [];
  const decoder = new FrameDecoder(maxBytes, (payload, isBinary) => payloads.push(isBinary ? [...payload] : payload.toString()));
  for (const piece of pieces) decoder.add(piece);
  return payloads;
}

function piecesOf(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

test.each([
  ['a short text', 'hi', '03 34 68 69'],
  ['short bytes', new Uint8Array([1, 2, 3]), '83 01 02 03'],
])('writes %s with one byte before it', (_name, data, hex) => {
  expect(Buffer.from(encodeFrames([new OutgoingPacket('message', data)])).toString('hex')).toBe(hex.replaceAll(' ', ''));
});

test('writes a length from 126 on as u16, from 65536 on as u64', () => {
  const first = (length: number) =>
    Buffer.from(encodeFrames([new OutgoingPacket('message', new Uint8Array(length))]).subarray(0, 10)).toString('hex');
  expect(first(125)).toMatch(/^fd00/);
  expect(first(126)).toMatch(/^fe007e00/);
  expect(first(65_535)).toMatch(/^feffff00/);
  expect(first(65_536)).toBe('ff000000000001000000');
});

test('what is encoded is decoded to the same, whatever the pieces', () => {
  const data = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.constantFrom(125, 126, 127, 65_535, 65_536, 70_000).map((length) => new Uint8Array(length).fill(9)),
  );
  fc.assert(
    fc.property(fc.array(data, { minLength: 1, maxLength: 5 }), fc.constantFrom(1, 2, 3, 7, 1000, 1_000_000), (values, size) => {
      const bytes = encodeFrames(values.map((value) => new OutgoingPacket('message', value)));
      const expected = values.map((value) => (typeof value === 'string' ? `4${Buffer.from(value).toString()}` : [...value]));
      expect(decode(piecesOf(bytes, size))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['an empty frame', '00', 'INVALID_ENGINE_PACKET'],
  ['an empty frame of bytes', '80', 'INVALID_ENGINE_PACKET'],
  ['an empty frame with a long length', 'ff0000000000000000', 'INVALID_ENGINE_PACKET'],
  ['one byte too many', '7e000b', 'PAYLOAD_TOO_LARGE'],
  ['more than memory has', 'ffffffffffffffffff', 'PAYLOAD_TOO_LARGE'],
])('refuses %s as soon as its header is there', (_name, hex, code) => {
  const bytes = Buffer.from(hex, 'hex');
  expect(decode([bytes.subarray(0, -1)], 10)).toEqual([]);
  expect(() => decode([bytes], 10)).toThrow(expect.objectContaining({ code }));
});

test('reads a payload of the very last size that is allowed', () => {
  expect(decode([Buffer.from('0a34616161616161616161', 'hex')], 10)).toEqual(['4aaaaaaaaa']);
});

test('a payload that is announced and does not come costs no memory', () => {
  const before = process.memoryUsage().arrayBuffers;
  const decoders = Array.from({ length: 500 }, () => new FrameDecoder(10_000_000, () => {}));
  for (const decoder of decoders) decoder.add(Buffer.from('7f0000000000989680', 'hex'));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  expect(decoders).toHaveLength(500);
});

test('no bytes whatever crash it', () => {
  const piece = fc
    .array(fc.oneof(fc.constantFrom(0, 1, 3, 0x34, 0x7e, 0x7f, 0x80, 0x83, 0xfe, 0xff), fc.nat({ max: 255 })))
    .map((values) => Buffer.from(values));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      try {
        decode(pieces, 200);
      } catch (error) {
        expect(error).toBeInstanceOf(PatchbayError);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a message without bytes goes as text, since no frame is empty', () => {
  const frames = encodeFrames([new OutgoingPacket('message', new Uint8Array()), new OutgoingPacket('message', 'a')]);
  expect(decode([frames])).toEqual(['b', '4a']);
});
