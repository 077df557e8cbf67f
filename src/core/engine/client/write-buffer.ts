import { callSafely } from '../../uncaught.ts';
import type { Codec } from '../codec.ts';
import type { BinaryForm } from '../sending/binary-form.ts';
import type { OutgoingPacket } from '../sending/outgoing-packet.ts';

// Unless they are told otherwise, servers of 2.x, 3.x and Python take 1 MB, and python-engineio, of revision 4, 16 packets.
const UNTOLD_BYTES = 1_000_000;
const UNTOLD_PACKETS = 16;

/** What waits to be sent; what was handed over stays in it until the transport can take more, as in `engine.io-client`. */
export class WriteBuffer {
  packets: OutgoingPacket[] = [];
  #handedOver = 0;
  #onFlush: (() => void)[] = [];

  get hasNews(): boolean {
    return this.packets.length > this.#handedOver;
  }

  push(packet: OutgoingPacket): void {
    this.packets.push(packet);
  }

  /** Called with the next flush. */
  afterFlush(callback: () => void): void {
    this.#onFlush.push(callback);
  }

  /** To be handed over now: all. */
  takeAll(): readonly OutgoingPacket[] {
    this.#handedOver = this.packets.length;
    return [...this.packets];
  }

  /** To be handed over now: as many as fit one POST, and one at least. `maxPayload`: `Infinity` where the server did not say it. */
  takePost(maxPayload: number, { revision, binaryForm }: Codec): readonly OutgoingPacket[] {
    const isTold = maxPayload !== Number.POSITIVE_INFINITY;
    const maxBytes = isTold ? maxPayload : UNTOLD_BYTES;
    const next = isTold || revision === 3 ? this.packets : this.packets.slice(0, UNTOLD_PACKETS);
    let bytes = 0;
    const end = next.findIndex((packet, index) => {
      // A separator before each but the first.
      bytes += postedBytes(packet, binaryForm) + (index > 0 ? 1 : 0);
      return index > 0 && bytes > maxBytes;
    });
    this.#handedOver = end === -1 ? next.length : end;
    return next.slice(0, this.#handedOver);
  }

  /** Those who waited for the flush, once each. */
  callFlushed(): void {
    if (this.#onFlush.length === 0) return;
    const waiting = this.#onFlush;
    this.#onFlush = [];
    for (const callback of waiting) callSafely(callback);
  }

  /** The transport can take more. */
  dropHandedOver(): void {
    this.packets.splice(0, this.#handedOver);
    this.#handedOver = 0;
  }

  clear(): void {
    this.packets = [];
    this.#handedOver = 0;
    this.#onFlush = [];
  }
}

/** What it takes of a POST; in revision 3, whose forms are typed, at most. */
export function postedBytes({ data, byteLength }: OutgoingPacket, form: BinaryForm): number {
  const isBytes = typeof data !== 'string';
  const base64Length = Math.ceil(byteLength / 3) * 4;
  switch (form) {
    case 'raw':
    case 'base64':
      return isBytes ? 1 + base64Length : byteLength;
    case 'typed':
      return withLength(isBytes ? 1 + byteLength : byteLength);
    case 'typed base64':
      return withLength(isBytes ? 2 + base64Length : byteLength);
  }
}

/** Its length is before it, between two bytes where there are bytes in the payload. */
function withLength(bytes: number): number {
  return String(bytes).length + 2 + bytes;
}
