// permessage-deflate (RFC 7692) without context takeover: no message refers to one before it, so a few zlib states serve
// every connection, and a broadcast is compressed once.

import { createDeflateRaw, type DeflateRaw, type ZlibOptions, constants as zlib } from 'node:zlib';
import type { PerMessageDeflateOptions } from 'ws';

/** A state takes some 260 KB; more of them than threads that compress are of no use. */
const MAX_STATES = 4;

/** RFC 7692, 7.2.1: the empty block that ends each message is left out. */
const TAIL_BYTES = 4;

interface Job {
  readonly payload: string | Uint8Array;
  readonly done: (deflated: Buffer) => void;
}

export class Deflater {
  /** From how many bytes on a message is compressed. */
  readonly threshold: number;
  readonly #options: ZlibOptions;
  readonly #idle: DeflateRaw[] = [];
  readonly #waiting: Job[] = [];
  #states = 0;

  constructor(threshold: number, options: PerMessageDeflateOptions['zlibDeflateOptions'] = {}) {
    this.threshold = threshold;
    // Their types differ in what may be undefined, which is the same to zlib.
    this.#options = options as ZlibOptions;
  }

  /** Compresses off the event loop; `payload` must not change until `done` is called. */
  deflate(payload: string | Uint8Array, done: (deflated: Buffer) => void): void {
    const state = this.#idle.pop() ?? this.#create();
    if (state === undefined) this.#waiting.push({ payload, done });
    else this.#run(state, { payload, done });
  }

  #create(): DeflateRaw | undefined {
    if (this.#states === MAX_STATES) return undefined;
    this.#states++;
    return createDeflateRaw(this.#options);
  }

  #run(state: DeflateRaw, { payload, done }: Job): void {
    const chunks: Buffer[] = [];
    const onData = (chunk: Buffer): unknown => chunks.push(chunk);
    state.on('data', onData);
    state.write(payload);
    state.flush(zlib.Z_SYNC_FLUSH, () => {
      state.off('data', onData);
      state.reset();
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(state);
      else this.#run(state, next);
      const deflated = Buffer.concat(chunks);
      done(deflated.subarray(0, deflated.length - TAIL_BYTES));
    });
  }
}
