// What a session has to send, as a node of a tree: each node is its parent's packets and one more. Sessions that were
// handed the same packets since their last flush hold the same node, so the bytes of a broadcast are joined once.
//
//   (empty) ── a ── b        two sessions, both hold node b
//              └─── c        a third got a and c

import type { BinaryForm } from './binary-form.ts';
import { type FrameSlice, LARGE_BYTES } from './frame-arena.ts';
import type { OutgoingPacket } from './outgoing-packet.ts';

/** What goes to the operating system in one write. A list: some of it is too large to be joined with the rest. */
export type Frames = Buffer | readonly Buffer[];

export class WriteQueue {
  readonly #parent: WriteQueue | null;
  readonly #packet: OutgoingPacket | null;
  readonly length: number;
  /** Bytes of the WebSocket payloads of all packets, in revision 4. */
  readonly byteLength: number;
  readonly #hasBytes: boolean;
  /** The child that was made last: what the next session of a broadcast asks for. */
  #lastChild: WriteQueue | null = null;
  /** The joined frames: of a queue of texts they are the same in each form. */
  #frames: Frames | null = null;
  #otherFrames: Partial<Record<BinaryForm, Frames>> | null = null;

  private constructor(parent: WriteQueue | null, packet: OutgoingPacket | null) {
    this.#parent = parent;
    this.#packet = packet;
    this.length = parent === null ? 0 : parent.length + 1;
    this.byteLength = (parent?.byteLength ?? 0) + (packet?.byteLength ?? 0);
    const isBytes = packet !== null && typeof packet.data !== 'string';
    this.#hasBytes = isBytes || (parent === null ? false : parent.#hasBytes);
  }

  static empty(): WriteQueue {
    return new WriteQueue(null, null);
  }

  /** This queue and `packet` after it. */
  with(packet: OutgoingPacket): WriteQueue {
    const last = this.#lastChild;
    if (last !== null && last.#packet === packet) return last;
    const child = new WriteQueue(this, packet);
    this.#lastChild = child;
    return child;
  }

  /** Lets go of the children, once all that were handed out are written. */
  forget(): void {
    this.#lastChild = null;
  }

  /** The packets, oldest first. */
  packets(): OutgoingPacket[] {
    const packets = new Array<OutgoingPacket>(this.length);
    let index = this.length;
    for (let node: WriteQueue = this; node.#packet !== null && node.#parent !== null; node = node.#parent) packets[--index] = node.#packet;
    return packets;
  }

  /** The WebSocket frames of all packets; made at the first call for a form, shared and read only. */
  frames(form: BinaryForm): Frames {
    if (form === 'raw' || !this.#hasBytes) {
      this.#frames ??= this.#joined('raw');
      return this.#frames;
    }
    this.#otherFrames ??= {};
    this.#otherFrames[form] ??= this.#joined(form);
    return this.#otherFrames[form];
  }

  #joined(form: BinaryForm): Frames {
    const frames: FrameSlice[] = [];
    for (const packet of this.packets()) packet.addFrame(form, frames);
    return joinFrames(frames);
  }
}

/** Frames in order, as they are written. */
export function joinFrames(frames: readonly FrameSlice[]): Frames {
  const [first] = frames;
  if (first === undefined) return Buffer.alloc(0);
  if (frames.length === 1) return first.chunk.subarray(first.start, first.end);
  return frames.some(isLarge) ? joinSmall(frames) : join(frames, first);
}

/** Frames that lie side by side are one slice; others are copied. */
function join(frames: readonly FrameSlice[], first: FrameSlice): Buffer {
  let end = first.start;
  let total = 0;
  let isContiguous = true;
  for (const frame of frames) {
    // A packet that was handed over twice has one frame.
    if (frame.chunk !== first.chunk || frame.start !== end) isContiguous = false;
    end = frame.end;
    total += frame.end - frame.start;
  }
  if (isContiguous) return first.chunk.subarray(first.start, end);
  const joined = Buffer.allocUnsafe(total);
  let at = 0;
  for (const frame of frames) at += frame.chunk.copy(joined, at, frame.start, frame.end);
  return joined;
}

/** Large ones stay as they are, what is between them is joined. */
function joinSmall(frames: readonly FrameSlice[]): readonly Buffer[] {
  const parts: Buffer[] = [];
  let small: FrameSlice[] = [];
  const flush = (): void => {
    const [first] = small;
    if (first !== undefined) parts.push(join(small, first));
    small = [];
  };
  for (const frame of frames) {
    if (isLarge(frame)) {
      flush();
      parts.push(frame.chunk.subarray(frame.start, frame.end));
    } else {
      small.push(frame);
    }
  }
  flush();
  return parts;
}

function isLarge({ start, end }: FrameSlice): boolean {
  return end - start >= LARGE_BYTES;
}
