// An Engine.IO packet on its way out, made once however many sessions get it; each form it leaves in is framed once.

import { ENGINE_PACKET, type EnginePacketType } from '../packet.ts';
import { type BinaryForm, binaryPayload } from './binary-form.ts';
import { DeflatedFrame } from './deflated-frame.ts';
import type { Deflater } from './deflater.ts';
import { binaryFrame, type FrameSlice, textFrame } from './frame-arena.ts';

export class OutgoingPacket {
  readonly type: EnginePacketType;
  readonly data: string | Uint8Array;
  /** Whether compression is worth trying. */
  readonly compress: boolean;
  /** Of its payload in revision 4. */
  readonly byteLength: number;
  #frame: FrameSlice | undefined;
  #otherFrames: Partial<Record<BinaryForm, FrameSlice>> | undefined;
  #deflatedFrames: Partial<Record<BinaryForm, DeflatedFrame>> | undefined;

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

  /** What listeners of `packetCreate` look at, as in Engine.IO. */
  get options(): { readonly compress: boolean } {
    return { compress: this.compress };
  }

  /** Its compressed WebSocket frame, which is being made from the first call on. */
  deflatedFrame(form: BinaryForm, deflater: Deflater): DeflatedFrame {
    this.#deflatedFrames ??= {};
    this.#deflatedFrames[form] ??= new DeflatedFrame(this.payload(form), deflater);
    return this.#deflatedFrames[form];
  }

  /** The payload of its WebSocket message: text with the type digit, or a message's bytes in `form`. */
  payload(form: BinaryForm): string | Uint8Array {
    return typeof this.data === 'string' ? `${ENGINE_PACKET[this.type]}${this.data}` : binaryPayload(this.data, form);
  }

  /** Adds its WebSocket frame; but for raw bytes, which are framed at once, it is made at the first call. */
  addFrame(form: BinaryForm, frames: FrameSlice[]): void {
    if (typeof this.data === 'string') {
      this.#frame ??= textFrame(0x30 + ENGINE_PACKET[this.type], this.data, this.byteLength);
      frames.push(this.#frame);
    } else if (form === 'raw' && this.#frame !== undefined) {
      frames.push(this.#frame);
    } else {
      this.#otherFrames ??= {};
      this.#otherFrames[form] ??= frameOf(binaryPayload(this.data, form));
      frames.push(this.#otherFrames[form]);
    }
  }
}

/** The messages of one packet of the layer above: the first, then its bytes. */
export function messagesOf(head: string | Uint8Array, attachments: readonly Uint8Array[], compress: boolean): readonly OutgoingPacket[] {
  const first = new OutgoingPacket('message', head, compress);
  if (attachments.length === 0) return [first];
  return [first, ...attachments.map((bytes) => new OutgoingPacket('message', bytes, compress))];
}

function frameOf(payload: string | Uint8Array): FrameSlice {
  // As text it is "b" and base64: ASCII.
  return typeof payload === 'string' ? textFrame(payload.charCodeAt(0), payload.slice(1), payload.length) : binaryFrame(payload);
}
