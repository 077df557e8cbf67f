import { type IncomingMessage, request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { type DialTarget, encodeQuery } from '../client/dial-target.ts';
import { MAX_DOCTOR_BODY_BYTES } from '../limits.ts';
import { openConnection } from './fresh-connection.ts';

export interface HttpAnswer {
  readonly status: number;
  /** Where another place is meant. */
  readonly location: string | null;
  /** `name=value` of each cookie the server sets. */
  readonly cookies: readonly string[];
  /** Its first 64 KB. */
  readonly body: string;
}

export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** POST; a GET without it. */
  readonly body?: string;
  /** Cookies beside those of the settings. */
  readonly cookies?: readonly string[];
}

/** Asks one question over a connection of its own. */
export async function exchange(settings: ClientSettings, target: DialTarget, asked: Asked, signal: AbortSignal): Promise<HttpAnswer> {
  const socket = await openConnection(settings, target, signal);
  try {
    return await ask(socket, target, asked, signal);
  } finally {
    socket.destroy();
  }
}

export function headersWith({ headers }: DialTarget, cookies: readonly string[]): Record<string, string> {
  const cookie = [headers.Cookie, ...cookies].filter((part) => part !== undefined).join('; ');
  return { ...headers, ...(cookie === '' ? {} : { Cookie: cookie }) };
}

function ask(socket: Socket, target: DialTarget, { path, query, body, cookies = [] }: Asked, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const onError = (error: unknown) => reject(signal.aborted ? signal.reason : error);
    const sent = request({
      createConnection: () => socket,
      method: body === undefined ? 'GET' : 'POST',
      path: `${path}?${encodeQuery(query)}`,
      setHost: false,
      headers: {
        Host: hostOf(target),
        ...(body === undefined ? {} : { 'Content-Type': 'text/plain;charset=UTF-8', 'Content-Length': Buffer.byteLength(body) }),
        ...headersWith(target, cookies),
      },
      signal,
    });
    sent.on('error', onError);
    sent.on('response', (answer) => void readAnswer(answer).then(resolve, onError));
    sent.end(body);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<HttpAnswer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    // Without an encoding set they are bytes.
    parts.push(part as Buffer);
    bytes += (part as Buffer).byteLength;
    if (bytes >= MAX_DOCTOR_BODY_BYTES) break;
  }
  return {
    status: answer.statusCode ?? 0,
    location: answer.headers.location ?? null,
    cookies: (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0] ?? ''),
    body: Buffer.concat(parts).subarray(0, MAX_DOCTOR_BODY_BYTES).toString('utf8'),
  };
}

function hostOf({ hostname, port, isSecure }: DialTarget): string {
  const name = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return port === (isSecure ? 443 : 80) ? name : `${name}:${port}`;
}
