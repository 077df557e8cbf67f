import { type EventsMap, TypedEmitter } from './typed-events.ts';

export type CatchAllListener = (event: string, ...args: unknown[]) => void;

/** Listeners of every event, in order. */
class CatchAll {
  #listeners: readonly CatchAllListener[] = [];

  get listeners(): readonly CatchAllListener[] {
    return this.#listeners;
  }

  append(listener: CatchAllListener): void {
    this.#listeners = [...this.#listeners, listener];
  }

  prepend(listener: CatchAllListener): void {
    this.#listeners = [listener, ...this.#listeners];
  }

  /** The first of those that are the same; without an argument: all of them. */
  remove(listener: CatchAllListener | undefined): void {
    const index = listener === undefined ? -1 : this.#listeners.indexOf(listener);
    if (listener === undefined) this.#listeners = [];
    else if (index !== -1) this.#listeners = this.#listeners.toSpliced(index, 1);
  }

  /** `data`: the event's name, then its arguments. */
  call(socket: unknown, data: readonly unknown[]): void {
    // The name comes first, as the decoder and `emit` see to it.
    for (const listener of this.#listeners) listener.apply(socket, data as [string, ...unknown[]]);
  }
}

/** An emitter with listeners of every event that comes in, and of every event that goes out. */
export abstract class CatchAllEmitter<Listen extends EventsMap, Reserved extends EventsMap> extends TypedEmitter<Listen, Reserved> {
  #incoming: CatchAll | undefined;
  #outgoing: CatchAll | undefined;

  onAny(listener: CatchAllListener): this {
    this.#incoming ??= new CatchAll();
    this.#incoming.append(listener);
    return this;
  }

  prependAny(listener: CatchAllListener): this {
    this.#incoming ??= new CatchAll();
    this.#incoming.prepend(listener);
    return this;
  }

  offAny(listener?: CatchAllListener): this {
    this.#incoming?.remove(listener);
    return this;
  }

  listenersAny(): readonly CatchAllListener[] {
    return this.#incoming?.listeners ?? [];
  }

  onAnyOutgoing(listener: CatchAllListener): this {
    this.#outgoing ??= new CatchAll();
    this.#outgoing.append(listener);
    return this;
  }

  prependAnyOutgoing(listener: CatchAllListener): this {
    this.#outgoing ??= new CatchAll();
    this.#outgoing.prepend(listener);
    return this;
  }

  offAnyOutgoing(listener?: CatchAllListener): this {
    this.#outgoing?.remove(listener);
    return this;
  }

  listenersAnyOutgoing(): readonly CatchAllListener[] {
    return this.#outgoing?.listeners ?? [];
  }

  /** @internal */
  get hasIncomingListeners(): boolean {
    return this.#incoming !== undefined && this.#incoming.listeners.length > 0;
  }

  /** @internal */
  get hasOutgoingListeners(): boolean {
    return this.#outgoing !== undefined && this.#outgoing.listeners.length > 0;
  }

  /** @internal */
  notifyIncoming(event: readonly unknown[]): void {
    this.#incoming?.call(this, event);
  }

  /** @internal */
  notifyOutgoing(data: unknown): void {
    this.#outgoing?.call(this, data as unknown[]);
  }
}
