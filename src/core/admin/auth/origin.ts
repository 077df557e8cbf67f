import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page may speak to the admins' namespace. CORS does not ask for WebSockets, so that any page a person opens
 * could try the passwords and sessions that person's browser reaches. What has no origin is no page; `*` is every one.
 */
export function isOriginAllowed({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return true;
  // The server's own pages, over http or https.
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
