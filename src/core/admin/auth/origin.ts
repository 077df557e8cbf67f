import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page may speak to the admins' namespace. CORS does not ask for WebSockets, so that any page a person opens
 * could try the passwords and sessions that person's browser reaches. What has no origin is no page; `*` is every one, and
 * `http://localhost:*` that host on every port.
 */
export function isOriginAllowed({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.some((pattern) => matches(origin, pattern))) return true;
  // The server's own pages, over http or https.
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

function matches(origin: string, pattern: string): boolean {
  if (pattern === '*' || pattern === origin) return true;
  if (!pattern.endsWith(':*')) return false;
  const host = pattern.slice(0, -2);
  return origin === host || (origin.startsWith(`${host}:`) && /^\d+$/.test(origin.slice(host.length + 1)));
}
