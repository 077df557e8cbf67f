// What an admin need not see to know who is connected: a cookie or a token lets whoever reads it act as that client.

import type { JsonValue } from './snapshot.ts';

const SECRET_HEADERS: ReadonlySet<string> = new Set(['cookie', 'set-cookie', 'authorization', 'proxy-authorization']);
/** Words of a name, as in `access_token`, `x-api-key` and `sessionId`; `sid` is Engine.IO's own. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'token',
  'secret',
  'password',
  'passwd',
  'pwd',
  'auth',
  'key',
  'apikey',
  'session',
  'sid',
  'jwt',
  'credential',
  'credentials',
  'signature',
  'sig',
]);
const REDACTED = '[redacted]';

/** Whether a header or query key of this name carries what must stay secret. */
export function isSecretName(name: string): boolean {
  if (SECRET_HEADERS.has(name.toLowerCase())) return true;
  // A nonce of the handshake.
  if (name.toLowerCase() === 'sec-websocket-key') return false;
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return words.split(/[^a-z\d]+/).some((word) => SECRET_WORDS.has(word));
}

/** `redact`: the agent's option. */
export function redacted(values: Readonly<Record<string, unknown>>, redact: false | ((name: string) => boolean)): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isHidden(name, redact) ? REDACTED : value]));
}

/** The same in objects within objects. */
export function redactedJson(value: JsonValue, redact: false | ((name: string) => boolean)): JsonValue {
  if (redact === false || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redactedJson(item, redact));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, isHidden(name, redact) ? REDACTED : redactedJson(item, redact)]));
}

/** The values of a URL's query that are secret; the rest is left as the client wrote it. */
export function redactedUrl(url: string, redact: false | ((name: string) => boolean)): string {
  const start = url.indexOf('?');
  if (redact === false || start === -1) return url;
  const pairs = url.slice(start + 1).split('&');
  return `${url.slice(0, start + 1)}${pairs.map((pair) => redactedPair(pair, redact)).join('&')}`;
}

function redactedPair(pair: string, redact: (name: string) => boolean): string {
  const end = pair.indexOf('=');
  return end !== -1 && isHidden(decoded(pair.slice(0, end)), redact) ? `${pair.slice(0, end)}=${REDACTED}` : pair;
}

/** What a program's own function fails to judge stays hidden. */
function isHidden(name: string, redact: false | ((name: string) => boolean)): boolean {
  try {
    return redact !== false && redact(name);
  } catch {
    return true;
  }
}

/** As whoever reads the query has it: what is no UTF-8 hides nothing. */
function decoded(name: string): string {
  const [key = ''] = new URLSearchParams(`&${name}`).keys();
  return key;
}
