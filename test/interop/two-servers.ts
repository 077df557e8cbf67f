// One script against two servers, the official one and ours: each run writes a transcript, and the two are compared.
// What can't be the same in two runs (ids, ports, dates) is written as a placeholder.

import type { EventEmitter } from 'node:events';
import { createServer, type Server as HttpServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as OfficialServer } from 'socket.io';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Server, type ServerOptions } from '../../src/core/server/index.ts';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

type Script = (run: Run) => Promise<void>;

/** A run of a script against one server. */
export class Run {
  readonly kind: 'official' | 'ours';
  readonly io: Server;
  readonly httpServer: HttpServer;
  readonly transcript: unknown[] = [];
  readonly #sockets: WebSocket[] = [];

  constructor(kind: 'official' | 'ours', httpServer: HttpServer, options: Partial<ServerOptions>) {
    this.kind = kind;
    this.httpServer = httpServer;
    // The script sees one API: that the official server has it is what is tested.
    this.io = kind === 'ours' ? new Server(httpServer, options) : (new OfficialServer(httpServer, { ...options } as object) as unknown as Server);
  }

  get port(): number {
    return (this.httpServer.address() as AddressInfo).port;
  }

  log(...entry: unknown[]): void {
    this.transcript.push(entry.map(normalised));
  }

  /** A request under `/socket.io/`, its answer written down: `query` without `EIO=4&`. */
  async http(
    query: string,
    { method = 'GET', body = '', headers = {} }: { method?: string; body?: string | Buffer; headers?: object } = {},
  ): Promise<Answer> {
    const answer = await this.request(`/socket.io/?EIO=4&${query}`, method, body, headers);
    this.log(method, query, answer.status, answer.headers['content-type'] ?? '', answer.text);
    return answer;
  }

  request(path: string, method: string, body: string | Buffer, headers: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const req = request({ port: this.port, host: '127.0.0.1', path, method, headers: { ...headers }, agent: false }, (res) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (piece: string) => (text += piece));
        res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, text }));
      });
      req.on('error', reject);
      req.end(body);
    });
  }

  /** A polling handshake that is not written down. */
  async openPolling(): Promise<string> {
    const { text } = await this.request('/socket.io/?EIO=4&transport=polling', 'GET', '', {});
    return (JSON.parse(text.slice(1)) as { sid: string }).sid;
  }

  /** A WebSocket under `/socket.io/`, whose handshake is behind it. */
  async webSocket(query = '', options: object = {}, revision: 3 | 4 = 4): Promise<Peer> {
    const url = `ws://127.0.0.1:${this.port}/socket.io/?EIO=${revision}&transport=websocket${query}`;
    const ws = new WebSocket(url, { perMessageDeflate: false, ...options });
    this.#sockets.push(ws);
    const peer = new Peer(this, ws);
    if (query.includes('sid=')) await new Promise((resolve) => ws.once('open', resolve));
    else await peer.next();
    return peer;
  }

  /** What becomes of a WebSocket that may be refused: `open`, or the status. */
  upgradeOutcome(path: string): Promise<'open' | number | undefined> {
    const ws = new WebSocket(`ws://127.0.0.1:${this.port}${path}`);
    this.#sockets.push(ws);
    ws.on('error', () => {});
    return new Promise((resolve) => {
      ws.on('open', () => resolve('open'));
      ws.on('unexpected-response', (_req, res) => resolve(res.statusCode));
    });
  }

  /** One that has joined `/`; what came with it is not written down. */
  async connected(query = '', options: object = {}): Promise<Peer> {
    const peer = await this.webSocket(query, options);
    peer.send('40');
    await peer.next();
    return peer;
  }

  /** What `emitter` emits next. */
  once(emitter: EventEmitter, event: string): Promise<readonly unknown[]> {
    return new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
  }

  async close(): Promise<void> {
    for (const ws of this.#sockets) ws.terminate();
    this.httpServer.closeAllConnections();
    await this.io.close();
  }
}

/** A raw client. Its messages are read one by one, or up to one that is awaited. */
export class Peer {
  readonly ws: WebSocket;
  readonly closed: Promise<number>;
  readonly #run: Run;
  readonly #messages: (string | Buffer)[] = [];
  #wake: (() => void) | undefined;

  constructor(run: Run, ws: WebSocket) {
    this.#run = run;
    this.ws = ws;
    ws.on('message', (data: Buffer, isBinary) => {
      this.#messages.push(isBinary ? data : data.toString());
      this.#wake?.();
    });
    this.closed = new Promise((resolve) => ws.on('close', resolve));
    ws.on('error', () => {});
  }

  send(...messages: (string | Buffer)[]): void {
    for (const message of messages) this.ws.send(message);
  }

  /** Sends each message once the server has read the one before, as its pong shows. */
  async sendOneByOne(...messages: (string | Buffer)[]): Promise<void> {
    for (const message of messages) {
      const pong = new Promise((resolve) => this.ws.once('pong', resolve));
      this.ws.send(message);
      this.ws.ping();
      await Promise.race([pong, this.closed]);
      if (this.ws.readyState !== WebSocket.OPEN) return;
    }
  }

  async next(): Promise<string | Buffer> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Writes down what comes, up to a message that matches. */
  async read(until: RegExp, name = 'client'): Promise<void> {
    for (;;) {
      const message = await this.next();
      this.#run.log(name, message);
      if (typeof message === 'string' && until.test(message)) return;
    }
  }

  /** Writes down what comes up to the end, and its code. */
  async readToEnd(name = 'client'): Promise<void> {
    const code = await this.closed;
    for (const message of this.#messages.splice(0)) this.#run.log(name, message);
    this.#run.log(name, 'closed', code);
  }
}

async function transcriptOf(kind: 'official' | 'ours', script: Script, options: Partial<ServerOptions>): Promise<unknown[]> {
  const httpServer = createServer((_req, res) => res.writeHead(404).end());
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const run = new Run(kind, httpServer, { pingInterval: 60_000, ...options });
  try {
    await script(run);
    return run.transcript;
  } finally {
    await run.close();
  }
}

/** The two servers answer the same. */
export function same(name: string, script: Script, options: Partial<ServerOptions> = {}): void {
  test(name, async () => {
    const official = await transcriptOf('official', script, options);
    expect(official.length, 'a script that writes nothing down compares nothing').toBeGreaterThan(0);
    expect(await transcriptOf('ours', script, options)).toEqual(official);
  });
}

/** Ours differs on purpose. Both transcripts are given, so that either one's change is noticed. */
export function differs(
  name: string,
  why: string,
  script: Script,
  expected: { official: unknown[]; ours: unknown[] },
  options: Partial<ServerOptions> = {},
): void {
  test(`${name}: ${why}`, async () => {
    expect({ official: await transcriptOf('official', script, options), ours: await transcriptOf('ours', script, options) }).toEqual(expected);
  });
}

/** Collects what is uncaught, instead of the test runner. */
export async function uncaughtDuring(script: () => Promise<void>): Promise<string[]> {
  const messages: string[] = [];
  const collect = (error: unknown): void => void messages.push(error instanceof Error ? error.message : String(error));
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const saved = events.map((event) => process.listeners(event as 'uncaughtException'));
  for (const event of events) process.removeAllListeners(event).on(event, collect);
  try {
    await script();
    // What is thrown on the next tick, or a rejection nobody handles, is told within a turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    for (const [index, event] of events.entries()) {
      process.removeAllListeners(event);
      for (const listener of saved[index] ?? []) process.on(event as 'uncaughtException', listener);
    }
  }
  return messages;
}

export function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/(?<![\w-])[\w-]{20}(?![\w-])/g, '<id>').replace(/:\d{4,5}\b/g, ':<port>');
  if (value instanceof Error) return { error: value.message };
  if (Buffer.isBuffer(value)) return { bytes: value.toString('hex') };
  if (value instanceof Set) return [...value].map(normalised);
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normalised(item)]));
  }
  return value;
}
