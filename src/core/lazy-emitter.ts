import { EventEmitter } from 'node:events';

/** As `EventEmitter`, without what its constructor takes. */
export interface EmitterClass {
  new (): EventEmitter;
}

/**
 * A class of Node's event emitters whose instances carry nothing for it until they have a listener: Node makes the map of
 * listeners with the first of them, as it does for old classes that never call its constructor.
 */
export function lazyEmitter(options: ConstructorParameters<typeof EventEmitter>[0] = {}): EmitterClass {
  function Emitter(): void {}
  const prototype: object = Object.create(EventEmitter.prototype);
  // What a constructor keeps of its options, under symbols of Node's own.
  const model = new EventEmitter(options);
  for (const symbol of Object.getOwnPropertySymbols(model)) Reflect.set(prototype, symbol, Reflect.get(model, symbol));
  Emitter.prototype = prototype;
  return Emitter as unknown as EmitterClass;
}

const NOTHING_INHERITED: unknown = Object.freeze(Object.create(null));

/** Before the first listener: Node's own map of them, a table, takes three times the memory of an object with a few properties. */
export function makeRoomForListeners(emitter: EventEmitter & { _events?: object }): void {
  // Made here, and not handed to anybody yet.
  emitter._events ??= Object.create(NOTHING_INHERITED as object) as object;
}
