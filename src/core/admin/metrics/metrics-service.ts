import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server as HttpServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgentContext } from '../agent-context.ts';
import type { MetricsOptions } from '../options.ts';
import { loadPromClient, type PromRegistry } from './prom-client.ts';
import { serverMetrics } from './server-metrics.ts';

/** The part of an HTTP server whose requests are looked at before its own listeners are asked. */
type RequestServer = Pick<HttpServer, 'listeners' | 'on' | 'off' | 'removeAllListeners'>;

/** Serves what Prometheus asks for, on the server's own HTTP server or on a port beside it. */
export class MetricsService {
  readonly #options: MetricsOptions;
  readonly #path: string;
  readonly #context: AgentContext;
  readonly #registry: PromRegistry;
  #own: HttpServer | undefined;
  #stopListening: (() => void) | undefined;
  #isClosed = false;
  /** Of a port of its own. */
  #url: Promise<string> | null = null;

  /** Throws a UsageError `MISSING_PACKAGE`. */
  constructor(context: AgentContext, options: MetricsOptions, dropped: () => number) {
    this.#context = context;
    this.#options = options;
    this.#path = options.path ?? '/metrics';
    this.#registry = serverMetrics(loadPromClient(), context, dropped);
  }

  get url(): Promise<string> | null {
    return this.#url;
  }

  open(): void {
    const { port, host = '127.0.0.1' } = this.#options;
    if (port === undefined) {
      this.#join();
      return;
    }
    const own = createServer((req, res) => {
      if (this.#isMetrics(req)) void this.#answer(req, res);
      else res.writeHead(404).end();
    });
    this.#own = own;
    this.#url = once(own.listen(port, host), 'listening').then(() => {
      const { address, port: actual } = own.address() as AddressInfo;
      return `http://${address.includes(':') ? `[${address}]` : address}:${actual}${this.#path}`;
    });
    // Whoever asks for the address is told that there is none.
    this.#url.catch(() => {});
    own.unref();
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening?.();
    const own = this.#own;
    if (own === undefined) return;
    own.closeAllConnections();
    await new Promise((resolve) => {
      own.close(resolve);
    });
  }

  /** A server may be attached after it is instrumented, in the same tick. */
  #join(): void {
    const httpServer = Reflect.get(this.#context.io, 'httpServer') as RequestServer | undefined;
    if (httpServer !== undefined) {
      this.#listen(httpServer);
      return;
    }
    process.nextTick(() => {
      const attached = Reflect.get(this.#context.io, 'httpServer') as RequestServer | undefined;
      if (attached !== undefined && !this.#isClosed) this.#listen(attached);
    });
  }

  /** In front of the listeners that are there, and after `close` behind nobody: those that came later may have put theirs before. */
  #listen(httpServer: RequestServer): void {
    const others = httpServer.listeners('request') as RequestListener[];
    const onRequest = (req: IncomingMessage, res: ServerResponse): void => {
      if (!this.#isClosed && this.#isMetrics(req)) void this.#answer(req, res);
      else for (const listener of others) Reflect.apply(listener, httpServer, [req, res]);
    };
    httpServer.removeAllListeners('request');
    httpServer.on('request', onRequest);
    this.#stopListening = () => {
      if (!httpServer.listeners('request').includes(onRequest)) return;
      httpServer.off('request', onRequest);
      for (const listener of others) httpServer.on('request', listener);
    };
  }

  #isMetrics({ url = '' }: IncomingMessage): boolean {
    return url === this.#path || url.startsWith(`${this.#path}?`);
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { token } = this.#options;
    if (token !== undefined && !isSame(req.headers.authorization ?? '', `Bearer ${token}`)) {
      res.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end();
      return;
    }
    try {
      const text = await this.#registry.metrics();
      res.writeHead(200, { 'Content-Type': this.#registry.contentType, 'Cache-Control': 'no-store' }).end(text);
    } catch {
      res.writeHead(500).end();
    }
  }
}

/** In the same time, whatever they are. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
