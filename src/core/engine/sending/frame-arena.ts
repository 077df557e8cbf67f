// WebSocket frames (RFC 6455, unmasked, never fragmented):
//
//   81|82  <len < 126>                 <payload>
//   81|82  126  <len as u16>           <payload>
//   81|82  127  <len as u64>           <payload>
//
// Frames are written into an arena, so that frames made one after the other lie side by side and leave as one slice.

const TEXT_FRAME = 0x81;
const BINARY_FRAME = 0x82;
/** RFC 7692, 6: the first bit of those that are reserved says that a message is compressed. */
const COMPRESSED = 0x40;
const CHUNK_BYTES = 64 * 1024;
/** A frame of so many bytes is not copied to be joined with others. */
export const LARGE_BYTES = 16 * 1024;

/** A range of a chunk that belongs to the arena: read only. */
export interface FrameSlice {
  readonly chunk: Buffer;
  readonly start: number;
  readonly end: number;
}

let chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
let offset = 0;

/** A text message: `first`, a character of ASCII, then `rest`; `length`: the bytes of both. */
export function textFrame(first: number, rest: string, length: number): FrameSlice {
  const slice = reserve(TEXT_FRAME, length);
  const at = slice.end - length;
  slice.chunk[at] = first;
  slice.chunk.write(rest, at + 1, length - 1, 'utf8');
  return slice;
}

export function binaryFrame(data: Uint8Array): FrameSlice {
  const slice = reserve(BINARY_FRAME, data.byteLength);
  slice.chunk.set(data, slice.end - data.byteLength);
  return slice;
}

/** A message that was compressed. */
export function deflatedFrame(isText: boolean, data: Uint8Array): FrameSlice {
  const slice = reserve((isText ? TEXT_FRAME : BINARY_FRAME) | COMPRESSED, data.byteLength);
  slice.chunk.set(data, slice.end - data.byteLength);
  return slice;
}

/** Room for a frame with its header written; the payload takes the last `length` bytes. */
function reserve(firstByte: number, length: number): FrameSlice {
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const total = header + length;
  let target = chunk;
  let start = offset;
  if (total > CHUNK_BYTES) {
    target = Buffer.allocUnsafeSlow(total);
    start = 0;
  } else {
    if (offset + total > CHUNK_BYTES) {
      chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      target = chunk;
      start = 0;
    }
    offset = start + total;
  }
  target[start] = firstByte;
  if (header === 2) {
    target[start + 1] = length;
  } else if (header === 4) {
    target[start + 1] = 126;
    target.writeUInt16BE(length, start + 2);
  } else {
    target[start + 1] = 127;
    target.writeUInt32BE(Math.floor(length / 2 ** 32), start + 2);
    target.writeUInt32BE(length >>> 0, start + 6);
  }
  return { chunk: target, start, end: start + total };
}
