// Decides whether a request becomes, or belongs to, a session. Every refusal has a code, a message and a context.

import { type IncomingMessage, validateHeaderValue } from 'node:http';
import type { Revision } from '../codec.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Session } from '../session.ts';
import { type Refusal, refusal } from './refusal.ts';

/** `session`: the one the request belongs to; `null`: it asks for a new one. */
export type Verdict = { readonly session: Session | null; readonly revision: Revision } | { readonly refusal: Refusal };

/** By their ids, without a prototype. */
export type Sessions = Readonly<Record<string, Session>>;

/** A request's query; it inherits nothing. Of a key that came twice the last value counts. */
export type Query = Readonly<Record<string, string | undefined>>;

/** Read once, and left on the request as `_query`, where middlewares and `allowRequest` look for it. */
export function queryOf(req: IncomingMessage & { _query?: Query }): Query {
  req._query ??= parseQuery(req.url ?? '');
  return req._query;
}

const ENCODED = /[%+]/;

/** What has no prototype at all takes twice the memory, and each session keeps its query. */
const NOTHING_INHERITED: unknown = Object.freeze(Object.create(null));

function parseQuery(url: string): Query {
  // Made here, and not handed to anybody yet.
  const query = Object.create(NOTHING_INHERITED as object) as Record<string, string>;
  const start = url.indexOf('?');
  if (start === -1) return query;
  // A second question mark is not of the first key to `URLSearchParams`.
  if (ENCODED.test(url) || url[start + 1] === '?') for (const [key, value] of new URLSearchParams(url.slice(start + 1))) query[key] = value;
  else readPlain(url, start + 1, query);
  return query;
}

/** What `URLSearchParams` reads, where nothing is encoded: it takes most of the time of a handshake's own. */
function readPlain(url: string, start: number, query: Record<string, string>): void {
  let equals = url.indexOf('=', start);
  for (let at = start; at < url.length; ) {
    const ampersand = url.indexOf('&', at);
    const end = ampersand === -1 ? url.length : ampersand;
    // Searched for once: a query may be all ampersands.
    if (equals !== -1 && equals < at) equals = url.indexOf('=', at);
    if (equals === -1 || equals > end) {
      if (end > at) query[url.slice(at, end)] = '';
    } else {
      query[url.slice(at, equals)] = url.slice(equals + 1, end);
    }
    at = end + 1;
  }
}

/** `isUpgrade`: the request came as an HTTP upgrade. */
export function verify(req: IncomingMessage, query: Query, isUpgrade: boolean, sessions: Sessions, options: ServerOptions): Verdict {
  const { transport, sid } = query;
  if (!isOffered(transport, options)) return refuse('UNKNOWN_TRANSPORT', { transport });
  const { origin } = req.headers;
  if (origin !== undefined && !isHeaderValue(origin)) return refuse('BAD_REQUEST', { name: 'INVALID_ORIGIN', origin });
  // EIO absent means revision 3.
  const revision = query.EIO === '4' ? 4 : 3;
  return sid ? verifyKnown(sid, transport, revision, isUpgrade, sessions, options) : verifyNew(req, transport, revision, isUpgrade, options);
}

function isOffered(transport: string | undefined, options: ServerOptions): transport is 'polling' | 'websocket' {
  return (transport === 'polling' || transport === 'websocket') && options.transports.includes(transport);
}

function isHeaderValue(value: string): boolean {
  try {
    validateHeaderValue('origin', value);
    return true;
  } catch {
    // Only a parser that was told to be lenient lets it through.
    return false;
  }
}

function verifyNew(req: IncomingMessage, transport: string, revision: Revision, isUpgrade: boolean, options: ServerOptions): Verdict {
  if (req.method !== 'GET') return refuse('BAD_HANDSHAKE_METHOD', { method: req.method });
  if ((transport === 'websocket') !== isUpgrade) return refuse('BAD_REQUEST', { name: 'TRANSPORT_HANDSHAKE_ERROR' });
  if (revision === 3 && !options.allowEIO3) return refuse('UNSUPPORTED_PROTOCOL_VERSION', { protocol: revision });
  return { session: null, revision };
}

function verifyKnown(sid: string, transport: string, revision: Revision, isUpgrade: boolean, sessions: Sessions, options: ServerOptions): Verdict {
  const session = sessions[sid];
  if (session === undefined) return refuse('UNKNOWN_SID', { sid });
  const previousTransport = session.transport.name;
  if (isUpgrade ? transport !== 'websocket' : previousTransport !== transport) {
    return refuse('BAD_REQUEST', { name: 'TRANSPORT_MISMATCH', transport, previousTransport });
  }
  if (session.protocol !== revision)
    return refuse('BAD_REQUEST', { name: 'PROTOCOL_MISMATCH', protocol: revision, previousProtocol: session.protocol });
  if (isUpgrade) {
    if (!options.allowUpgrades) return refuse('BAD_REQUEST', { name: 'UPGRADES_NOT_ALLOWED' });
    if (previousTransport !== 'polling' || session.upgradeState !== 'none') return refuse('BAD_REQUEST', { name: 'UPGRADED_ALREADY' });
  }
  return { session, revision };
}

function refuse(...args: Parameters<typeof refusal>): { readonly refusal: Refusal } {
  return { refusal: refusal(...args) };
}
