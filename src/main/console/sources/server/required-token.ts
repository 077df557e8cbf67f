// A token that every client of a server has to send: as `auth.token`, as `Authorization: Bearer <token>`, or as `?token=`.
// Whoever does not is refused in its namespace, with a `connect_error` that says why. Admins have their own login.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from '../../../../core/server/index.ts';

type Middleware = (socket: Pick<Socket, 'handshake'>, next: (error?: Error) => void) => void;
type Handshake = Pick<Socket['handshake'], 'auth' | 'headers' | 'query'>;

/** Asks for the token that holds then; empty: for none. */
export function requireToken(wanted: () => string): Middleware {
  return ({ handshake }, next) => {
    const token = wanted();
    if (token === '') return next();
    const given = tokensOf(handshake);
    if (given.some((each) => isSameSecret(each, token))) return next();
    next(given.length === 0 ? refusal(MISSING) : refusal(WRONG));
  };
}

const MISSING = {
  message: 'a token is required: send it as auth.token, as the header "Authorization: Bearer <token>", or as the query ?token=',
  data: { code: 'TOKEN_MISSING' },
};
const WRONG = { message: 'the token is not the one that is required', data: { code: 'TOKEN_WRONG' } };

function refusal({ message, data }: typeof MISSING): Error {
  return Object.assign(new Error(message), { data });
}

function tokensOf({ auth, headers, query }: Handshake): readonly string[] {
  const bearer = /^Bearer +(\S.*)$/i.exec(headers.authorization ?? '')?.[1];
  return [textOf(auth.token), bearer, textOf(query.token)].filter((token) => token !== undefined);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Takes the same time wherever they differ, and however long they are. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
