// The official MessagePack parser believes the lengths it reads: eight bytes make it write four gigabytes. So they are
// looked at first. A value takes a byte at least, which bounds the lists and maps that wait for theirs.

import * as msgpack from 'socket.io-msgpack-parser';
import { ProtocolError } from '../../../core/errors.ts';

class Decoder extends msgpack.Decoder {
  override add(message: unknown): void {
    checkLengths(message);
    super.add(message);
  }
}

/** As `socket.io-msgpack-parser`; its decoder throws a `ProtocolError` for what is longer than what came. */
export const guardedMsgpack = { Encoder: msgpack.Encoder, Decoder };

/** Bytes of the length of `bin`, `ext`, `str`, lists and maps, by their first byte. */
const LENGTHS: Readonly<Record<number, 1 | 2 | 4>> = {
  ...{ 196: 1, 197: 2, 198: 4, 199: 1, 200: 2, 201: 4 },
  ...{ 217: 1, 218: 2, 219: 4, 220: 2, 221: 4, 222: 2, 223: 4 },
};
/** Bytes behind the first one, of numbers and of `fixext` with its type. */
const FIXED: Readonly<Record<number, number>> = {
  ...{ 202: 4, 203: 8, 204: 1, 205: 2, 206: 4, 207: 8, 208: 1, 209: 2, 210: 4, 211: 8 },
  ...{ 212: 2, 213: 3, 214: 5, 215: 9, 216: 17 },
};

function checkLengths(message: unknown): void {
  if (!(message instanceof Uint8Array)) throw new ProtocolError('INVALID_SOCKET_PACKET', 'a text, not MessagePack');
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  for (let values = 1; values > 0; values--) {
    const first = bytes[at++] ?? 0;
    if (first >= 0x80 && first < 0x90) values += 2 * (first & 0x0f);
    else if (first >= 0x90 && first < 0xa0) values += first & 0x0f;
    else if (first >= 0xa0 && first < 0xc0) at += first & 0x1f;
    else if (first >= 0xc0) {
      const width = LENGTHS[first];
      const length = width !== undefined && at + width <= bytes.length ? bytes.readUIntBE(at, width) : 0;
      at += width ?? FIXED[first] ?? 0;
      if (first >= 222 && first <= 223) values += 2 * length;
      else if (first >= 220 && first <= 221) values += length;
      // The type of an extension is a byte before its own.
      else at += length + (first >= 199 && first <= 201 ? 1 : 0);
    }
    if (values - 1 > bytes.length - at) throw new ProtocolError('INVALID_SOCKET_PACKET', `a length over the ${bytes.length} bytes that came`);
  }
}
