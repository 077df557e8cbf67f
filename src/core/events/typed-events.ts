// Types of events, inferred from the four maps a program gives: what the server listens to, what it emits, what
// servers send each other, and `socket.data`. The names and shapes are those of `socket.io`.

import { captureRejectionSymbol } from 'node:events';
import { lazyEmitter, makeRoomForListeners } from '../lazy-emitter.ts';
import { throwLater } from '../uncaught.ts';

/** A listener may be an async function: what its promise is rejected with is told like what one throws. */
const Emitter = lazyEmitter({ captureRejections: true });

// biome-ignore lint/suspicious/noExplicitAny: without a map a listener may name any parameters, as in `socket.io`
type AnyArgs = any[];
type Listener = (...args: AnyArgs) => void;

/** Event name to the listener's signature. */
export interface EventsMap {
  // biome-ignore lint/suspicious/noExplicitAny: an interface has no index signature, and must be accepted
  [event: string]: any;
}

export interface DefaultEventsMap {
  [event: string]: (...args: AnyArgs) => void;
}

export type EventNames<Map extends EventsMap> = keyof Map & (string | symbol);

export type EventParams<Map extends EventsMap, Event extends EventNames<Map>> = Parameters<Map[Event]>;

/** Own events win over the program's of the same name. */
export type ListenerOf<Reserved extends EventsMap, Map extends EventsMap, Event> =
  Event extends EventNames<Reserved>
    ? Reserved[Event]
    : Event extends EventNames<Map>
      ? Map[Event] extends (...args: infer Args) => unknown
        ? (...args: Args) => void
        : never
      : never;

export type Last<Values extends unknown[]> = Values extends [...infer _, infer Value] ? Value : unknown;
export type AllButLast<Values extends unknown[]> = Values extends [...infer Rest, infer _] ? Rest : unknown[];

/** The arguments of an event, without its acknowledgement callback. */
export type ArgsWithoutAck<Map extends EventsMap, Event extends EventNames<Map>> =
  Last<EventParams<Map, Event>> extends (...args: AnyArgs) => unknown ? AllButLast<EventParams<Map, Event>> : EventParams<Map, Event>;

/** What an acknowledgement callback is called with first, an error set aside. */
export type AckResult<Callback> = Callback extends (...args: infer Args) => unknown
  ? Args extends [Error | null | undefined, infer Result, ...unknown[]]
    ? Result
    : Args extends [infer Result, ...unknown[]]
      ? Result
      : unknown
  : // biome-ignore lint/suspicious/noExplicitAny: the map does not say
    any;

type WithError<Value> = Value extends (...args: infer Args) => infer Result ? (error: Error, ...args: Args) => Result : Value;
type WithMultiple<Value> = Value extends (error: Error, result: infer Result, ...rest: infer Rest) => infer Return
  ? (error: Error, results: Result[], ...rest: Rest) => Return
  : Value extends (result: infer Result, ...rest: infer Rest) => infer Return
    ? (error: Error, results: Result[], ...rest: Rest) => Return
    : Value;
type MapLast<Values extends unknown[], Mapped> = Values extends [...infer Rest, infer _] ? [...Rest, Mapped] : Values;

/** After `timeout()`: the acknowledgement is called with an error first. */
export type WithTimeout<Map extends EventsMap> = {
  [Event in keyof Map]: Map[Event] extends (...args: infer Args) => infer Return
    ? (...args: MapLast<Args, WithError<Last<Args>>>) => Return
    : Map[Event];
};

/** Of a broadcast: the acknowledgement is called with an error and all results. */
export type WithMultipleResponses<Map extends EventsMap> = {
  [Event in keyof Map]: Map[Event] extends (...args: infer Args) => infer Return
    ? (...args: MapLast<Args, WithMultiple<Last<Args>>>) => Return
    : Map[Event];
};

export interface ListenerOptions {
  /** The listener goes when it aborts. */
  readonly signal?: AbortSignal;
}

/** An emitter whose own events are `Reserved` and whose program's events are `Listen`. */
export class TypedEmitter<Listen extends EventsMap, Reserved extends EventsMap = Record<never, never>> extends Emitter {
  /** What takes this emitter's listeners off the signals they are on: a signal may live longer. */
  #waits: Map<() => void, (() => void) | undefined> | undefined;

  override on<Event extends EventNames<Listen> | EventNames<Reserved>>(
    event: Event,
    listener: ListenerOf<Reserved, Listen, Event>,
    options?: ListenerOptions,
  ): this {
    if (options?.signal !== undefined && !this.#removeOnAbort(event, listener, options.signal)) return this;
    makeRoomForListeners(this);
    return super.on(event, listener as Listener);
  }

  override once<Event extends EventNames<Listen> | EventNames<Reserved>>(
    event: Event,
    listener: ListenerOf<Reserved, Listen, Event>,
    options?: ListenerOptions,
  ): this {
    if (options?.signal !== undefined && !this.#removeOnAbort(event, listener, options.signal)) return this;
    return super.once(event, listener as Listener);
  }

  /** @internal `emit` of a socket or namespace goes to clients; this goes to listeners here. */
  emitLocally(event: string | symbol, args: readonly unknown[]): boolean {
    // Node throws an "error" that nobody listens for, and a client may name its event so.
    if (this.listenerCount(event) === 0) return false;
    return super.emit(event, ...args);
  }

  /** @internal The same from within a packet's journey: what a listener throws does not tear it. */
  tell(event: string | symbol, args: readonly unknown[]): void {
    try {
      this.emitLocally(event, args);
    } catch (error) {
      this.onListenerError(error, event, false);
    }
  }

  /** @internal A listener threw, or the promise it returned was rejected. Where nobody asks for it, it is uncaught, or unhandled. */
  onListenerError(error: unknown, _event: string | symbol, isRejection: boolean): void {
    if (isRejection) void Promise.reject(error);
    else throwLater(error);
  }

  /** What Node calls for a rejected promise of a listener. */
  override [captureRejectionSymbol](error: Error, event: string | symbol): void {
    this.onListenerError(error, event, true);
  }

  /** @internal Calls `action` with its reason when `signal` aborts, or `onOver` when nothing comes any more. Returns what takes that back. */
  whenAborted(signal: AbortSignal, action: (reason: unknown) => void, onOver?: () => void): () => void {
    const release = (): void => {
      signal.removeEventListener('abort', onAbort);
      this.#waits?.delete(release);
    };
    const onAbort = (): void => {
      release();
      action(signal.reason);
    };
    signal.addEventListener('abort', onAbort);
    this.#waits ??= new Map();
    this.#waits.set(release, onOver);
    return release;
  }

  /** @internal Nothing comes any more. */
  releaseSignals(): void {
    for (const [release, onOver] of this.#waits ?? []) {
      release();
      onOver?.();
    }
  }

  #removeOnAbort(event: string | symbol, listener: unknown, signal: AbortSignal): boolean {
    if (signal.aborted) return false;
    this.whenAborted(signal, () => this.off(event, listener as Listener));
    return true;
  }
}
