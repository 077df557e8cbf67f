// What of a source nobody else should get to read: it is kept apart from the rest of the profile, and left out of what
// is exported. By name where a person chose the name (headers, queries), else by its place.

import type { JsonValue } from '../../../contract/json.ts';
import { isSecretName } from '../../../contract/secret-names.ts';
import type { SourceProfile } from './profiles.ts';

type Path = readonly (string | number)[];

/** One secret: where in the profile it is, and what it is. */
export interface Secret {
  readonly path: Path;
  readonly value: JsonValue;
}

/** A place a secret is at, with what stands there without it. */
interface Place {
  readonly path: Path;
  readonly blank: JsonValue;
}

/** A profile without its secrets, which still is one, and what was taken from it. */
export function splitSecrets<Profile extends SourceProfile>(profile: Profile): { readonly profile: Profile; readonly secrets: readonly Secret[] } {
  const secrets: Secret[] = [];
  let rest: JsonValue = profile;
  for (const { path, blank } of placesOf(profile)) {
    const value = at(rest, path);
    if (value === undefined || isSame(value, blank)) continue;
    secrets.push({ path, value });
    rest = replaced(rest, path, blank);
  }
  // The same profile but for values of the same types.
  return { profile: rest as unknown as Profile, secrets };
}

/** The profile with its secrets where they were. What is at no place of a secret is passed over. */
export function joinSecrets<Profile extends SourceProfile>(profile: Profile, secrets: readonly Secret[]): Profile {
  let whole: JsonValue = profile;
  for (const { path, value } of secrets) if (at(whole, path) !== undefined) whole = replaced(whole, path, value);
  return whole as unknown as Profile;
}

function placesOf(profile: SourceProfile): readonly Place[] {
  switch (profile.kind) {
    case 'server': {
      const { adapter } = profile.settings;
      return [
        { path: ['administration', 'passwordHash'], blank: null },
        { path: ['settings', 'token'], blank: '' },
        { path: ['settings', 'tls', 'key'], blank: '' },
        { path: ['settings', 'tls', 'passphrase'], blank: '' },
        ...(adapter.type === 'redis' ? [{ path: ['settings', 'adapter', 'url'], blank: withoutCredentials(adapter.url) }] : []),
      ];
    }
    case 'client': {
      const { namespaces, query, headers, cookies, proxy } = profile.settings;
      return [
        { path: ['settings', 'auth'], blank: null },
        ...namespaces.map(({ name }, index): Place => ({ path: ['settings', 'namespaces', index, 'name'], blank: withoutQuerySecrets(name) })),
        ...namespaces.map((_, index): Place => ({ path: ['settings', 'namespaces', index, 'auth'], blank: null })),
        ...pairPlaces('query', query, isSecretName),
        ...pairPlaces('headers', headers, isSecretName),
        ...pairPlaces('cookies', cookies, () => true),
        ...dialPlaces(proxy),
      ];
    }
    case 'admin': {
      const { namespace, credentials, query, headers, proxy } = profile.settings;
      return [
        { path: ['settings', 'namespace'], blank: withoutQuerySecrets(namespace) },
        ...(credentials.type === 'password' ? [{ path: ['settings', 'credentials', 'password'], blank: '' }] : []),
        // There is no session without its id.
        ...(credentials.type === 'session' ? [{ path: ['settings', 'credentials'], blank: { type: 'none' } }] : []),
        ...pairPlaces('query', query, isSecretName),
        ...pairPlaces('headers', headers, isSecretName),
        ...dialPlaces(proxy),
      ];
    }
  }
}

function pairPlaces(list: string, pairs: readonly { readonly name: string }[], isSecret: (name: string) => boolean): readonly Place[] {
  return pairs.flatMap(({ name }, index) => (isSecret(name) ? [{ path: ['settings', list, index, 'value'], blank: '' }] : []));
}

function dialPlaces(proxy: string): readonly Place[] {
  return [
    { path: ['settings', 'tls', 'key'], blank: '' },
    { path: ['settings', 'tls', 'passphrase'], blank: '' },
    { path: ['settings', 'proxy'], blank: withoutCredentials(proxy) },
  ];
}

/** A URL without the name and the password in it. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i, '$1');
}

/** A namespace as clients of revision 4 name it, `/live?token=abc`, with nothing behind the names of secrets. */
function withoutQuerySecrets(namespace: string): string {
  return namespace.replace(/([?&])([^=&]+)=[^&]*/g, (pair, sign: string, name: string) => (isSecretName(name) ? `${sign}${name}=` : pair));
}

function at(value: JsonValue, path: Path): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as { readonly [key: string]: JsonValue })[key];
  }
  return found;
}

function replaced(value: JsonValue, [key, ...rest]: Path, by: JsonValue): JsonValue {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((each: JsonValue, index) => (index === key ? replaced(each, rest, by) : each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === key ? replaced(each, rest, by) : each]));
}

function isSame(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
