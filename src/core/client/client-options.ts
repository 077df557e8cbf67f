import type { ClientOptions as EngineOptions } from '../engine/client/client-options.ts';
import type { Parser } from '../protocol/packet-codec.ts';

// biome-ignore lint/suspicious/noExplicitAny: a program's own values, as in `socket.io-client`
type AuthObject = Record<string, any>;

/** What goes with CONNECT, or who calls back with it each time it is needed. */
export type Auth = AuthObject | ((callback: (data: object) => void) => void);

/** Names and defaults are those of `socket.io-client`, but for those marked *ours*. */
export interface ManagerOptions extends EngineOptions {
  /** A manager of its own. `false`. */
  readonly forceNew: boolean;
  /** Namespaces of one server share a connection. `true`. */
  readonly multiplex: boolean;
  /** `true`. */
  readonly reconnection: boolean;
  /** `Infinity`. */
  readonly reconnectionAttempts: number;
  /** ms before the first; it doubles with each. 1000. */
  readonly reconnectionDelay: number;
  /** ms. 5000. */
  readonly reconnectionDelayMax: number;
  /** How far each delay is moved at random, 0 to 1. 0.5. */
  readonly randomizationFactor: number;
  /** Of one attempt, ms; `false`: none. 20000. */
  readonly timeout: number | false;
  /** Connect at once. `true`. */
  readonly autoConnect: boolean;
  /** `{Encoder, Decoder}`, such as `socket.io-msgpack-parser`. */
  readonly parser: Parser | object;
}

export interface SocketOptions {
  readonly auth: Auth;
  /** How often an event is sent again that was not acknowledged in `ackTimeout`; events then go one after the other. None. */
  readonly retries: number;
  /** Of every acknowledgement that has no `timeout` of its own, ms. None. */
  readonly ackTimeout: number;
}
