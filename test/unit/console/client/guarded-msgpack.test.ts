import { Encoder } from 'socket.io-msgpack-parser';
import { expect, test } from 'vitest';
import { ProtocolError } from '../../../../src/core/errors.ts';
import { PACKET } from '../../../../src/core/protocol/packet.ts';
import { PacketCodec } from '../../../../src/core/protocol/packet-codec.ts';
import { guardedMsgpack } from '../../../../src/main/console/client/guarded-msgpack.ts';

const codec = new PacketCodec(guardedMsgpack);
const decode = (bytes: Uint8Array) => codec.decoder(4).add(bytes);

test('what the official parser writes is read', () => {
  const values = [1, -1, 300, -70_000, 1e12, 0.5, 'a', 'b'.repeat(40), 'c'.repeat(300), 'd'.repeat(70_000), true, null, Buffer.alloc(300, 1)];
  const data = ['event', ...values, Array.from({ length: 40 }, (_, index) => index), Object.fromEntries(values.map((_, index) => [`k${index}`, {}]))];
  const [bytes] = new Encoder().encode({ type: PACKET.EVENT, nsp: '/', data }) as unknown as Uint8Array[];
  expect(decode(bytes as Uint8Array)).toMatchObject({ type: PACKET.EVENT, data });
});

test.each([
  ['an extension', '83c992ac706500'],
  ['a list', 'dd01ffffff'],
  ['lists in lists', 'dd01ffffffdd01ffffff'],
  ['a map', 'df0fffffff'],
  ['a list that has some of its values', '93 01 02'],
  ['bytes', 'c6ffffffff00'],
  ['nothing', ''],
])('the length of %s is not believed', (_, hex) => {
  expect(() => decode(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toThrow(ProtocolError);
});

test('a text is no MessagePack', () => {
  expect(() => codec.decoder(4).add('2["a"]')).toThrow(ProtocolError);
});
