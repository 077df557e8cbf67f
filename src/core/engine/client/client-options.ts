// What a client can be told, by the names of `engine.io-client`, and where it connects.

import type { Agent } from 'node:http';
import type { ConnectionOptions } from 'node:tls';
import { UsageError } from '../../errors.ts';
import type { Revision } from '../codec.ts';
import type { CookieJar } from './cookie-jar.ts';
import type { Stages } from './stages.ts';
import type { Transport } from './transports/transport.ts';

export type TransportName = 'polling' | 'websocket' | 'webtransport' | (string & {});
export type TransportConstructor = new (options: TransportOptions) => Transport;

export type Query = Readonly<Record<string, unknown>>;

/** Of `node:tls`; each is handed on. */
export interface TlsOptions extends Pick<ConnectionOptions, 'pfx' | 'key' | 'passphrase' | 'cert' | 'ca' | 'ciphers' | 'rejectUnauthorized'> {}

/** What one transport is made with; `transportOptions` may change it for one of them. */
export interface ConnectOptions extends TlsOptions {
  /** Added to the URL of each request. */
  readonly query?: Query | string;
  /** Opens the connections; an `https-proxy-agent`, for example. `false`: one of its own, which keeps them. */
  readonly agent?: Agent | boolean | undefined;
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** Keep the server's cookies, and send them. `false`. */
  readonly withCredentials?: boolean;
  /** Add a value to each URL that no cache has seen. `true` for polling only. */
  readonly timestampRequests?: boolean;
  /** The query's name for it: `t`. */
  readonly timestampParam?: string;
  /** Take and send no bytes, but base64. `false`. */
  readonly forceBase64?: boolean;
  /** Of one request of polling, ms. None. */
  readonly requestTimeout?: number;
  /** WebSocket subprotocols. */
  readonly protocols?: string | readonly string[];
  /** Offered to the server, which seldom takes it: `{threshold: 1024}`. */
  readonly perMessageDeflate?: { readonly threshold: number } | boolean;
  /** Nothing of it keeps the process alive. `false`. */
  readonly autoUnref?: boolean;
  /** Timers that a test's clock does not replace. `false`. */
  readonly useNativeTimers?: boolean;
}

/** Names and defaults are those of `engine.io-client`, but for those marked *ours*. */
export interface ClientOptions extends ConnectOptions {
  readonly host?: string;
  readonly hostname?: string;
  readonly port?: string | number;
  readonly secure?: boolean;
  /** `/engine.io`; a slash is put at its end, unless `addTrailingSlash` is `false`. */
  readonly path?: string;
  readonly addTrailingSlash?: boolean;
  /** In order of preference: `['polling', 'websocket', 'webtransport']`. */
  readonly transports?: readonly TransportName[] | readonly TransportConstructor[];
  readonly transportImplementations?: readonly TransportConstructor[];
  /** Move to a better transport. `true`. */
  readonly upgrade?: boolean;
  /** Begin with WebSocket when the last connection of this process had it. `false`. */
  readonly rememberUpgrade?: boolean;
  /** When the first transport can't connect, try the next. `false`. */
  readonly tryAllTransports?: boolean;
  readonly transportOptions?: Readonly<Record<string, Partial<ConnectOptions>>>;
  /** Taken for programs that also run in a browser, where it means something. */
  readonly closeOnBeforeunload?: boolean;
  /** *Ours.* Engine.IO's revision: 4, 3 (servers of 1.x and 2.x), or what the server's first answer shows. */
  readonly protocolVersion?: Revision | 'auto';
}

/** What a transport gets: its own options, and the engine it works for. */
export interface TransportOptions extends ConnectOptions {
  readonly hostname: string;
  readonly port: string;
  readonly secure: boolean;
  readonly path: string;
  readonly query: Record<string, unknown>;
  /** Named as in `engine.io-client`, whose transports can be used. */
  readonly socket: TransportOwner;
}

/** What a transport asks of its engine. */
export interface TransportOwner {
  /** Of programs' own transports. */
  readonly binaryType: 'nodebuffer' | 'arraybuffer' | 'blob';
  readonly cookieJar: CookieJar | undefined;
  readonly stages: Stages;
  readonly opts: ClientOptions;
  /** An answer has the form of revision 3, and the engine asked for any. */
  onRevision3Payload(): boolean;
}

export interface Target {
  readonly hostname: string;
  readonly port: string;
  readonly secure: boolean;
  /** Of the URL; none: `undefined`. */
  readonly query: Query | undefined;
}

const SECURE = new Set(['https:', 'wss:']);

/** Where `uri` says, else the options. Throws a `UsageError` `INVALID_OPTION`. */
export function targetOf(uri: string | undefined, options: ClientOptions): Target {
  if (uri === undefined) {
    const secure = options.secure ?? false;
    const hostname = options.hostname ?? options.host ?? 'localhost';
    return { hostname, port: String(options.port ?? defaultPort(secure)), secure, query: undefined };
  }
  const url = parseUrl(uri);
  const secure = options.secure ?? SECURE.has(url.protocol);
  const query = url.search === '' ? undefined : Object.fromEntries(url.searchParams);
  // Node's own connections take an address of IPv6 without its brackets.
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  return { hostname, port: url.port === '' ? defaultPort(secure) : url.port, secure, query };
}

/** Throws a `UsageError` `INVALID_OPTION` for what is no URL of a server. */
export function parseUrl(uri: string): URL {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url === null || !/^(https?|wss?):$/.test(url.protocol)) {
    throw new UsageError('INVALID_OPTION', `"${uri}" is not a URL with http, https, ws or wss`);
  }
  return url;
}

function defaultPort(secure: boolean): string {
  return secure ? '443' : '80';
}

export function queryOf(query: Query | string | undefined): Record<string, unknown> {
  return typeof query === 'string' ? Object.fromEntries(new URLSearchParams(query)) : { ...query };
}

export function tlsOptionsOf({ pfx, key, passphrase, cert, ca, ciphers, rejectUnauthorized }: TlsOptions): TlsOptions {
  const all = { pfx, key, passphrase, cert, ca, ciphers, rejectUnauthorized };
  // Node takes an option that is there and undefined for a choice.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
