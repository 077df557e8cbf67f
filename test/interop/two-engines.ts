// One script against two engines, the official one and ours: each run writes a transcript, and the two are compared.
// What can't be the same in two runs (ids, dates) is written as a placeholder.

import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as OfficialServer } from 'engine.io';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Server, type ServerOptions } from '../../src/core/engine/index.ts';
import { type Answer, ask, type Question } from '../fixtures/engine-server.ts';

type Kind = 'official' | 'ours';
type Script = (run: EngineRun) => Promise<void>;

/** Options, or what makes those of one run. */
type Options = Partial<ServerOptions> | ((log: (...entry: unknown[]) => void) => Partial<ServerOptions>);

/** Headers that say nothing of the engine. */
const PLUMBING = ['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'];

export class EngineRun {
  readonly kind: Kind;
  readonly engine: Server;
  readonly transcript: unknown[] = [];
  readonly #httpServer: HttpServer;
  readonly #sockets: WebSocket[] = [];

  constructor(kind: Kind, httpServer: HttpServer, options: Options) {
    this.kind = kind;
    this.#httpServer = httpServer;
    const given = { pingInterval: 60_000, ...(typeof options === 'function' ? options(this.log) : options) };
    // The script sees one API: that the official server has it is what is tested.
    this.engine = kind === 'ours' ? new Server(given) : (new OfficialServer(given as object) as unknown as Server);
    this.engine.attach(httpServer);
  }

  get port(): number {
    return (this.#httpServer.address() as AddressInfo).port;
  }

  readonly log = (...entry: unknown[]): void => {
    this.transcript.push(entry.map(normalised));
  };

  /** A request that is not written down. */
  ask(query: string, question?: Question): Promise<Answer> {
    return ask(this.port, `/engine.io/?${query}`, question);
  }

  /** A request, and its answer with all headers written down. */
  async http(query: string, question: Question = {}): Promise<Answer> {
    const answer = await this.ask(query, question);
    const headers = Object.entries(answer.headers).filter(([name]) => !PLUMBING.includes(name));
    this.log(question.method ?? 'GET', query, answer.status, Object.fromEntries(headers.sort()), isText(answer) ? answer.text : answer.bytes);
    return answer;
  }

  /** A polling handshake that is not written down; answers the query of what follows. */
  async openPolling(query = 'EIO=4'): Promise<string> {
    const { text } = await this.ask(`${query}&transport=polling`);
    const sid = /"sid":"([\w-]+)"/.exec(text.replaceAll('\\', ''))?.[1] ?? '';
    return `${query}&transport=polling&sid=${sid}`;
  }

  /** A WebSocket whose messages are written down; resolves once it is open. */
  async webSocket(query: string, options: object = {}): Promise<WebSocket> {
    const ws = new WebSocket(`ws://127.0.0.1:${this.port}/engine.io/?${query}`, { perMessageDeflate: false, ...options });
    this.#sockets.push(ws);
    ws.on('error', () => {});
    ws.on('message', (data: Buffer, isBinary) => this.log('message', isBinary ? data : data.toString()));
    await new Promise((resolve) => ws.once('open', resolve));
    return ws;
  }

  /** What becomes of a WebSocket: its 101, or the answer that refuses it, or nothing. */
  async upgrade(query: string, options: object = {}): Promise<void> {
    const ws = new WebSocket(`ws://127.0.0.1:${this.port}/engine.io/?${query}`, { perMessageDeflate: false, ...options });
    this.#sockets.push(ws);
    const outcome = await new Promise<unknown[]>((resolve) => {
      ws.on('error', (error) => resolve(['error', error.message]));
      ws.on('upgrade', (res: IncomingMessage) => {
        const headers = Object.entries(res.headers).filter(([name]) => !PLUMBING.includes(name) && name !== 'sec-websocket-accept');
        resolve([res.statusCode, Object.fromEntries(headers.sort())]);
      });
      ws.on('unexpected-response', (_req, res) => {
        let text = '';
        res.on('data', (chunk: Buffer) => (text += chunk.toString()));
        res.on('close', () => resolve([res.statusCode, res.headers['content-type'], text]));
      });
    });
    this.log('upgrade', ...outcome);
  }

  async close(): Promise<void> {
    for (const ws of this.#sockets) ws.terminate();
    this.engine.close();
    this.#httpServer.closeAllConnections();
    await new Promise((resolve) => this.#httpServer.close(resolve));
  }
}

async function transcriptOf(kind: Kind, script: Script, options: Options): Promise<unknown[]> {
  const httpServer = createServer((_req, res) => res.writeHead(404).end());
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const run = new EngineRun(kind, httpServer, options);
  try {
    await script(run);
    return run.transcript;
  } finally {
    await run.close();
  }
}

/** The two engines answer the same. */
export function same(name: string, script: Script, options: Options = {}): void {
  test(name, async () => {
    const official = await transcriptOf('official', script, options);
    expect(official.length, 'a script that writes nothing down compares nothing').toBeGreaterThan(0);
    expect(await transcriptOf('ours', script, options)).toEqual(official);
  });
}

/** Ours differs on purpose. Both transcripts are given, so that either one's change is noticed. */
export function differs(name: string, why: string, script: Script, expected: Record<Kind, unknown[]>, options: Options = {}): void {
  test(`${name}: ${why}`, async () => {
    expect({ official: await transcriptOf('official', script, options), ours: await transcriptOf('ours', script, options) }).toEqual(expected);
  });
}

function isText({ headers }: Answer): boolean {
  return headers['content-type'] !== 'application/octet-stream' && headers['content-encoding'] === undefined;
}

function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/(?<![\w-])[\w-]{20}(?![\w-])/g, '<id>');
  if (value instanceof Error) return { error: value.message };
  if (Buffer.isBuffer(value)) return { bytes: value.toString('hex') };
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normalised(item)]));
  }
  return value;
}
