// What a socket tells of itself, and what it is told.

export type DisconnectReason =
  | 'transport error'
  | 'transport close'
  | 'forced close'
  | 'ping timeout'
  | 'parse error'
  | 'server shutting down'
  | 'forced server close'
  | 'client namespace disconnect'
  | 'server namespace disconnect';

/** After these a client may come back to where it was. */
export const RECOVERABLE_REASONS: ReadonlySet<string> = new Set([
  'transport error',
  'transport close',
  'forced close',
  'ping timeout',
  'server shutting down',
  'forced server close',
] satisfies DisconnectReason[]);

/** A socket's own events. */
export interface SocketReservedEvents {
  /** Before it leaves its rooms. */
  disconnecting: (reason: DisconnectReason, description?: Error) => void;
  disconnect: (reason: DisconnectReason, description?: Error) => void;
  error: (error: Error) => void;
}

export interface DisconnectOptions {
  /** The whole connection with all its namespaces. `false`. */
  readonly close?: boolean;
  /** What `disconnect` listeners of this server are told, instead of the protocol's own reason. Over WebSocket it goes with the close frame too. */
  readonly reason?: string;
}

/** An event as middlewares see it: its name, then its arguments, the acknowledgement last. */
// biome-ignore lint/suspicious/noExplicitAny: the program knows what its clients send, as in `socket.io`
export type Event = [name: string, ...args: any[]];

/** `next(error)` refuses the event: the socket's `error` listeners are told. */
export type SocketMiddleware = (event: Event, next: (error?: Error | null) => void) => void;
