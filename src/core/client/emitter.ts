import { CatchAllEmitter } from '../events/catch-all.ts';
import type { EventsMap } from '../events/typed-events.ts';

// biome-ignore lint/suspicious/noExplicitAny: a listener may name any parameters, as in `socket.io-client`
type Listener = (...args: any[]) => void;

/** With the forms that the emitter of `socket.io-client` has beside those of Node. */
export abstract class ClientEmitter<Listen extends EventsMap, Reserved extends EventsMap> extends CatchAllEmitter<Listen, Reserved> {
  /** Without a listener all of the event, without an event all. */
  override off(event?: string | symbol, listener?: Listener): this {
    if (event === undefined) return this.removeAllListeners();
    return listener === undefined ? this.removeAllListeners(event) : super.off(event, listener);
  }

  override removeListener(event?: string | symbol, listener?: Listener): this {
    if (event === undefined || listener === undefined) return this.off(event, listener);
    return super.removeListener(event, listener);
  }

  removeEventListener(event?: string | symbol, listener?: Listener): this {
    return this.off(event, listener);
  }

  addEventListener(event: string | symbol, listener: Listener): this {
    super.on(event as never, listener as never);
    return this;
  }

  hasListeners(event: string | symbol): boolean {
    return this.listenerCount(event) > 0;
  }
}
