import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeHead, decodeMessage, encodeMessage } from '../../../../../src/core/adapters/carrier/codec.ts';

test('a message without binary is its head and its JSON, each after its length', () => {
  const expected = [Buffer.from([0, 0, 0, 3]), Buffer.from('hé'), Buffer.from([0, 0, 0, 7]), Buffer.from('{"a":1}')];
  expect(encodeMessage('hé', { a: 1 })).toEqual(Buffer.concat(expected));
});

test('binary values follow, each after its length', () => {
  const json = '{"a":{"_placeholder":true,"num":0},"b":[{"_placeholder":true,"num":1}]}';
  const expected = [Buffer.from([0, 0, 0, 0, 0, 0, 0, json.length]), Buffer.from(json), Buffer.from([0, 0, 0, 2, 1, 2, 0, 0, 0, 0])];
  expect(encodeMessage('', { a: Buffer.from([1, 2]), b: [new ArrayBuffer(0)] })).toEqual(Buffer.concat(expected));
});

test('what is read is what JSON and the binary values were', () => {
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.string(),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        tie('node'),
        { maxKeys: 4, noNullPrototype: true },
      ),
    ),
  })).node;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.record({ value }), (head, message) => {
      const bytes = encodeMessage(head, message);
      expect([decodeHead(bytes), decodeMessage(bytes)]).toEqual([head, message]);
    }),
  );
});

test('no bytes whatever make it throw anything but a ProtocolError', () => {
  const valid = encodeMessage('a head', { a: Buffer.from([1]), text: 'some' });
  const cut = fc.nat(valid.length).map((end) => valid.subarray(0, end));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), cut), (bytes) => {
      expect(typeof (decodeHead(bytes) ?? '')).toBe('string');
      try {
        decodeMessage(bytes);
      } catch (error) {
        expect(error).toMatchObject({ name: 'ProtocolError', code: 'BAD_CLUSTER_MESSAGE' });
      }
    }),
  );
});

test('a part longer than what is there is refused', () => {
  const cut = encodeMessage('', { a: Buffer.from([1, 2, 3]) }).subarray(0, -1);
  expect(() => decodeMessage(cut)).toThrow(expect.objectContaining({ code: 'BAD_CLUSTER_MESSAGE' }));
  expect(() => decodeMessage(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x7b]))).toThrow(expect.objectContaining({ code: 'BAD_CLUSTER_MESSAGE' }));
});

test('a head longer than what is there is none', () => {
  expect([Buffer.alloc(0), Buffer.from([0, 0, 0]), Buffer.from([0, 0, 0, 2, 0x61])].map(decodeHead)).toEqual([null, null, null]);
});
