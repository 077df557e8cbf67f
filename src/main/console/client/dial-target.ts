import type { SecureContextOptions } from 'node:tls';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { ContractError } from '../../../contract/frame.ts';

/** Where a client's settings point to, as its requests name it. */
export interface DialTarget {
  readonly isSecure: boolean;
  /** Without the brackets of IPv6. */
  readonly hostname: string;
  readonly port: number;
  /** `http:` or `https:`, host and port where it is not the default. */
  readonly origin: string;
  /** Of Engine.IO, with the slash at its end that its clients put there. */
  readonly path: string;
  /** Revision, transport and what a person added. */
  readonly query: Readonly<Record<string, string>>;
  /** As sent by a person's wish: cookies among them, nothing of HTTP's own. */
  readonly headers: Readonly<Record<string, string>>;
}

// Names and values that HTTP can carry; others would be refused by whoever sends them.
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Latin-1 without control characters, but for the tab. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Fails with `BAD_ADDRESS`. */
export function dialTarget(settings: ClientSettings): DialTarget {
  const url = parseOrigin(settings.origin);
  const isSecure = url.protocol === 'https:' || url.protocol === 'wss:';
  return {
    isSecure,
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: portOf(url, isSecure),
    origin: `${isSecure ? 'https' : 'http'}://${url.host}`,
    path: `${settings.path.replace(/\/$/, '')}/`,
    query: { EIO: String(settings.revision === 3 ? 3 : 4), transport: firstTransport(settings), ...pairsOf(settings.query) },
    headers: headersOf(settings),
  };
}

/** What a person added to each request's headers, cookies as the header they are. */
export function headersOf({ headers, cookies }: ClientSettings): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  const cookieParts: string[] = [];
  for (const { name, value, isOn } of headers) {
    if (!isOn || !HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) continue;
    if (name.toLowerCase() === 'cookie') cookieParts.push(value);
    else all[name] = value;
  }
  for (const { name, value, isOn } of cookies) {
    if (isOn && name !== '' && HEADER_VALUE.test(`${name}${value}`)) cookieParts.push(`${name}=${value}`);
  }
  return cookieParts.length === 0 ? all : { ...all, Cookie: cookieParts.join('; ') };
}

/** Rows that are on, by name: the last of a name counts. */
export function pairsOf(pairs: ClientSettings['query']): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.filter(({ isOn, name }) => isOn && name !== '').map(({ name, value }) => [name, value]));
}

/** What is empty is not given. */
export function certificatesOf({
  ca,
  cert,
  key,
  passphrase,
}: ClientSettings['tls']): Pick<SecureContextOptions, 'ca' | 'cert' | 'key' | 'passphrase'> {
  return Object.fromEntries(Object.entries({ ca, cert, key, passphrase }).filter(([, text]) => text !== ''));
}

/** The query of a request, encoded: any text can be, halves of surrogate pairs too. */
export function encodeQuery(query: Readonly<Record<string, string>>): string {
  return new URLSearchParams(query).toString().replaceAll('+', '%20');
}

function firstTransport({ transports }: ClientSettings): string {
  return transports.find((transport) => transport !== 'webtransport') ?? 'polling';
}

function parseOrigin(origin: string): URL {
  try {
    return new URL(origin);
  } catch {
    throw new ContractError('BAD_ADDRESS', `"${origin}" is not an address`);
  }
}

function portOf({ port }: URL, isSecure: boolean): number {
  if (port !== '') return Number(port);
  return isSecure ? 443 : 80;
}
