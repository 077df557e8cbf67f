const SECRET = /authorization|cookie|token|passw(or)?d|passphrase|secret|api[-_]?key|credential|session[-_]?id|jwt/i;

/** Whether the name of a header, a query key or a field of `auth` says that its value is not for every eye. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** Always as long: the length of a secret says something too. */
export const MASK = '••••••••';

// A name and its value, which may be cut off at the end of the text.
const PAIR = /"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"?|[^",:{}[\]\s]+)/g;

/** JSON, whole or cut, with the values of secret names masked: what a CONNECT packet brings is shown in logs too. */
export function maskSecrets(json: string): string {
  return json.replace(PAIR, (pair, name: string) => (isSecretName(name) ? `"${name}":"${MASK}"` : pair));
}
