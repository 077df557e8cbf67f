import type { AttachOptions, ServerOptions as EngineOptions } from '../engine/server-options.ts';
import { UsageError } from '../errors.ts';
import type { Parser } from '../protocol/packet-codec.ts';
import type { Adapter } from './adapter.ts';
import type { Namespace } from './namespace.ts';

/** A class of adapters, or a function that makes one for a namespace. Those of `socket.io-adapter`'s contract are taken as they are. */
// biome-ignore lint/suspicious/noExplicitAny: adapters of others extend another base class, whose namespace is of another type
export type AdapterConstructor = (new (nsp: any) => Adapter | object) | ((nsp: any) => Adapter | object);

export interface RecoveryOptions {
  /** How long a session is kept for a client that lost its connection, ms. 120000. */
  readonly maxDisconnectionDuration?: number;
  /** Whether a client that was recovered is let in without asking the middlewares. `true`. */
  readonly skipMiddlewares?: boolean;
}

/** Socket.IO's own options, and all of Engine.IO's. */
export interface ServerOptions extends EngineOptions, AttachOptions {
  /** Where clients connect. `/socket.io`. */
  readonly path: string;
  /** Whether the browser's client is served under the path. `true`. */
  readonly serveClient: boolean;
  /** In-memory; with recovery, one that remembers sessions. */
  readonly adapter: AdapterConstructor;
  /** A `Parser`: encodes and decodes packets; both sides must use the same. Packages type theirs in their own ways. This project's own. */
  readonly parser: Parser | object;
  /** After this many ms a client that joined no namespace is closed. 45000. */
  readonly connectTimeout: number;
  /** Lets a client that lost its connection for a moment go on where it was. Off. */
  readonly connectionStateRecovery: RecoveryOptions;
  /** Whether namespaces that came into being by themselves go when their last socket leaves. `false`. */
  readonly cleanupEmptyChildNamespaces: boolean;
  /** Whether what a listener returns, or its promise resolves with, acknowledges the event. `false`. */
  readonly ackFromReturn: boolean;
}

/** As given, with the defaults of the parts filled in. Throws a UsageError `INVALID_OPTION`. */
export function withDefaults(given: Partial<ServerOptions>): Partial<ServerOptions> {
  if (!given.connectionStateRecovery) return given;
  const recovery = { maxDisconnectionDuration: 120_000, skipMiddlewares: true, ...given.connectionStateRecovery };
  if (!(recovery.maxDisconnectionDuration > 0)) {
    throw new UsageError('INVALID_OPTION', `maxDisconnectionDuration is ${recovery.maxDisconnectionDuration}: it must be a number over 0`);
  }
  return { ...given, connectionStateRecovery: recovery };
}

/** An adapter for `nsp`: arrow functions are called, all else is constructed, as `socket.io` does. */
export function createAdapter(adapter: AdapterConstructor, nsp: Namespace): Adapter {
  const isArrow = adapter.prototype === undefined;
  const created = isArrow ? (adapter as (nsp: Namespace) => object)(nsp) : new (adapter as new (nsp: Namespace) => object)(nsp);
  // Whoever gives an adapter answers for its members: those of the contract.
  return created as Adapter;
}
