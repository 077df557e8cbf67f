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

/**
 * `null`: the server does not tell; or a text of the agent's would not do, since the server's program has a parser of its own, or
 * what is sent is kept for clients that come back, which only what the server itself sends is.
 */
export function eventWatchesOf(io: ServerLike): EventWatches | null {
  const watches: unknown = Reflect.get(io, 'eventWatches');
  return isEventWatches(watches) && !hasOption(io, 'parser') && !hasOption(io, 'connectionStateRecovery') ? watches : null;
}

function hasOption(io: ServerLike, name: string): boolean {
  const options: unknown = Reflect.get(io, 'opts');
  return typeof options === 'object' && options !== null && Reflect.get(options, name) !== undefined;
}

function isEventWatches(watches: unknown): watches is EventWatches {
  return typeof watches === 'object' && watches !== null && 'current' in watches && 'add' in watches && typeof watches.add === 'function';
}
