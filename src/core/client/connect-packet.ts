// CONNECT, as the two revisions have it:
//
//   revision 5   40/admin,{"token":"1"}  ->  40/admin,{"sid":"…"}      44/admin,{"message":"…","data":…}
//   revision 4   40/admin?token=1,       ->  40/admin,                 44/admin,<what the middleware gave>
//
// In revision 4 the server says `40` for `/` unasked, and a socket's id is made of the connection's.

import type { ExtendedError } from './socket.ts';

/** The namespace with what revision 4 can carry of `auth`: names and texts. */
export function connectNamespace(namespace: string, auth: object | undefined): string {
  const query = Object.entries(auth ?? {})
    .filter(([, value]) => value !== undefined && value !== null && typeof value !== 'object')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return query === '' ? namespace : `${namespace}?${query}`;
}

interface Opened {
  readonly id?: string | undefined;
  readonly protocol: 3 | 4;
  reviseTo3(): boolean;
}

/** What a CONNECT says of the socket; an error where the server speaks another revision. */
export function socketIdOf(
  engine: Opened | undefined,
  namespace: string,
  data: unknown,
): { readonly id: string; readonly pid: string | undefined } | Error {
  if (typeof data === 'object' && data !== null && 'sid' in data && typeof data.sid === 'string') {
    return { id: data.sid, pid: 'pid' in data && typeof data.pid === 'string' ? data.pid : undefined };
  }
  if (engine?.id !== undefined && (engine.protocol === 3 || engine.reviseTo3())) {
    return { id: namespace === '/' ? engine.id : `${namespace}#${engine.id}`, pid: undefined };
  }
  return new Error('the server speaks revision 4 (Socket.IO 1.x or 2.x): set protocolVersion to 3 or "auto"');
}

/** Revision 5 has a message and data, revision 4 whatever the middleware gave. */
export function connectErrorOf(data: unknown): ExtendedError {
  if (typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string') {
    return withData(data.message, 'data' in data ? data.data : undefined);
  }
  return typeof data === 'string' ? withData(data, data) : withData('the namespace refused', data);
}

function withData(message: string, data: unknown): ExtendedError {
  const error: ExtendedError = new Error(message);
  error.data = data;
  return error;
}
