// Which names say that what they name is not for every eye, and texts with such values masked.

const SECRET = /authorization|cookie|token|passw(or)?d|passphrase|secret|api[-_]?key|credential|session[-_]?id|jwt/i;

/** Whether the name of a header, a query key or a field of `auth` says that its value is not for every eye. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** Always as long: the length of a secret says something too. */
export const MASK = '••••••••';

// A name and its value, which may be cut off at the end of the text.
const PAIR = /"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"?|[^",:{}[\]\s]+)/g;

// As clients of revision 4 have it: 0/live?token=abc,
const QUERY_PAIR = /([?&])([^=&,"]+)=([^&,"]*)/g;

/** A CONNECT packet, whole or cut, with the values of secret names masked: what it brings is shown in logs too. */
export function maskSecrets(text: string): string {
  return text
    .replace(PAIR, (pair, name: string) => (isSecretName(name) ? `"${name}":"${MASK}"` : pair))
    .replace(QUERY_PAIR, (pair, sign: string, name: string) => (isSecretName(name) ? `${sign}${name}=${MASK}` : pair));
}
