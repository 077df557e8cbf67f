// `socket_updated` with `data`. The official agent puts a proxy in the place of `socket.data`, which a program can break
// in many ways; here it is looked at a moment after the socket connected or an event came, which is when programs write
// to it. A change made at any other time is shown with the socket's next event.

import type { SocketLike } from '../server-like.ts';
import { wireData } from './wire-socket.ts';

const LOOK_EVERY_MS = 1000;
/** Sockets that are looked at in one go; the others are next. */
const MAX_LOOKS = 200;
const NOTHING = '{}';

export class DataWatch {
  readonly #onChange: (socket: SocketLike, data: unknown) => void;
  readonly #changed = new Set<SocketLike>();
  /** As JSON. */
  readonly #lastShown = new WeakMap<SocketLike, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(onChange: (socket: SocketLike, data: unknown) => void) {
    this.#onChange = onChange;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#changed.clear();
  }

  /** It may have changed. */
  mark(socket: SocketLike): void {
    if (this.#timer !== undefined) this.#changed.add(socket);
  }

  /** An admin was shown it. */
  shown(socket: SocketLike, data: unknown): void {
    this.#lastShown.set(socket, JSON.stringify(data));
  }

  #look(): void {
    let looks = 0;
    for (const socket of this.#changed) {
      if (looks++ >= MAX_LOOKS) return;
      this.#changed.delete(socket);
      if (!socket.connected) continue;
      const data = wireData(socket);
      const text = JSON.stringify(data);
      if (text === (this.#lastShown.get(socket) ?? NOTHING)) continue;
      this.#lastShown.set(socket, text);
      this.#onChange(socket, data);
    }
  }
}
