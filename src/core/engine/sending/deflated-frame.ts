import type { Deflater } from './deflater.ts';
import { deflatedFrame, type FrameSlice } from './frame-arena.ts';

/** The compressed WebSocket frame of a message, once it is there: whoever sends it waits for the same one. */
export class DeflatedFrame {
  #frame: FrameSlice | null = null;
  #waiting: (() => void)[] = [];

  constructor(payload: string | Uint8Array, deflater: Deflater) {
    deflater.deflate(payload, (deflated) => {
      this.#frame = deflatedFrame(typeof payload === 'string', deflated);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const callback of waiting) callback();
    });
  }

  /** `null`: it is being compressed. */
  get frame(): FrameSlice | null {
    return this.#frame;
  }

  /** `callback` is called once, when it is there. */
  whenReady(callback: () => void): void {
    this.#waiting.push(callback);
  }
}
