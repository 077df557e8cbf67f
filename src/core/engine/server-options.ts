import type { CorsOptions, CorsOptionsDelegate } from 'cors';
import type { PerMessageDeflateOptions } from 'ws';
import { UsageError } from '../errors.ts';

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
  /** `["polling", "websocket"]`. */
  readonly transports: readonly ('polling' | 'websocket')[];
  /** Whether polling may move to WebSocket. `true`. */
  readonly allowUpgrades: boolean;
  /** Off; `true` is `{ threshold: 1024 }`. */
  readonly perMessageDeflate: boolean | PerMessageDeflateOptions;
  /** A first message for each client, sent with the handshake. */
  readonly initialPacket: string | Uint8Array | undefined;
  /** Options of the `cors` package, or its delegate. Off. */
  readonly cors: CorsOptions | CorsOptionsDelegate | undefined;
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

const DEFAULTS: ServerOptions = {
  pingInterval: 25_000,
  pingTimeout: 20_000,
  upgradeTimeout: 10_000,
  maxHttpBufferSize: 1e6,
  transports: ['polling', 'websocket'],
  allowUpgrades: true,
  perMessageDeflate: false,
  initialPacket: undefined,
  cors: undefined,
};

/** Throws a `UsageError` `INVALID_OPTION` for what can never work. */
export function serverOptions(given: Partial<ServerOptions>): ServerOptions {
  const options: Record<string, unknown> = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS)) {
    const value: unknown = Reflect.get(given, key);
    if (value !== undefined) options[key] = value;
  }
  // Each key came from a `ServerOptions`, or from a part of one.
  const filled = options as unknown as ServerOptions;
  for (const key of ['pingInterval', 'pingTimeout', 'upgradeTimeout', 'maxHttpBufferSize'] as const) {
    if (!(filled[key] > 0)) throw new UsageError('INVALID_OPTION', `${key} is ${String(filled[key])}: it must be a number over 0`);
  }
  for (const transport of filled.transports) {
    if (transport !== 'polling' && transport !== 'websocket') throw new UsageError('INVALID_OPTION', `unknown transport "${String(transport)}"`);
  }
  return filled;
}
