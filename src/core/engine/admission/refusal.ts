// How a request is refused: over HTTP with JSON, an upgrade with the bare message, and always before any 101.

import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LimitName } from '../../tap.ts';
import { endUpgrade } from '../attach.ts';
import { REFUSALS } from '../refusals.ts';

export interface Refusal {
  readonly code: number;
  /** The code's. */
  readonly message: string;
  /** Why, for the server's own program. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Of HTTP. */
  readonly status: number;
  /** What the client is told. */
  readonly answer: string;
  /** That was hit; `null`: none. */
  readonly limit: LimitName | null;
}

export function refusal(name: keyof typeof REFUSALS, context: Readonly<Record<string, unknown>> = {}): Refusal {
  const { code, message } = REFUSALS[name];
  return { code, message, context, status: name === 'FORBIDDEN' ? 403 : 400, answer: message, limit: null };
}

/** The program's `allowRequest` said no. */
export function forbidden(message: unknown): Refusal {
  const base = refusal('FORBIDDEN', { message });
  return typeof message === 'string' && message !== '' ? { ...base, answer: message } : base;
}

/** A limit of its address was reached. */
export function tooMany(what: 'connections' | 'handshakes', limit: number, address: string): Refusal {
  const name = what === 'connections' ? 'connectionsPerAddress' : 'handshakesPerSecondPerAddress';
  return { ...refusal('FORBIDDEN', { name: 'LIMIT_REACHED', limit, address }), status: 429, answer: `Too many ${what}`, limit: name };
}

export function refuseRequest(res: ServerResponse, { code, status, answer }: Refusal): void {
  // A middleware may have begun an answer before it failed.
  if (res.headersSent) {
    if (!res.writableEnded) res.end();
    return;
  }
  const body = JSON.stringify({ code, message: answer });
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body);
}

export function refuseUpgrade(stream: Duplex, { status, answer }: Refusal): void {
  endUpgrade(
    stream,
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(answer)}\r\n\r\n${answer}`,
  );
}
