import { EventEmitter } from 'node:events';
import { type OutgoingHttpHeader, type OutgoingHttpHeaders, STATUS_CODES, validateHeaderName, validateHeaderValue } from 'node:http';
import type { Duplex } from 'node:stream';
import { endUpgrade } from '../attach.ts';

/**
 * Stands for the response of an upgrade request, which `ws` writes: collects the headers that are to go with the 101.
 * A middleware that ends it answers by itself, and there is no WebSocket. Has what middlewares use of a
 * `ServerResponse`, and its events `finish` and `close`.
 */
export class UpgradeResponse extends EventEmitter {
  statusCode = 101;
  headersSent = false;
  writableEnded = false;
  readonly #stream: Duplex;
  /** By its name in lower case. */
  readonly #headers = new Map<string, { readonly name: string; readonly value: OutgoingHttpHeader }>();
  readonly #body: (string | Uint8Array)[] = [];

  constructor(stream: Duplex) {
    super();
    this.#stream = stream;
    stream.once('close', () => this.emit('close'));
  }

  get socket(): Duplex {
    return this.#stream;
  }

  setHeader(name: string, value: OutgoingHttpHeader): this {
    validateHeaderName(name);
    for (const each of Array.isArray(value) ? value : [value]) validateHeaderValue(name, String(each));
    this.#headers.set(name.toLowerCase(), { name, value });
    return this;
  }

  appendHeader(name: string, value: string | readonly string[]): this {
    const before = this.getHeader(name);
    const values = [...(before === undefined ? [] : [before].flat()), ...[value].flat()].map(String);
    return this.setHeader(name, values);
  }

  getHeader(name: string): OutgoingHttpHeader | undefined {
    return this.#headers.get(name.toLowerCase())?.value;
  }

  getHeaders(): OutgoingHttpHeaders {
    return Object.fromEntries([...this.#headers].map(([key, { value }]) => [key, value]));
  }

  getHeaderNames(): string[] {
    return [...this.#headers.keys()];
  }

  hasHeader(name: string): boolean {
    return this.#headers.has(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.#headers.delete(name.toLowerCase());
  }

  /** Some middlewares, as that of `express-session`, replace it to set their headers last. */
  writeHead(statusCode: number, ...rest: readonly unknown[]): this {
    this.statusCode = statusCode;
    const headers = rest.at(-1);
    if (typeof headers === 'object' && headers !== null) {
      for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    }
    return this;
  }

  write(chunk: string | Uint8Array): boolean {
    this.#body.push(chunk);
    return true;
  }

  end(chunk?: string | Uint8Array): this {
    if (this.writableEnded) return this;
    this.writableEnded = true;
    this.headersSent = true;
    if (chunk !== undefined) this.#body.push(chunk);
    const body = Buffer.concat(this.#body.map((part) => Buffer.from(part)));
    const status = this.statusCode === 101 ? 400 : this.statusCode;
    this.setHeader('Connection', 'close');
    this.setHeader('Content-Length', body.length);
    const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...headerLines(this.headers()), '', ''].join('\r\n');
    endUpgrade(this.#stream, Buffer.concat([Buffer.from(head, 'latin1'), body]));
    this.emit('finish');
    return this;
  }

  /** @internal What was set, under the names it was set with. */
  headers(): OutgoingHttpHeaders {
    return Object.fromEntries([...this.#headers.values()].map(({ name, value }) => [name, value]));
  }
}

/** Of a value that is a list, a line each. Throws for what must not be in a header. */
export function headerLines(headers: OutgoingHttpHeaders): string[] {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    validateHeaderName(name);
    for (const each of [value].flat()) {
      validateHeaderValue(name, String(each));
      lines.push(`${name}: ${each}`);
    }
  }
  return lines;
}
