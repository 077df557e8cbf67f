import type { ClientSettings } from '../../../contract/client-settings.ts';
import { type DialTarget, dialTarget, encodeQuery } from './dial-target.ts';

/** What a client asks of a server to change to WebSocket; any key of 16 bytes will do. */
const UPGRADE_HEADERS = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];

/**
 * The handshake as a command for a POSIX shell, secrets in it. Certificates are named by files, since curl takes them no
 * other way. Fails with `BAD_ADDRESS`.
 */
export function curlCommand(settings: ClientSettings): string {
  const target = dialTarget(settings);
  const isWebSocket = target.query.transport === 'websocket';
  const words = ['curl', '-i'];
  // Brackets and braces of a path would be patterns to curl.
  if (/[[\]{}]/.test(target.path)) words.push('-g');
  if (isWebSocket) words.push('--http1.1');
  words.push(urlOf(target));
  for (const header of isWebSocket ? UPGRADE_HEADERS : []) words.push('-H', header);
  for (const [name, value] of Object.entries(target.headers)) {
    if (name === 'Cookie') words.push('--cookie', value);
    // An empty value would take the header away.
    else words.push('-H', value === '' ? `${name};` : `${name}: ${value}`);
  }
  const { tls, proxy } = settings;
  if (tls.ca !== '') words.push('--cacert', 'ca.pem');
  if (tls.cert !== '') words.push('--cert', tls.passphrase === '' ? 'client.pem' : `client.pem:${tls.passphrase}`);
  if (tls.key !== '') words.push('--key', 'client.key');
  if (!tls.rejectUnauthorized) words.push('-k');
  // Polling and WebSocket alike go through a tunnel, as the client's do.
  if (proxy !== '') words.push('--proxytunnel', '--proxy', proxy);
  return words.map(quote).join(' ');
}

function urlOf({ origin, path, query }: DialTarget): string {
  return `${origin}${path}?${encodeQuery(query)}`;
}

/** One word of a POSIX shell, whatever is in it. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
