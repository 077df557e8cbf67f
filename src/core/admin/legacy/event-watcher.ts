// Hears every event of a server that tells each with its text, while somebody wants to, and no longer.

import type { EventWatch, EventWatches, WatchedSocket } from '../../event-watch.ts';
import type { EncodedPacket } from '../../protocol/encode.ts';
import type { ServerLike, SocketLike } from '../server-like.ts';
import type { EventSource, OnEvent } from './event-taps.ts';

export class EventWatcher implements EventSource {
  readonly #watches: EventWatches;
  readonly #watch: EventWatch;
  #stopWatching: (() => void) | null = null;

  constructor(watches: EventWatches, adminNamespace: string, onEvent: OnEvent) {
    this.#watches = watches;
    const tell = (socket: WatchedSocket, event: readonly unknown[], isReceived: boolean, encoded: EncodedPacket | null): void => {
      // One that is not in yet, or has left, is not shown. What admins say to each other is heard by nobody.
      if (!socket.connected || socket.nsp.name === adminNamespace) return;
      // A server that can be watched is ours, and so are its sockets.
      onEvent(socket as SocketLike, event, isReceived, encoded);
    };
    this.#watch = {
      onReceived: (socket, event, encoded) => tell(socket, event, true, encoded),
      onSent: (socket, event, encoded) => tell(socket, event, false, encoded),
    };
  }

  start(): void {
    this.#stopWatching ??= this.#watches.add(this.#watch);
  }

  stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
  }

  close(): void {
    this.stop();
  }

  /** The server tells of all sockets. */
  add(): void {}
}

/** `null`: the server does not tell, or keeps what it sends for clients that come back: of what is written beside it, it would keep nothing. */
export function eventWatchesOf(io: ServerLike): EventWatches | null {
  const watches: unknown = Reflect.get(io, 'eventWatches');
  const options: unknown = Reflect.get(io, 'opts');
  const isKept = typeof options === 'object' && options !== null && 'connectionStateRecovery' in options;
  return isEventWatches(watches) && !(isKept && options.connectionStateRecovery !== undefined) ? watches : null;
}

function isEventWatches(watches: unknown): watches is EventWatches {
  return typeof watches === 'object' && watches !== null && 'current' in watches && 'add' in watches && typeof watches.add === 'function';
}
