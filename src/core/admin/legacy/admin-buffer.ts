// What waits for one admin. A feed has as much to say as the server's clients have, and an admin that reads slowly would
// have it all kept for it: over a limit it is taken out of the feed until it has read what there is. What it asks for it is
// answered nevertheless: one that asks and does not read is disconnected.

import { MAX_ADMIN_WAITING_BYTES } from '../../limits.ts';
import { byteLength } from '../connections.ts';
import type { ConnLike } from '../server-like.ts';

export class AdminBuffer {
  readonly #conn: ConnLike;
  readonly #limit: number;
  readonly #onFull: () => void;
  readonly #onDrained: () => void;
  /** Of the official server's connection, which does not say: bytes since it last handed over what it had. */
  #queuedBytes = 0;
  #isFull = false;
  #isClosed = false;

  constructor(conn: ConnLike, limit: number, onFull: () => void, onDrained: () => void) {
    this.#conn = conn;
    this.#limit = limit;
    this.#onFull = onFull;
    this.#onDrained = onDrained;
    conn.on('packetCreate', this.#onPacket);
    if (conn.bufferedBytes === undefined) conn.on('drain', this.#onDrain);
  }

  close(): void {
    this.#isClosed = true;
    this.#conn.off('packetCreate', this.#onPacket);
    this.#conn.off('drain', this.#onDrain);
  }

  /** Packets of ours know their length. */
  readonly #onPacket = (packet: { readonly data?: unknown; readonly byteLength?: number }): void => {
    const bytes = packet.byteLength ?? byteLength(packet.data);
    this.#queuedBytes += bytes;
    const waiting = this.#conn.bufferedBytes === undefined ? this.#queuedBytes : this.#conn.bufferedBytes + bytes;
    if (waiting > MAX_ADMIN_WAITING_BYTES) this.#disconnect();
    if (waiting <= this.#limit || this.#isFull) return;
    this.#isFull = true;
    this.#onFull();
    // One that has left is not waited for.
    this.#conn.drained?.().then(this.#onDrain, () => {});
  };

  #disconnect(): void {
    if (this.#isClosed) return;
    this.close();
    // Not from within the packet that was one too many.
    process.nextTick(() => this.#conn.close(true));
  }

  readonly #onDrain = (): void => {
    this.#queuedBytes = 0;
    if (!this.#isFull || this.#isClosed) return;
    this.#isFull = false;
    this.#onDrained();
  };
}
