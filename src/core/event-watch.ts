// Each event of each socket, told with what it is on the wire to whoever shows all of them. Listeners of all events are the
// program's: they sit on a socket each, and know of no text. Synchronous, in the order things happen; with nobody there an
// event costs one branch.

import type { EncodedPacket } from './protocol/encode.ts';

export interface WatchedSocket {
  readonly id: string;
  readonly connected: boolean;
  readonly nsp: { readonly name: string };
}

/** `data`: the event's name and its arguments, without a function that acknowledges. It belongs to the server, and so do bytes. Nothing may throw. */
export interface EventWatch {
  /** Told before its listeners. */
  onReceived(socket: WatchedSocket, data: readonly unknown[], encoded: EncodedPacket): void;
  /**
   * Told once for each socket it is handed to, whether or not the connection takes it. Of a broadcast `encoded` is the same
   * object each time; `null`: an adapter of others has encoded it.
   */
  onSent(socket: WatchedSocket, data: readonly unknown[], encoded: EncodedPacket | null): void;
}

export class EventWatches {
  /** Set while somebody watches. */
  current: EventWatch | undefined;
  readonly #watches = new Set<EventWatch>();

  /** Returns the way to stop. */
  add(watch: EventWatch): () => void {
    this.#watches.add(watch);
    this.#update();
    return () => {
      this.#watches.delete(watch);
      this.#update();
    };
  }

  #update(): void {
    const [first, ...rest] = this.#watches;
    this.current = rest.length === 0 ? first : forAll(this.#watches);
  }
}

function forAll(watches: ReadonlySet<EventWatch>): EventWatch {
  return {
    onReceived(socket, data, encoded) {
      for (const watch of watches) watch.onReceived(socket, data, encoded);
    },
    onSent(socket, data, encoded) {
      for (const watch of watches) watch.onSent(socket, data, encoded);
    },
  };
}
