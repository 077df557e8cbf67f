// Broadcasts of adapters that extend the base classes of `socket.io-adapter`: those encode a packet once and hand its
// messages to each socket's client. Here they are framed once as well, and told to the tap once.

import { messagesOf, type OutgoingPacket } from '../engine/sending/outgoing-packet.ts';
import type { EncodedPacket } from '../protocol/encode.ts';
import type { Packet } from '../protocol/packet.ts';
import type { Tap } from '../tap.ts';
import type { BroadcastOptions } from './adapter.ts';

export type EncodedMessages = string | Uint8Array | readonly (string | Uint8Array)[];

interface Broadcast {
  readonly messages: EncodedMessages;
  readonly compress: boolean;
  readonly packets: readonly OutgoingPacket[];
  recipients: number;
}

/** What the tap is told at the end of the tick. */
interface Untold {
  readonly broadcast: Broadcast;
  readonly packet: Packet;
  readonly encoded: EncodedPacket;
}

export class ForeignBroadcasts {
  readonly #tap: Tap;
  readonly #onTold: (packet: Packet, encoded: EncodedPacket, recipients: number, options: BroadcastOptions | undefined) => void;
  /** Whom the broadcasts of this server were addressed to; an adapter may take its time with them. */
  readonly #options = new WeakMap<object, BroadcastOptions>();
  #current: Broadcast | null = null;
  #announced: Packet | null = null;
  #untold: Untold[] = [];
  #isEndingTick = false;

  /** `onTold` is told of each broadcast once it has reached all of its sockets, while somebody listens to `tap`. */
  constructor(tap: Tap, onTold: (packet: Packet, encoded: EncodedPacket, recipients: number, options: BroadcastOptions | undefined) => void) {
    this.#tap = tap;
    this.#onTold = onTold;
  }

  /** `packet` is handed to an adapter of others. */
  address(packet: object, options: BroadcastOptions): void {
    if (this.#tap.listener !== undefined) this.#options.set(packet, options);
  }

  /** The packet whose messages come next. */
  announce(packet: Packet): void {
    if (this.#tap.listener !== undefined) this.#announced = packet;
  }

  /** The messages of one broadcast, framed when they come first: the sockets of a broadcast are told one after the other. */
  framed(messages: EncodedMessages, compress: boolean): Broadcast {
    const current = this.#current;
    if (current !== null && current.messages === messages && current.compress === compress) return current;
    const encoded = asEncoded(messages);
    const broadcast: Broadcast = { messages, compress, packets: messagesOf(encoded.head, encoded.attachments, compress), recipients: 0 };
    this.#current = broadcast;
    if (this.#announced !== null) this.#untold.push({ broadcast, packet: this.#announced, encoded });
    this.#announced = null;
    if (!this.#isEndingTick) {
      this.#isEndingTick = true;
      queueMicrotask(this.#endTick);
    }
    return broadcast;
  }

  readonly #endTick = (): void => {
    const untold = this.#untold;
    this.#untold = [];
    this.#isEndingTick = false;
    this.#current = null;
    // Each of its sockets announced it.
    this.#announced = null;
    for (const { broadcast, packet, encoded } of untold) {
      if (broadcast.recipients > 0) this.#onTold(packet, encoded, broadcast.recipients, this.#options.get(packet));
    }
  };
}

function asEncoded(messages: EncodedMessages): EncodedPacket {
  if (typeof messages === 'string' || messages instanceof Uint8Array) return { head: messages, attachments: [] };
  const [head = '', ...attachments] = messages;
  // Only a packet's first message may be a text.
  return { head, attachments: attachments as Uint8Array[] };
}
