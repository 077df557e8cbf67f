import { callSafely } from '../../uncaught.ts';
import type { OutgoingPacket } from '../sending/outgoing-packet.ts';

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

  /** To be handed over now: all, or as many as fit one POST and one at least. `maxPostBytes`: `Infinity` where it is not a POST. */
  take(maxPostBytes: number): readonly OutgoingPacket[] {
    const { packets } = this;
    this.#handedOver = packets.length;
    if (packets.length === 1 || maxPostBytes === Number.POSITIVE_INFINITY) return [...packets];
    let bytes = 0;
    for (const [index, packet] of packets.entries()) {
      // A separator before each but the first.
      bytes += postedBytes(packet) + (index > 0 ? 1 : 0);
      if (index > 0 && bytes > maxPostBytes) {
        this.#handedOver = index;
        break;
      }
    }
    return packets.slice(0, this.#handedOver);
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

/** In a POST bytes are base64, behind a "b". */
export function postedBytes({ data, byteLength }: OutgoingPacket): number {
  return typeof data === 'string' ? byteLength : 1 + Math.ceil(byteLength / 3) * 4;
}
