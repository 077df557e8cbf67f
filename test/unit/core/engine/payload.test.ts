import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENGINE_PACKET, type EnginePacket, type EnginePacketType } from '../../../../src/core/engine/packet.ts';
import { decodePayload, encodePayload } from '../../../../src/core/engine/payload.ts';
import { OutgoingPacket } from '../../../../src/core/engine/sending/outgoing-packet.ts';
import { PatchbayError } from '../../../../src/core/errors.ts';
import { MAX_PAYLOAD_PACKETS } from '../../../../src/core/limits.ts';

function decode(payload: string): EnginePacket[] {
  const packets: EnginePacket[] = [];
  decodePayload(payload, (packet) => packets.push(packet));
  return packets;
}

test('writes text packets with their digit and bytes as b and base64', () => {
  const packets = [new OutgoingPacket('message', 'hi €'), new OutgoingPacket('message', new Uint8Array([1, 2, 3])), new OutgoingPacket('ping')];
  expect(encodePayload(packets)).toBe('4hi €\x1ebAQID\x1e2');
});

test('hands over the packets before a bad one', () => {
  const packets: EnginePacket[] = [];
  expect(() => decodePayload('4a\x1e9', (packet) => packets.push(packet))).toThrow(PatchbayError);
  expect(packets).toEqual([{ type: 'message', data: 'a' }]);
});

test.each(['', 'x', '7', 'b===', 'bAQ I', '4a\x1e'])('refuses %j', (payload) => {
  expect(() => decode(payload)).toThrow(expect.objectContaining({ code: 'INVALID_ENGINE_PACKET' }));
});

test('refuses more packets than allowed', () => {
  const payload = `${'4\x1e'.repeat(MAX_PAYLOAD_PACKETS)}4`;
  expect(() => decode(payload)).toThrow(expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', limit: MAX_PAYLOAD_PACKETS }));
});

test('what is encoded is decoded to the same packets', () => {
  const type = fc.constantFrom(...(Object.keys(ENGINE_PACKET) as EnginePacketType[]));
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\x1e') && !/[\ud800-\udfff]/u.test(value));
  const packet = fc.oneof(
    fc.record({ type, data: text }),
    fc.record({ type: fc.constant('message' as const), data: fc.uint8Array({ maxLength: 30 }) }),
  );
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: 8 }), (packets) => {
      const decoded = decode(encodePayload(packets.map(({ type: kind, data }) => new OutgoingPacket(kind, data))));
      expect(decoded.map(({ type: kind, data }) => ({ type: kind, data: typeof data === 'object' ? [...data] : (data ?? '') }))).toEqual(
        packets.map(({ type: kind, data }) => ({ type: kind, data: typeof data === 'object' ? [...data] : data })),
      );
    }),
  );
});

test('no text whatever crashes it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), (payload) => {
      try {
        decode(payload);
      } catch (error) {
        expect(error).toBeInstanceOf(PatchbayError);
      }
    }),
    { numRuns: 1000 },
  );
});
