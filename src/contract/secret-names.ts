// Which names say that what they name is not for every eye, and texts with such values masked.

import type { JsonValue } from './json.ts';

const SECRET = /authorization|cookie|token|passw(or)?d|passphrase|secret|api[-_]?key|credential|session[-_]?id|jwt/i;

/** Whether the name of a header, a query key or a field of `auth` says that its value is not for every eye. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** Always as long: the length of a secret says something too. */
export const MASK = '••••••••';

// Of a name and its value, what is between them, and a value without quotes.
const COLON = /\s*:\s*/y;
const PLAIN = /[^",:{}[\]\s]+/y;

// As clients of revision 4 have it: 0/live?token=abc,
const QUERY_PAIR = /([?&])([^=&,"]+)(?:=[^&,"]*)?/g;

/** A CONNECT packet, whole or cut, with the values of secret names masked: what it brings is shown in logs too. */
export function maskSecrets(text: string): string {
  return maskPairs(text).replace(QUERY_PAIR, (pair, sign: string, name: string) =>
    pair.length > 1 + name.length && isSecretName(name) ? `${sign}${name}=${MASK}` : pair,
  );
}

/** What secret names name, in objects within objects and in lists; and within texts, what follows such a name. */
export function maskedJson(value: JsonValue): JsonValue {
  if (typeof value === 'string') return maskSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(maskedJson);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, isSecretName(name) ? MASK : maskedJson(item)]));
}

/** Any text between quotes may be a name. Each character is looked at a few times at most: a peer may send nothing but quotes. */
function maskPairs(text: string): string {
  let masked = '';
  let copied = 0;
  for (let open = text.indexOf('"'); open !== -1; ) {
    const close = closingQuote(text, open + 1);
    // Nor has any that is behind it an end.
    if (close === -1) break;
    const end = pairEnd(text, close + 1);
    if (end === -1) {
      // What is escaped between the two has the same end. It may be where another begins.
      open = close;
      continue;
    }
    const name = text.slice(open + 1, close);
    if (isSecretName(name)) {
      masked += `${text.slice(copied, open)}"${name}":"${MASK}"`;
      copied = end;
    }
    open = text.indexOf('"', end);
  }
  return masked + text.slice(copied);
}

/** Behind the value of a name that ends at `from`, or -1 where none follows. A value may be cut off at the end of the text. */
function pairEnd(text: string, from: number): number {
  COLON.lastIndex = from;
  if (!COLON.test(text)) return -1;
  const start = COLON.lastIndex;
  if (text.charAt(start) === '"') {
    const close = closingQuote(text, start + 1);
    return close === -1 ? text.length : close + 1;
  }
  PLAIN.lastIndex = start;
  return PLAIN.test(text) ? PLAIN.lastIndex : -1;
}

function closingQuote(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '"') return index;
    if (character === '\\') index++;
  }
  return -1;
}
