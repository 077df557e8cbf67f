// Engine.IO 4 over WebTransport: packets in one stream of bytes, each in a frame.
//
//   <b><length < 126>              <payload>      b, the high bit: bytes (1) or text (0)
//   <b>126  <length as u16>        <payload>
//   <b>127  <length as u64>        <payload>
//
// A payload of text is a packet in UTF-8; one of bytes is a message. It is never empty.

import { LimitError, ProtocolError } from '../../errors.ts';
import type { OutgoingPacket } from '../sending/outgoing-packet.ts';

const BINARY = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MAX_HEADER_BYTES = 9;
/** What a payload gets at first: one that is announced and does not come costs no more. */
const FIRST_PAYLOAD_BYTES = 1024;

/** The frames of all packets, in order. */
export function encodeFrames(packets: readonly OutgoingPacket[]): Uint8Array {
  const parts: Buffer[] = [];
  for (const packet of packets) {
    // A frame is never empty: a message without bytes goes as text, `b` and no base64.
    const payload = packet.payload(packet.byteLength === 0 ? 'base64' : 'raw');
    const isText = typeof payload === 'string';
    const bytes = isText ? Buffer.from(payload) : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    parts.push(header(bytes.length, isText), bytes);
  }
  return Buffer.concat(parts);
}

function header(length: number, isText: boolean): Buffer {
  const mark = isText ? 0 : BINARY;
  if (length < LENGTH_16) return Buffer.from([mark | length]);
  const isShort = length < 65_536;
  const bytes = Buffer.alloc(isShort ? 3 : MAX_HEADER_BYTES);
  bytes[0] = mark | (isShort ? LENGTH_16 : LENGTH_64);
  if (isShort) bytes.writeUInt16BE(length, 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

/** Reads frames from pieces of any size. */
export class FrameDecoder {
  readonly #maxPayloadBytes: number;
  readonly #onPayload: (payload: Buffer, isBinary: boolean) => void;
  readonly #header = Buffer.alloc(MAX_HEADER_BYTES);
  #headerFilled = 0;
  /** Of the frame whose header is complete; 0 before. */
  #length = 0;
  #payload = Buffer.alloc(0);
  #filled = 0;

  /** `onPayload` owns what it gets. */
  constructor(maxPayloadBytes: number, onPayload: (payload: Buffer, isBinary: boolean) => void) {
    this.#maxPayloadBytes = maxPayloadBytes;
    this.#onPayload = onPayload;
  }

  /**
   * Hands over what is complete, in order. Throws a `ProtocolError` `INVALID_ENGINE_PACKET` or a `LimitError`
   * `PAYLOAD_TOO_LARGE`; it can't be used after that.
   */
  add(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) at = this.#length === 0 ? this.#addToHeader(piece, at) : this.#addToPayload(piece, at);
  }

  #addToHeader(piece: Uint8Array, at: number): number {
    this.#header[this.#headerFilled++] = piece[at] ?? 0;
    const length = this.#announcedLength();
    if (length === null) return at + 1;
    if (length === 0) throw new ProtocolError('INVALID_ENGINE_PACKET', 'an empty frame');
    if (length > this.#maxPayloadBytes) throw new LimitError('PAYLOAD_TOO_LARGE', this.#maxPayloadBytes, length);
    this.#length = length;
    this.#payload = Buffer.allocUnsafe(Math.min(length, Math.max(FIRST_PAYLOAD_BYTES, piece.length - at)));
    return at + 1;
  }

  /** `null`: the header goes on. */
  #announcedLength(): number | null {
    const short = (this.#header[0] ?? 0) & ~BINARY;
    if (short < LENGTH_16) return short;
    if (short === LENGTH_16) return this.#headerFilled === 3 ? this.#header.readUInt16BE(1) : null;
    return this.#headerFilled === MAX_HEADER_BYTES ? Number(this.#header.readBigUInt64BE(1)) : null;
  }

  #addToPayload(piece: Uint8Array, at: number): number {
    const end = Math.min(piece.length, at + this.#length - this.#filled);
    this.#reserve(this.#filled + end - at);
    this.#payload.set(piece.subarray(at, end), this.#filled);
    this.#filled += end - at;
    if (this.#filled === this.#length) this.#complete();
    return end;
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#payload.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.#length, Math.max(bytes, this.#payload.length * 2)));
    this.#payload.copy(larger, 0, 0, this.#filled);
    this.#payload = larger;
  }

  #complete(): void {
    const payload = this.#payload.subarray(0, this.#length);
    const isBinary = ((this.#header[0] ?? 0) & BINARY) !== 0;
    this.#headerFilled = 0;
    this.#length = 0;
    this.#filled = 0;
    this.#onPayload(payload, isBinary);
  }
}
