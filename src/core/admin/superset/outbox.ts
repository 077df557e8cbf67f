import { AdminBuffer } from '../legacy/admin-buffer.ts';
import type { SocketLike } from '../server-like.ts';

/** Bytes that may wait for an admin before what can be left out is. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** What goes to one admin, and whether it takes it. */
export class Outbox {
  readonly #socket: SocketLike;
  readonly #buffer: AdminBuffer;
  #isFull = false;

  constructor(socket: SocketLike) {
    this.#socket = socket;
    this.#buffer = new AdminBuffer(
      socket.conn,
      MAX_WAITING_BYTES,
      () => {
        this.#isFull = true;
      },
      () => {
        this.#isFull = false;
      },
    );
  }

  /** What can be had again, or left out, is not to be sent now. */
  get isFull(): boolean {
    return this.#isFull;
  }

  send(event: string, ...args: readonly unknown[]): void {
    this.#socket.emit(event, ...args);
  }

  close(): void {
    this.#buffer.close();
  }
}
