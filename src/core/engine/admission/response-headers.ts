// The events `initial_headers` and `headers`, by which a program adds to what the server answers.

import type { EventEmitter } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { serialize } from 'cookie';
import { callSafely } from '../../uncaught.ts';
import type { CookieOptions } from '../server-options.ts';
import { queryOf } from './handshake.ts';
import { headerLines, type UpgradeResponse } from './upgrade-response.ts';

const DEFAULT_COOKIE = { name: 'io', path: '/', httpOnly: true, sameSite: 'lax' } as const;

/** `headers` is what is about to be written: listeners change it. `isInitial`: it answers a handshake. */
export function tellHeaders(events: EventEmitter, headers: OutgoingHttpHeaders, req: IncomingMessage, isInitial: boolean): void {
  if (isInitial && events.listenerCount('initial_headers') > 0) callSafely(() => events.emit('initial_headers', headers, req));
  if (events.listenerCount('headers') > 0) callSafely(() => events.emit('headers', headers, req));
}

/** The value of `Set-Cookie` that tells a session's id; `null`: the option is off. */
export function sessionCookie(option: boolean | CookieOptions, id: string): string | null {
  if (option === false) return null;
  const { name, ...attributes } = { ...DEFAULT_COOKIE, ...(option === true ? {} : option) };
  return serialize(name, id, attributes);
}

/** The lines that go with a 101: what middlewares have set, and what listeners add. */
export function upgradeLines(events: EventEmitter, req: IncomingMessage, response: UpgradeResponse | undefined): string[] {
  if (response === undefined && events.listenerCount('headers') === 0 && events.listenerCount('initial_headers') === 0) return [];
  const headers = response?.headers() ?? {};
  tellHeaders(events, headers, req, !queryOf(req).sid);
  const lines: string[] = [];
  // What must not be in a header is the program's mistake: it is left out, and told.
  for (const [name, value] of Object.entries(headers)) callSafely(() => lines.push(...headerLines({ [name]: value })));
  return lines;
}
