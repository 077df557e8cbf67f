import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Http2SecureServer } from 'node:http2';
import type { Server as HttpsServer } from 'node:https';
import type { SerializeOptions } from 'cookie';
import type { CorsOptions, CorsOptionsDelegate } from 'cors';
import { type PerMessageDeflateOptions, WebSocketServer, type ServerOptions as WebSocketServerOptions } from 'ws';
import { UsageError } from '../errors.ts';
import {
  MAX_ATTACHMENTS,
  MAX_BUFFERED_BYTES,
  MAX_DYNAMIC_NAMESPACES,
  MAX_EVENT_NAME_LENGTH,
  MAX_NAMESPACES,
  MAX_NESTING,
  MAX_PENDING_ACKS,
  MAX_ROOMS,
} from '../limits.ts';
import type { TrustProxy } from './admission/remote-address.ts';
import type { MessageData } from './message-data.ts';
import type { HttpCompressionOptions } from './transports/compression.ts';
import type { TransportName } from './transports/transport.ts';

/** What an engine can be attached to; of HTTP/2 it is the one that allows HTTP/1 too, which WebSocket needs. */
export type HttpServerLike = HttpServer | HttpsServer | Http2SecureServer;

/** Decides about a new session: `done(null, true)` or `done(message, false)`, now or later. */
export type AllowRequest = (req: IncomingMessage, done: (message: string | null | undefined, isAllowed: boolean) => void) => void;

export interface CookieOptions extends SerializeOptions {
  /** `io`. */
  readonly name?: string;
}

export interface BackpressureOptions {
  /** Bytes that may wait for one session. 16 MiB: sixteen of the largest messages that are taken by default. */
  readonly highWaterMark?: number;
  /**
   * Over the mark: `drop-volatile` makes the session not `writable`, so that volatile packets are dropped;
   * `disconnect` ends it; `ignore` has no mark. `drop-volatile`.
   */
  readonly policy?: 'drop-volatile' | 'disconnect' | 'ignore';
}

/** What a peer can make grow. Those of an address and of the rate are off; the others have defaults that no honest client meets. */
export interface LimitOptions {
  /** Sessions of one address at a time. */
  readonly connectionsPerAddress?: number;
  /** New sessions of one address; as many may come at once. */
  readonly handshakesPerSecondPerAddress?: number;
  /** Messages of one session; as many may come at once. */
  readonly messagesPerSecond?: number;
  /** Sent and not taken by the operating system yet: over it the connection ends, whatever `backpressure` says. 268435456. */
  readonly bufferedBytesPerClient?: number;
  /** Namespaces that a client is in or asks for, at a time: one more is refused. 1000. */
  readonly namespacesPerClient?: number;
  /** Of all clients: those that a function or an expression let them have. One more is refused. 100000. */
  readonly dynamicNamespaces?: number;
  /** Over it the connection ends, as over all that follow. 100000. */
  readonly roomsPerSocket?: number;
  /** Acknowledgements that a socket was asked for and owes. 100000. */
  readonly pendingAcksPerSocket?: number;
  /** Binary attachments. 10. */
  readonly attachmentsPerPacket?: number;
  /** Of an event's name, in characters. 1000. */
  readonly eventNameLength?: number;
  /** How deep arrays and objects of one packet are nested; 1000, and no more than that. */
  readonly nesting?: number;
}

export type Limits = Required<LimitOptions>;

/** All with their defaults filled in. Times are milliseconds, sizes bytes. */
export interface ServerOptions {
  /** Between a pong and the next ping. 25000. */
  readonly pingInterval: number;
  /** What a pong may take. 20000. */
  readonly pingTimeout: number;
  /** What an upgrade may take. 10000. */
  readonly upgradeTimeout: number;
  /** Of one message: 413 over polling, close code 1009 over WebSocket. 1e6. */
  readonly maxHttpBufferSize: number;
  /** Of one message that is sent: over it, `write` throws. No limit. */
  readonly maxOutgoingMessageSize: number;
  /** `["polling", "websocket"]`. */
  readonly transports: readonly TransportName[];
  /** Whether sessions may move to a better transport. `true`. */
  readonly allowUpgrades: boolean;
  /** Whether clients of revision 3 (Socket.IO 1.x and 2.x) are served. `false`. */
  readonly allowEIO3: boolean;
  /** Off; `true` is `{ threshold: 1024 }`. */
  readonly perMessageDeflate: boolean | PerMessageDeflateOptions;
  /** Of polling answers. `{ threshold: 1024 }`. */
  readonly httpCompression: boolean | HttpCompressionOptions;
  /** A class that does what `ws`'s `WebSocketServer` does. */
  readonly wsEngine: new (
    options: WebSocketServerOptions,
  ) => WebSocketServer;
  /** Asked before each new session. Off. */
  readonly allowRequest: AllowRequest | undefined;
  /** A first message for each client, sent with the handshake. */
  readonly initialPacket: MessageData | undefined;
  /** Set with the handshake of a polling session, its value the session's id. Off; `true` is `{ name: "io", path: "/", httpOnly: true, sameSite: "lax" }`. */
  readonly cookie: boolean | CookieOptions;
  /** Options of the `cors` package, or its delegate. Off. */
  readonly cors: false | CorsOptions | CorsOptionsDelegate | undefined;
  /** What happens when a client reads slower than it is sent to. */
  readonly backpressure: BackpressureOptions;
  /** What one address, one connection and one packet may. */
  readonly limits: LimitOptions;
  /** Whose `X-Forwarded-For` tells a client's address. `false`. */
  readonly trustProxy: TrustProxy;
}

export interface AttachOptions {
  /** `/engine.io`. */
  readonly path?: string;
  /** Whether the path ends with a slash on the wire. `true`. */
  readonly addTrailingSlash?: boolean;
  /** Close upgrade requests that nobody answers. `true`. */
  readonly destroyUpgrade?: boolean;
  /** After this many ms. 1000. */
  readonly destroyUpgradeTimeout?: number;
}

export const DEFAULT_BACKPRESSURE = { highWaterMark: 16 * 1024 * 1024, policy: 'drop-volatile' } as const satisfies BackpressureOptions;

const DEFAULT_LIMITS: Limits = {
  connectionsPerAddress: Number.POSITIVE_INFINITY,
  handshakesPerSecondPerAddress: Number.POSITIVE_INFINITY,
  messagesPerSecond: Number.POSITIVE_INFINITY,
  bufferedBytesPerClient: MAX_BUFFERED_BYTES,
  namespacesPerClient: MAX_NAMESPACES,
  dynamicNamespaces: MAX_DYNAMIC_NAMESPACES,
  roomsPerSocket: MAX_ROOMS,
  pendingAcksPerSocket: MAX_PENDING_ACKS,
  attachmentsPerPacket: MAX_ATTACHMENTS,
  eventNameLength: MAX_EVENT_NAME_LENGTH,
  nesting: MAX_NESTING,
};

const DEFAULTS: ServerOptions = {
  pingInterval: 25_000,
  pingTimeout: 20_000,
  upgradeTimeout: 10_000,
  maxHttpBufferSize: 1e6,
  maxOutgoingMessageSize: Number.POSITIVE_INFINITY,
  transports: ['polling', 'websocket'],
  allowUpgrades: true,
  allowEIO3: false,
  perMessageDeflate: false,
  httpCompression: true,
  wsEngine: WebSocketServer,
  allowRequest: undefined,
  initialPacket: undefined,
  cookie: false,
  cors: undefined,
  backpressure: DEFAULT_BACKPRESSURE,
  limits: DEFAULT_LIMITS,
  trustProxy: false,
};

const TRANSPORTS: readonly unknown[] = ['polling', 'websocket', 'webtransport'] satisfies TransportName[];
const POLICIES: readonly unknown[] = ['drop-volatile', 'disconnect', 'ignore'] satisfies BackpressureOptions['policy'][];
const OVER_ZERO = ['pingInterval', 'pingTimeout', 'upgradeTimeout', 'maxHttpBufferSize', 'maxOutgoingMessageSize'] as const;

/** Throws a `UsageError` `INVALID_OPTION` for what can never work. */
export function serverOptions(given: Partial<ServerOptions>): ServerOptions {
  const options: Record<string, unknown> = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS)) {
    const value: unknown = Reflect.get(given, key);
    if (value !== undefined) options[key] = value;
  }
  // Each key came from a `ServerOptions`, or from a part of one.
  const filled = options as unknown as ServerOptions;
  const { backpressure } = filled;
  for (const key of OVER_ZERO) checkOverZero(key, filled[key]);
  checkOverZero('backpressure.highWaterMark', backpressure.highWaterMark);
  const { policy } = backpressure;
  if (policy !== undefined && !POLICIES.includes(policy)) throw new UsageError('INVALID_OPTION', `unknown backpressure.policy "${String(policy)}"`);
  for (const transport of filled.transports) {
    if (!TRANSPORTS.includes(transport)) throw new UsageError('INVALID_OPTION', `unknown transport "${String(transport)}"`);
  }
  return { ...filled, limits: limitsOf(filled.limits) };
}

/** Throws a `UsageError` `INVALID_OPTION` for what can never work. */
export function limitsOf(given: LimitOptions = {}): Limits {
  const wanted = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [key, value] of wanted) checkOverZero(`limits.${key}`, value);
  const limits: Limits = { ...DEFAULT_LIMITS, ...Object.fromEntries(wanted) };
  // Deeper than the stack, what a listener sends on would end the process.
  if (limits.nesting > MAX_NESTING) throw new UsageError('INVALID_OPTION', `limits.nesting is ${limits.nesting}: it must be ${MAX_NESTING} at most`);
  return limits;
}

function checkOverZero(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0)) throw new UsageError('INVALID_OPTION', `${name} is ${String(value)}: it must be a number over 0`);
}
