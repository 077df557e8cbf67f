// Frames as a client writes them. They are built before a measurement and written again and again, so that a real mask,
// which the server has to undo as with any browser, costs the generator nothing.
import { constants, deflateRawSync } from 'node:zlib';

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
const TEXT = 0x81;
const BINARY = 0x82;
const CLOSE = 0x88;
const COMPRESSED = 0x40;

/** @param {string} text */
export function textFrame(text) {
  return frame(TEXT, Buffer.from(text));
}

/** @param {Uint8Array} bytes */
export function binaryFrame(bytes) {
  return frame(BINARY, bytes);
}

/** Of a connection whose first message it is: no context is there to refer to (RFC 7692, 7.2.1). */
export function compressedTextFrame(text) {
  const deflated = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH });
  return frame(TEXT | COMPRESSED, deflated.subarray(0, -4));
}

export const CLOSE_FRAME = frame(CLOSE, Buffer.from([0x03, 0xe8]));
export const CONNECT_FRAME = textFrame('40');
export const PONG_FRAME = textFrame('3');

function frame(first, payload) {
  const masked = Buffer.from(payload);
  for (let index = 0; index < masked.length; index++) masked[index] ^= MASK[index & 3];
  return Buffer.concat([header(first, payload.length), MASK, masked]);
}

function header(first, length) {
  if (length < 126) return Buffer.from([first, 0x80 | length]);
  const bytes = Buffer.alloc(length < 65536 ? 4 : 10);
  bytes[0] = first;
  bytes[1] = 0x80 | (length < 65536 ? 126 : 127);
  if (length < 65536) bytes.writeUInt16BE(length, 2);
  else bytes.writeBigUInt64BE(BigInt(length), 2);
  return bytes;
}
