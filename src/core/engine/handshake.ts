// Decides whether a request becomes, or belongs to, a session. Every refusal has a code, a message and a context.

import type { IncomingMessage } from 'node:http';
import type { ServerOptions } from './server-options.ts';
import type { Session } from './session.ts';

/** Codes and messages of refusals, as Engine.IO's `connection_error` tells them. */
const REFUSALS = {
  UNKNOWN_TRANSPORT: { code: 0, message: 'Transport unknown' },
  UNKNOWN_SID: { code: 1, message: 'Session ID unknown' },
  BAD_HANDSHAKE_METHOD: { code: 2, message: 'Bad handshake method' },
  BAD_REQUEST: { code: 3, message: 'Bad request' },
  FORBIDDEN: { code: 4, message: 'Forbidden' },
  UNSUPPORTED_PROTOCOL_VERSION: { code: 5, message: 'Unsupported protocol version' },
} as const;

export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** `session`: the one the request belongs to; `null`: it asks for a new one. */
export type Verdict = { readonly session: Session | null; readonly transport: string } | { readonly refusal: Refusal };

/** The refusal of a request whose `cors` delegate failed. */
export const CORS_FAILED: Refusal = { ...REFUSALS.BAD_REQUEST, context: { name: 'MIDDLEWARE_FAILURE' } };

/** A request's query, without a prototype. Of a key that came twice the last value counts. */
export type Query = Readonly<Record<string, string | undefined>>;

export function queryOf({ url = '' }: IncomingMessage): Query {
  // Made here, and not handed to anybody yet.
  const query = Object.create(null) as Record<string, string>;
  const start = url.indexOf('?');
  if (start === -1) return query;
  for (const [key, value] of new URLSearchParams(url.slice(start + 1))) query[key] = value;
  return query;
}

/** `isUpgrade`: the request came as an HTTP upgrade. */
export function verify(
  req: IncomingMessage,
  query: Query,
  isUpgrade: boolean,
  sessions: ReadonlyMap<string, Session>,
  options: ServerOptions,
): Verdict {
  const { transport, sid } = query;
  if (!isOffered(transport, options)) return refuse('UNKNOWN_TRANSPORT', { transport });
  // EIO absent means revision 3.
  const revision = query.EIO === '4' ? 4 : 3;
  return sid ? verifyKnown(sid, transport, revision, isUpgrade, sessions, options) : verifyNew(req, transport, revision, isUpgrade);
}

function isOffered(transport: string | undefined, options: ServerOptions): transport is 'polling' | 'websocket' {
  return (transport === 'polling' || transport === 'websocket') && options.transports.includes(transport);
}

function verifyNew(req: IncomingMessage, transport: string, revision: number, isUpgrade: boolean): Verdict {
  if (req.method !== 'GET') return refuse('BAD_HANDSHAKE_METHOD', { method: req.method });
  if ((transport === 'websocket') !== isUpgrade) return refuse('BAD_REQUEST', { name: 'TRANSPORT_HANDSHAKE_ERROR' });
  if (revision !== 4) return refuse('UNSUPPORTED_PROTOCOL_VERSION', { protocol: revision });
  return { session: null, transport };
}

function verifyKnown(
  sid: string,
  transport: string,
  revision: number,
  isUpgrade: boolean,
  sessions: ReadonlyMap<string, Session>,
  options: ServerOptions,
): Verdict {
  const session = sessions.get(sid);
  if (session === undefined) return refuse('UNKNOWN_SID', { sid });
  const previousTransport = session.transport.name;
  if (isUpgrade ? transport !== 'websocket' : previousTransport !== transport) {
    return refuse('BAD_REQUEST', { name: 'TRANSPORT_MISMATCH', transport, previousTransport });
  }
  if (session.protocol !== revision)
    return refuse('BAD_REQUEST', { name: 'PROTOCOL_MISMATCH', protocol: revision, previousProtocol: session.protocol });
  if (isUpgrade) {
    if (!options.allowUpgrades) return refuse('BAD_REQUEST', { name: 'UPGRADES_NOT_ALLOWED' });
    if (previousTransport !== 'polling' || session.isUpgrading) return refuse('BAD_REQUEST', { name: 'UPGRADED_ALREADY' });
  }
  return { session, transport };
}

function refuse(name: keyof typeof REFUSALS, context: Readonly<Record<string, unknown>> = {}): { readonly refusal: Refusal } {
  return { refusal: { ...REFUSALS[name], context } };
}
