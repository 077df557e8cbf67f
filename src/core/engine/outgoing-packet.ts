// An Engine.IO packet on its way out, made once however many sessions get it, and its WebSocket frame (RFC 6455,
// unmasked, never fragmented):
//
//   81|82  <len < 126>                 <payload>
//   81|82  126  <len as u16>           <payload>
//   81|82  127  <len as u64>           <payload>
//
// Frames are written into an arena, so that frames made one after the other lie side by side and leave as one slice.

import { ENGINE_PACKET, type EnginePacketType } from './packet.ts';

const TEXT_FRAME = 0x81;
const BINARY_FRAME = 0x82;
const CHUNK_BYTES = 64 * 1024;

/** A range of a chunk that belongs to the arena: read only. */
export interface FrameSlice {
  readonly chunk: Buffer;
  readonly start: number;
  readonly end: number;
}

export class OutgoingPacket {
  readonly type: EnginePacketType;
  readonly data: string | Uint8Array;
  /** Whether compression is worth trying. */
  readonly compress: boolean;
  /** Of its payload. */
  readonly byteLength: number;
  #frame: FrameSlice | undefined;

  /** Bytes are copied: the caller may use its buffer again at once, though they may leave later. */
  constructor(type: EnginePacketType, data: string | Uint8Array = '', compress = true) {
    this.type = type;
    this.compress = compress;
    if (typeof data === 'string') {
      this.data = data;
      this.byteLength = 1 + Buffer.byteLength(data);
    } else {
      this.#frame = binaryFrame(data);
      this.byteLength = data.byteLength;
      this.data = this.#frame.chunk.subarray(this.#frame.end - this.byteLength, this.#frame.end);
    }
  }

  /** The payload of its WebSocket message: text with the type digit, or a message's raw bytes. */
  get payload(): string | Uint8Array {
    return typeof this.data === 'string' ? `${ENGINE_PACKET[this.type]}${this.data}` : this.data;
  }

  /** Its WebSocket frame; of a text it is made at the first call. */
  get frame(): FrameSlice {
    // Of bytes it is there already.
    this.#frame ??= textFrame(this.type, String(this.data), this.byteLength);
    return this.#frame;
  }
}

let chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
let offset = 0;

function textFrame(type: EnginePacketType, data: string, length: number): FrameSlice {
  const slice = reserve(length, TEXT_FRAME);
  const at = slice.end - length;
  slice.chunk[at] = 0x30 + ENGINE_PACKET[type];
  slice.chunk.write(data, at + 1, length - 1, 'utf8');
  return slice;
}

function binaryFrame(data: Uint8Array): FrameSlice {
  const slice = reserve(data.byteLength, BINARY_FRAME);
  slice.chunk.set(data, slice.end - data.byteLength);
  return slice;
}

/** Room for a frame with its header written; the payload takes the last `length` bytes. */
function reserve(length: number, firstByte: number): FrameSlice {
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
