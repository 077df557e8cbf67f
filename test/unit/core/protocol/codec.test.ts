import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LimitError, ProtocolError } from '../../../../src/core/errors.ts';
import { MAX_ACK_ID_DIGITS, MAX_ATTACHMENTS, MAX_NAMESPACE_LENGTH, MAX_NAMESPACE_QUERY_LENGTH } from '../../../../src/core/limits.ts';
import { Decoder } from '../../../../src/core/protocol/decode.ts';
import { encode } from '../../../../src/core/protocol/encode.ts';
import { PACKET, type Packet } from '../../../../src/core/protocol/packet.ts';

function decode(...messages: (string | Uint8Array)[]) {
  const decoder = new Decoder();
  let packet = null;
  for (const message of messages) packet = decoder.add(message);
  return packet;
}

describe('encode', () => {
  test.each<[string, Packet, string]>([
    ['CONNECT', { type: PACKET.CONNECT, nsp: '/', data: { sid: 'x' } }, '0{"sid":"x"}'],
    ['CONNECT of a namespace without data', { type: PACKET.CONNECT, nsp: '/a' }, '0/a,'],
    ['DISCONNECT', { type: PACKET.DISCONNECT, nsp: '/' }, '1'],
    ['EVENT', { type: PACKET.EVENT, nsp: '/', data: ['a', 1] }, '2["a",1]'],
    ['EVENT with an id of a namespace', { type: PACKET.EVENT, nsp: '/a', id: 12, data: ['a'] }, '2/a,12["a"]'],
    ['ACK', { type: PACKET.ACK, nsp: '/', id: 0, data: [] }, '30[]'],
  ])('writes %s', (_name, packet, text) => {
    expect(encode(packet)).toEqual({ head: text, attachments: [] });
  });

  test('takes binary values of any kind out, and leaves the data as it was', () => {
    const data = ['a', { deep: [new Uint8Array([1]).buffer, new DataView(new Uint8Array([2, 3]).buffer)] }];
    const { head, attachments } = encode({ type: PACKET.EVENT, nsp: '/', data });
    expect(head).toBe('52-["a",{"deep":[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]}]');
    expect(attachments.map((bytes) => [...bytes])).toEqual([[1], [2, 3]]);
    expect((data[1] as { deep: unknown[] }).deep[0]).toBeInstanceOf(ArrayBuffer);
  });

  test('looks for binary values in what toJSON returns', () => {
    const value = { toJSON: () => ({ bytes: new Uint8Array([7]) }) };
    expect(encode({ type: PACKET.EVENT, nsp: '/', data: ['a', value] }).head).toBe('51-["a",{"bytes":{"_placeholder":true,"num":0}}]');
  });

  test('writes dates and absent values as JSON does', () => {
    expect(encode({ type: PACKET.EVENT, nsp: '/', data: ['a', new Date(0), undefined] }).head).toBe('2["a","1970-01-01T00:00:00.000Z",null]');
  });
});

describe('decode', () => {
  test('reads a namespace, an id and the data', () => {
    expect(decode('2/admin,456["project:delete",123]')).toMatchObject({
      type: PACKET.EVENT,
      nsp: '/admin',
      id: 456,
      data: ['project:delete', 123],
    });
  });

  test('gives a binary event back as an event with its attachments', () => {
    const bytes = new Uint8Array([1, 2]);
    expect(decode('51-["a",{"x":[{"_placeholder":true,"num":0}]}]', bytes)).toMatchObject({
      type: PACKET.EVENT,
      data: ['a', { x: [bytes] }],
      attachments: [bytes],
    });
  });

  test('reaches its limits', () => {
    const many = MAX_ATTACHMENTS + 1;
    expect(() => decode(`5${many}-["a"]`)).toThrow(LimitError);
    expect(() => decode(`5${many}-["a"]`)).toThrow(expect.objectContaining({ code: 'TOO_MANY_ATTACHMENTS', limit: MAX_ATTACHMENTS, actual: many }));
    expect(() => decode(`2${'1'.repeat(MAX_ACK_ID_DIGITS + 1)}["a"]`)).toThrow(ProtocolError);
    expect(decode(`2${'1'.repeat(MAX_ACK_ID_DIGITS)}["a"]`)).toMatchObject({ id: Number('1'.repeat(MAX_ACK_ID_DIGITS)) });
    expect(() => decode(`0/${'n'.repeat(MAX_NAMESPACE_LENGTH)},`)).toThrow(ProtocolError);
    expect(decode(`0/${'n'.repeat(MAX_NAMESPACE_LENGTH - 1)},`)).not.toBeNull();
  });

  test('refuses an index that is not one of an attachment', () => {
    for (const num of ['-1', '1', '0.5', '"length"', '"__proto__"', 'null']) {
      expect(() => decode(`51-["a",{"_placeholder":true,"num":${num}}]`, new Uint8Array(1))).toThrow(ProtocolError);
    }
  });

  test('does not let a key named __proto__ change a prototype', () => {
    const packet = decode('51-["a",{"__proto__":{"polluted":{"_placeholder":true,"num":0}}}]', new Uint8Array(1));
    expect(packet).not.toHaveProperty('data.1.polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  test('data nested deeper than the stack is the peer’s error', () => {
    const depth = 200_000;
    const deep = `51-["a",${'['.repeat(depth)}${']'.repeat(depth)}]`;
    expect(() => decode(deep, new Uint8Array(1))).toThrow(LimitError);
  });
});

describe('properties', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const bytes = fc.uint8Array({ maxLength: 20 });
  const argument = fc.oneof(json, bytes, fc.dictionary(fc.string(), fc.oneof(json, bytes), { maxKeys: 4 }));
  const namespace = fc.oneof(fc.constant('/'), fc.stringMatching(/^\/[a-z/_-]{1,20}$/));

  test('what is encoded is decoded to the same packet', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(PACKET.EVENT, PACKET.ACK),
        namespace,
        fc.option(fc.nat(), { nil: undefined }),
        fc.array(argument, { maxLength: 4 }),
        (type, nsp, id, args) => {
          const data = type === PACKET.EVENT ? ['event', ...args] : args;
          const encoded = encode({ type, nsp, id, data });
          fc.pre(encoded.attachments.length <= MAX_ATTACHMENTS);
          const decoded = decode(encoded.head, ...encoded.attachments);
          expect(decoded).toMatchObject({ type, nsp, id });
          // JSON has no -0; both sides of the comparison are seen through it.
          expect(decoded?.data).toEqual(normal(data));
        },
      ),
    );
  });

  test('no text and no bytes crash the decoder', () => {
    const noise = fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[0-9][0-9]{0,3}-?\/?[a-z,]{0,4}[0-9]{0,3}[[{"\]}a-z:,_]{0,20}$/), bytes);
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 5 }), (messages) => {
        const decoder = new Decoder();
        for (const message of messages) {
          try {
            decoder.add(message);
          } catch (error) {
            expect(error instanceof ProtocolError || error instanceof LimitError).toBe(true);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  function normal(value: unknown): unknown {
    if (value instanceof Uint8Array) return value;
    if (Object.is(value, -0)) return 0;
    if (Array.isArray(value)) return value.map(normal);
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) Object.defineProperty(copy, key, { value: normal(item), enumerable: true });
    return copy;
  }
});

test('with MAX_NAMESPACE_QUERY_LENGTH, a query may follow the name, and no more', () => {
  const limit = MAX_NAMESPACE_LENGTH + MAX_NAMESPACE_QUERY_LENGTH;
  const decoder = new Decoder(limit);
  const name = `/n?x=${'y'.repeat(limit - '/n?x='.length)}`;
  expect(decoder.add(`0${name},`)).toMatchObject({ nsp: name });
  expect(() => decoder.add(`0${name}y,`)).toThrow(ProtocolError);
  expect(() => new Decoder().add(`0${name},`)).toThrow(ProtocolError);
});

test('an event is not named by a number that is none', () => {
  expect(() => decode('2[1e999]')).toThrow(ProtocolError);
  expect(decode('2[7]')).toMatchObject({ data: [7] });
});
