// The Engine.IO server: answers HTTP requests and upgrades of one path, and owns the sessions.

import { EventEmitter } from 'node:events';
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import cors from 'cors';
import { type WebSocket, WebSocketServer } from 'ws';
import { Tap, tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import { attach, endUpgrade } from './attach.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { generateId } from './generate-id.ts';
import { CORS_FAILED, queryOf, type Refusal, verify } from './handshake.ts';
import { type AttachOptions, type ServerOptions, serverOptions } from './server-options.ts';
import { Session } from './session.ts';
import { FlushSchedule, type SessionHost } from './session-host.ts';
import { PollingTransport } from './transports/polling.ts';
import type { Transport, TransportHandler } from './transports/transport.ts';
import { WebSocketTransport } from './transports/websocket.ts';
import { UpgradeProbe } from './upgrade.ts';
import { UpgradeResponse } from './upgrade-response.ts';

/** How long a polling client may take to fetch what was left when its session closed. */
const CLOSE_TIMEOUT_MS = 30_000;

/** Events: `connection(session)`, `connection_error({req, code, message, context})`. */
export class Server extends EventEmitter {
  readonly opts: ServerOptions;
  readonly tap: Tap;
  httpServer: HttpServer | undefined;
  readonly #sessions = new Map<string, Session>();
  readonly #host: SessionHost;
  #webSockets: WebSocketServer;
  /** For the 101 that is being written. */
  #upgradeHeaders: readonly string[] = [];
  readonly #cors: ReturnType<typeof cors> | undefined;

  constructor(options: Partial<ServerOptions> = {}, tap: Tap = new Tap()) {
    super();
    this.opts = serverOptions(options);
    this.tap = tap;
    const flushes = new FlushSchedule();
    this.#host = {
      tap,
      initialPacket: this.opts.initialPacket,
      emptyQueue: flushes.emptyQueue,
      pingDeadlines: new DeadlineQueue<Session>(this.opts.pingInterval, (session) => session.onPingDue()),
      pongDeadlines: new DeadlineQueue<Session>(this.opts.pingTimeout, (session) => session.onPongLate()),
      closeDeadlines: new DeadlineQueue<Session>(CLOSE_TIMEOUT_MS, (session) => session.onCloseLate()),
      scheduleFlush: (session) => flushes.add(session),
      onSessionClose: (session) => this.#sessions.delete(session.id),
    };
    this.#webSockets = this.#webSocketServer();
    // `cors` takes options or a delegate; its types name the two apart.
    this.#cors = this.opts.cors === undefined ? undefined : cors(this.opts.cors as Parameters<typeof cors>[0]);
  }

  get clientsCount(): number {
    return this.#sessions.size;
  }

  /** Serves `httpServer`'s requests under `path` and leaves the others to its other listeners. */
  attach(httpServer: HttpServer, options: AttachOptions = {}): void {
    this.httpServer = httpServer;
    attach(this, httpServer, options);
  }

  /** Closes every session. The HTTP server is not touched. */
  close(): this {
    for (const session of this.#sessions.values()) session.close(true);
    this.#webSockets.close();
    return this;
  }

  /** @internal The HTTP server listens, perhaps again after `close`. */
  reopen(): void {
    this.#webSockets.close();
    this.#webSockets = this.#webSocketServer();
  }

  /** A new session's id. May be replaced. */
  generateId(_req: IncomingMessage): string {
    return generateId();
  }

  /** Transports a session on `name` may move to. */
  upgrades(name: string): readonly string[] {
    return name === 'polling' && this.opts.allowUpgrades && this.opts.transports.includes('websocket') ? ['websocket'] : [];
  }

  handleRequest(req: IncomingMessage, res: ServerResponse): void {
    if (this.#cors === undefined) this.#onRequest(req, res);
    // `cors` answers a preflight itself. The error is a delegate's.
    else this.#cors(req, res, (error?: unknown) => (error ? this.#refuse(req, res, CORS_FAILED) : this.#onRequest(req, res)));
  }

  handleUpgrade(req: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.#cors === undefined) {
      this.#onUpgrade(req, stream, head, []);
      return;
    }
    const response = new UpgradeResponse(stream);
    // A delegate may take its time, and Node took its own listener off.
    stream.on('error', () => stream.destroy());
    this.#cors(req, response, (error?: unknown) => {
      if (error) this.#refuseUpgrade(req, stream, CORS_FAILED);
      else this.#onUpgrade(req, stream, head, response.lines());
    });
  }

  #webSocketServer(): WebSocketServer {
    const { maxHttpBufferSize, perMessageDeflate } = this.opts;
    const webSockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: maxHttpBufferSize,
      perMessageDeflate: perMessageDeflate === true ? { threshold: 1024 } : perMessageDeflate,
    });
    return webSockets.on('headers', (lines) => lines.push(...this.#upgradeHeaders));
  }

  #onUpgrade(req: IncomingMessage, stream: Duplex, head: Buffer, headers: readonly string[]): void {
    const verdict = verify(req, queryOf(req), true, this.#sessions, this.opts);
    if ('refusal' in verdict) {
      this.#refuseUpgrade(req, stream, verdict.refusal);
      return;
    }
    // `ws` answers in this very call: the session can't go, and no other upgrade of it begin, in the meantime.
    this.#upgradeHeaders = headers;
    this.#webSockets.handleUpgrade(req, stream, head, (ws) => {
      if (verdict.session === null) this.#openWebSocket(req, ws, stream);
      else this.#probe(verdict.session, ws, stream);
    });
  }

  #onRequest(req: IncomingMessage, res: ServerResponse): void {
    const verdict = verify(req, queryOf(req), false, this.#sessions, this.opts);
    if ('refusal' in verdict) {
      this.#refuse(req, res, verdict.refusal);
      return;
    }
    const transport = verdict.session === null ? this.#openPolling(req) : verdict.session.transport;
    if (transport instanceof PollingTransport) transport.onRequest(req, res);
  }

  #openPolling(req: IncomingMessage): PollingTransport {
    const transport = new PollingTransport(NOBODY, this.opts.maxHttpBufferSize);
    this.#open(req, transport);
    return transport;
  }

  #openWebSocket(req: IncomingMessage, ws: WebSocket, stream: Duplex): void {
    this.#open(req, new WebSocketTransport(ws, stream, NOBODY));
  }

  #open(req: IncomingMessage, transport: Transport): void {
    const session = new Session(this.#host, this.generateId(req), 4, req, transport);
    this.#sessions.set(session.id, session);
    this.tap.listener?.({
      type: 'session_open',
      at: tapTime(),
      engineId: session.id,
      transport: transport.name,
      protocol: session.protocol,
      remoteAddress: session.remoteAddress,
    });
    session.open({
      sid: session.id,
      upgrades: this.upgrades(transport.name),
      pingInterval: this.opts.pingInterval,
      pingTimeout: this.opts.pingTimeout,
      maxPayload: this.opts.maxHttpBufferSize,
    });
    callSafely(() => this.emit('connection', session));
  }

  #probe(session: Session, ws: WebSocket, stream: Duplex): void {
    if (!(session.transport instanceof PollingTransport)) return;
    const probe = new UpgradeProbe(session, session.transport, this.opts.upgradeTimeout);
    probe.start(new WebSocketTransport(ws, stream, probe));
  }

  #refuse(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
    this.#onRefusal(req, refusal);
    refuseRequest(res, refusal);
  }

  #refuseUpgrade(req: IncomingMessage, stream: Duplex, refusal: Refusal): void {
    this.#onRefusal(req, refusal);
    refuseUpgrade(stream, refusal);
  }

  #onRefusal(req: IncomingMessage, refusal: Refusal): void {
    this.tap.listener?.({
      type: 'refusal',
      at: tapTime(),
      code: refusal.code,
      message: refusal.message,
      remoteAddress: req.socket.remoteAddress ?? '',
    });
    callSafely(() => this.emit('connection_error', { req, ...refusal }));
  }
}

/** The handler of a transport until its session has taken it over, in the same turn. */
const NOBODY: TransportHandler = { onPacket() {}, onWritable() {}, onTransportClose() {} };

function refuseRequest(res: ServerResponse, { code, message }: Refusal): void {
  const body = JSON.stringify({ code, message });
  res.writeHead(code === 4 ? 403 : 400, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body);
}

/** Before any 101, with the message as the body. */
function refuseUpgrade(stream: Duplex, { code, message }: Refusal): void {
  const status = code === 4 ? '403 Forbidden' : '400 Bad Request';
  endUpgrade(
    stream,
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`,
  );
}
