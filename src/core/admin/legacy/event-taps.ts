// Hears every event of every socket of the official server, while somebody wants to, and no longer: a listener of all events
// costs the server something for each of them.

import type { EncodedPacket } from '../../protocol/encode.ts';
import { inSlices } from '../in-slices.ts';
import type { SocketRegistry, TrackedSocket } from '../registry.ts';
import type { SocketLike } from '../server-like.ts';

/** `encoded`: as on the wire, where the server tells it. */
export type OnEvent = (socket: SocketLike, event: readonly unknown[], isReceived: boolean, encoded: EncodedPacket | null) => void;

export interface EventSource {
  start(): void;
  stop(): void;
  /** At once. */
  close(): void;
  /** One that has just come. */
  add(tracked: TrackedSocket): void;
}

export class EventTaps implements EventSource {
  readonly #registry: SocketRegistry;
  readonly #tapped = new WeakSet<SocketLike>();
  readonly #onReceived: (...event: unknown[]) => void;
  readonly #onSent: (...event: unknown[]) => void;
  #isOn = false;

  constructor(registry: SocketRegistry, onEvent: OnEvent) {
    this.#registry = registry;
    // One function for all sockets: `this` is the socket.
    this.#onReceived = function (this: unknown, ...event: unknown[]): void {
      onEvent(this as SocketLike, typeof event.at(-1) === 'function' ? event.slice(0, -1) : event, true, null);
    };
    this.#onSent = function (this: unknown, ...event: unknown[]): void {
      onEvent(this as SocketLike, event, false, null);
    };
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    void inSlices(
      this.#registry.sockets,
      (tracked) => this.add(tracked),
      () => !this.#isOn,
    );
  }

  stop(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    void inSlices(
      this.#registry.sockets,
      (tracked) => this.#remove(tracked),
      () => this.#isOn,
    );
  }

  close(): void {
    this.#isOn = false;
    for (const tracked of this.#registry.sockets) this.#remove(tracked);
  }

  /** What admins say to each other is heard by nobody. */
  add({ socket, isAdmin }: TrackedSocket): void {
    if (!this.#isOn || isAdmin || this.#tapped.has(socket)) return;
    this.#tapped.add(socket);
    socket.onAny(this.#onReceived);
    socket.onAnyOutgoing(this.#onSent);
  }

  #remove({ socket }: TrackedSocket): void {
    if (!this.#tapped.delete(socket)) return;
    socket.offAny(this.#onReceived);
    socket.offAnyOutgoing(this.#onSent);
  }
}
