import type { IncomingHttpHeaders } from 'node:http';
import { type Query, queryOf } from '../engine/admission/handshake.ts';
import type { Session } from '../engine/session.ts';

/** What a socket brought when it connected. `query` and `auth` inherit nothing. */
export interface Handshake {
  readonly headers: IncomingHttpHeaders;
  /** As `Date.prototype.toString` writes it. */
  readonly time: string;
  readonly address: string;
  /** Whether an `Origin` header came. */
  readonly xdomain: boolean;
  readonly secure: boolean;
  /** ms since the Unix epoch. */
  readonly issued: number;
  readonly url: string;
  readonly query: Query;
  // biome-ignore lint/suspicious/noExplicitAny: the program knows what its clients send, as in `socket.io`
  readonly auth: Record<string, any>;
}

export function handshake({ request: req, remoteAddress, transport }: Session, issued: number, auth: Readonly<Record<string, unknown>>): Handshake {
  const isEncrypted = 'encrypted' in req.socket && req.socket.encrypted === true;
  return {
    headers: req.headers,
    time: new Date(issued).toString(),
    address: remoteAddress,
    xdomain: Boolean(req.headers.origin),
    // WebTransport knows nothing else.
    secure: isEncrypted || transport.name === 'webtransport',
    issued,
    url: req.url ?? '',
    query: queryOf(req),
    auth: Object.assign(Object.create(null), auth),
  };
}
