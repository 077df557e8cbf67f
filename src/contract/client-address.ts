// What a person types to say where a client connects, taken apart.
//
//   https://host:443/ws/socket.io/live?token=1
//   └─ origin ──────┘└─ path ─────┘└ ns ┘ └ query
//
// A URL of Socket.IO names a namespace, not a path: `https://host/live` is the namespace `/live` at the path `/socket.io`.
// Only a segment `socket.io` or `engine.io`, or a query that asks for Engine.IO (as copied from a browser's network
// panel), says that what is before it is the path. Texts are taken as they are: a server compares namespaces without
// decoding them.

// Both hosts of the contract have these; its own types know neither the browser's nor Node's.
declare const URL: new (text: string) => { readonly host: string };
declare const URLSearchParams: new (text: string) => Iterable<[string, string]>;

/** Where Engine.IO is served unless somebody moved it. */
const DEFAULT_PATH = '/socket.io';

export interface ClientAddress {
  /** Scheme, host and port; a port that goes without saying is left out. */
  readonly origin: string;
  readonly path: string;
  /** The text itself names the path; else it is the usual one. */
  readonly isPathGiven: boolean;
  readonly namespace: string;
  /** What the client itself adds to a request is left out. */
  readonly query: readonly { readonly name: string; readonly value: string }[];
}

export type AddressProblem = 'EMPTY' | 'SCHEME' | 'HOST' | 'PORT' | 'CREDENTIALS' | 'TOO_LONG';

export type ParsedAddress =
  | { readonly isValid: true; readonly address: ClientAddress }
  /** `value`: the part of the text that is wrong. */
  | { readonly isValid: false; readonly problem: AddressProblem; readonly value: string };

const MAX_LENGTH = 2048;
const MAX_NAMESPACE_LENGTH = 512;
const MAX_PATH_LENGTH = 1024;
const PARTS = /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/)?([^/?#\\]*)([^?#]*)(?:\?([^#]*))?/i;
const NOT_IN_HOST = /[\s<>"{}|^`%]/;
const SCHEMES = new Set(['http', 'https', 'ws', 'wss']);
/** Of Engine.IO: each request has its own. */
const OWN_QUERY = new Set(['EIO', 'transport', 'sid', 't', 'b64', 'j']);

export function parseAddress(text: string): ParsedAddress {
  const trimmed = text.trim();
  if (trimmed === '') return problem('EMPTY', '');
  if (trimmed.length > MAX_LENGTH) return problem('TOO_LONG', String(trimmed.length));
  // `localhost:3000` has a colon, but no scheme.
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed);
  const parts = PARTS.exec(hasScheme ? trimmed : `//${trimmed.replace(/^\/\//, '')}`);
  const [, given = '', authority = '', rest = '', queryText = ''] = parts ?? [];
  const scheme = given === '' ? schemeFor(authority) : given.toLowerCase();
  if (!SCHEMES.has(scheme)) return problem('SCHEME', `${given}:`);
  if (authority.includes('@')) return problem('CREDENTIALS', authority.slice(0, authority.indexOf('@')));
  const host = hostOf(scheme, authority);
  if (host === null)
    return /:\d+$/.test(authority) && hostOf(scheme, authority.replace(/:\d+$/, '')) !== null
      ? problem('PORT', authority.replace(/^.*:/, ''))
      : problem('HOST', authority);

  const origin = `${scheme}://${host}`;
  // In ASCII, and with its scheme, it may be longer than it was typed.
  if (origin.length > MAX_LENGTH) return problem('TOO_LONG', String(origin.length));
  const query = [...new URLSearchParams(queryText)].map(([name, value]) => ({ name, value }));
  const isEngineRequest = query.some(({ name }) => name === 'EIO' || name === 'transport');
  // A backslash parts a host from its path, and beside a slash what is behind it, as a slash does.
  const { path, namespace } = splitPath(rest.replaceAll(/^[/\\]*\\[/\\]*|\/\\[/\\]*/g, '/'), isEngineRequest);
  if (namespace.length > MAX_NAMESPACE_LENGTH) return problem('TOO_LONG', String(namespace.length));
  if (path !== null && path.length > MAX_PATH_LENGTH) return problem('TOO_LONG', String(path.length));
  return {
    isValid: true,
    address: {
      origin,
      path: path ?? DEFAULT_PATH,
      isPathGiven: path !== null,
      namespace,
      query: query.filter(({ name }) => !OWN_QUERY.has(name)),
    },
  };
}

/** The shortest text that says the same. A path that a URL can not tell from a namespace is left out. */
export function formatAddress({ origin, path, namespace }: Pick<ClientAddress, 'origin' | 'path' | 'namespace'>): string {
  const isShown = path !== DEFAULT_PATH && isPathEvident(path);
  return `${origin}${isShown ? path : ''}${namespace === '/' ? '' : namespace}`;
}

/** Whether a URL with this path says by itself that it is one. */
export function isPathEvident(path: string): boolean {
  return splitPath(path, false).path === path;
}

function problem(code: AddressProblem, value: string): ParsedAddress {
  return { isValid: false, problem: code, value };
}

/** Host and port as a URL has them, in lower case and ASCII; `null` when there is none. */
function hostOf(scheme: string, authority: string): string | null {
  if (authority === '' || NOT_IN_HOST.test(authority)) return null;
  try {
    const { host } = new URL(`${scheme}://${authority}`);
    // Some characters become those in ASCII.
    return host === '' || NOT_IN_HOST.test(host) ? null : host;
  } catch {
    return null;
  }
}

/** Everything up to the last segment that marks a path, and the namespace behind it. */
function splitPath(text: string, isEngineRequest: boolean): { readonly path: string | null; readonly namespace: string } {
  const marked = /^(.*\/(?:socket|engine)\.io)(?=\/|$)(.*)$/.exec(text);
  const [, path = null, behind = text] = marked ?? [];
  if (path === null && isEngineRequest && text.length > 1) return { path: withoutEnd(text), namespace: '/' };
  return { path, namespace: namespaceOf(behind) };
}

/** A slash at the end is how a request's path ends, and no namespace of somebody's own. */
function namespaceOf(text: string): string {
  return text === '' ? '/' : withoutEnd(text.replace(/^[/\\]*/, '/'));
}

function withoutEnd(text: string): string {
  const end = text.replace(/\/+$/, '');
  return end === '' ? '/' : end;
}

/** Without a scheme: what is on this machine or network rarely has a certificate, what is not rarely has none. */
function schemeFor(authority: string): 'http' | 'https' {
  const host = hostOf('http', authority)?.replace(/:\d+$/, '') ?? '';
  return isPrivateHost(host) ? 'http' : 'https';
}

function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return /^\[(?:::1\]$|f[cd]|fe[89ab])/.test(host);
  // A name of one label is known to a local network at most.
  if (!host.includes('.')) return true;
  return /\.(?:localhost|local|internal|lan)$|^127\.|^10\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^0\.0\.0\.0$/.test(host);
}
