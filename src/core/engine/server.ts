// The Engine.IO server: answers HTTP requests and upgrades of one path, and owns the sessions.

import { EventEmitter } from 'node:events';
import { IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import cors from 'cors';
import type { WebSocket, WebSocketServer } from 'ws';
import { Tap, tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import { AddressLimits } from './admission/address-limits.ts';
import { type Admission, admit } from './admission/admission.ts';
import { type Query, queryOf, type Sessions, verify } from './admission/handshake.ts';
import { isRestorable } from './admission/kept-request.ts';
import { type ForeignMiddleware, type Middleware, runMiddlewares } from './admission/middlewares.ts';
import { type Refusal, refusal, refuseRequest, refuseUpgrade } from './admission/refusal.ts';
import { addressReader } from './admission/remote-address.ts';
import { sessionCookie, tellHeaders, upgradeLines } from './admission/response-headers.ts';
import { UpgradeResponse } from './admission/upgrade-response.ts';
import { attach } from './attach.ts';
import { type Codec, codecOf, type Revision } from './codec.ts';
import { generateId } from './generate-id.ts';
import { LimitHits } from './limit-hits.ts';
import { type AttachOptions, type HttpServerLike, type ServerOptions, serverOptions } from './server-options.ts';
import { Session } from './session.ts';
import { SessionHost } from './session-host.ts';
import type { HttpCompressionOptions } from './transports/compression.ts';
import { deflateOptions, webSocketWriting } from './transports/deflate.ts';
import { jsonpWrapping } from './transports/jsonp.ts';
import { PLAIN } from './transports/payload-wrapping.ts';
import { PollingTransport } from './transports/polling.ts';
import { NOBODY, type Transport, type TransportName } from './transports/transport.ts';
import { WebSocketTransport, type WebSocketWriting } from './transports/websocket.ts';
import type { WebTransportSession, WebTransportTransport } from './transports/webtransport.ts';
import { greetWebTransport } from './transports/webtransport-handshake.ts';
import { UpgradeProbe } from './upgrade.ts';

/** What a session's transport may be exchanged for. */
const UPGRADES: Readonly<Record<TransportName, readonly TransportName[]>> = {
  polling: ['websocket', 'webtransport'],
  websocket: [],
  webtransport: [],
};

/**
 * Events: `connection(session)`, `connection_error({req, code, message, context})`, `initial_headers(headers, req)`,
 * `headers(headers, req)`, `flush(session, packets)`, `drain(session)`.
 */
export class Server extends EventEmitter {
  readonly opts: ServerOptions;
  readonly tap: Tap;
  /** What peers tried that `limits` and the like do not allow. */
  readonly limitHits: LimitHits;
  httpServer: HttpServerLike | undefined;
  /** The sessions, by their ids; without a prototype, since clients name ids. */
  readonly clients = Object.create(null) as Sessions;
  #clientsCount = 0;
  readonly #host: SessionHost;
  readonly #middlewares: Middleware[] = [];
  readonly #httpCompression: HttpCompressionOptions | false;
  readonly #writingOf: (ws: WebSocket, req: IncomingMessage) => WebSocketWriting;
  readonly #addressOf: (req: IncomingMessage) => string;
  readonly #limits: AddressLimits | null;
  #webSockets: WebSocketServer;
  /** What middlewares have set for the 101, by its request. */
  readonly #upgradeResponses = new WeakMap<IncomingMessage, UpgradeResponse>();
  #isClosed = false;

  constructor(options: Partial<ServerOptions> = {}, tap: Tap = new Tap()) {
    super();
    this.opts = serverOptions(options);
    this.tap = tap;
    const { httpCompression, trustProxy } = this.opts;
    this.limitHits = new LimitHits(tap);
    this.#host = new SessionHost(this, this.opts, tap, this.limitHits, (session) => this.#onSessionClose(session));
    this.#httpCompression = httpCompression === true ? {} : httpCompression;
    this.#writingOf = webSocketWriting(this.opts);
    this.#addressOf = addressReader(trustProxy);
    const { connectionsPerAddress, handshakesPerSecondPerAddress } = this.#host.limits;
    const hasLimits = Math.min(connectionsPerAddress, handshakesPerSecondPerAddress) < Number.POSITIVE_INFINITY;
    this.#limits = hasLimits ? new AddressLimits(this.#host.limits) : null;
    this.#webSockets = this.#webSocketServer();
    // `cors` takes options or a delegate; its types name the two apart.
    if (this.opts.cors) this.use(cors(this.opts.cors as Parameters<typeof cors>[0]));
  }

  get clientsCount(): number {
    return this.#clientsCount;
  }

  /** Serves `httpServer`'s requests under `path` and leaves the others to its other listeners. */
  attach(httpServer: HttpServerLike, options: AttachOptions = {}): void {
    this.httpServer = httpServer;
    this.#isClosed = false;
    attach(this, httpServer, options);
  }

  /** Adds a middleware for requests and upgrades, after those that are there. */
  use(middleware: Middleware): void;
  use(middleware: ForeignMiddleware): void;
  use(middleware: Middleware): void {
    this.#middlewares.push(middleware);
  }

  /** Closes every session and takes no new one. The HTTP server is not touched. */
  close(): this {
    this.#isClosed = true;
    for (const session of Object.values(this.clients)) session.close(true);
    this.#webSockets.close();
    return this;
  }

  /** @internal The HTTP server listens, perhaps again after `close`. */
  reopen(): void {
    this.#isClosed = false;
    this.#webSockets.close();
    this.#webSockets = this.#webSocketServer();
  }

  /** A new session's id, now or later. May be replaced. */
  generateId(_req: IncomingMessage): string | PromiseLike<string> {
    return generateId();
  }

  /** Transports a session on `name` may move to. */
  upgrades(name: string): readonly string[] {
    if (!this.opts.allowUpgrades || !Object.hasOwn(UPGRADES, name)) return [];
    return UPGRADES[name as TransportName].filter((upgrade) => this.opts.transports.includes(upgrade));
  }

  /** `isAlone`: nobody else sees the request. */
  handleRequest(req: IncomingMessage, res: ServerResponse, isAlone = false): void {
    if (this.#middlewares.length === 0) {
      this.#onRequest(req, res, isAlone);
      return;
    }
    queryOf(req);
    runMiddlewares(this.#middlewares, req, res, (error) => {
      if (error) this.#refuse(req, res, refusal('BAD_REQUEST', { name: 'MIDDLEWARE_FAILURE' }));
      // One that has answered has no business with `next`.
      else if (!res.writableEnded) this.#onRequest(req, res, false);
    });
  }

  /** `isAlone`: nobody else sees the request. */
  handleUpgrade(req: IncomingMessage, stream: Duplex, head: Buffer, isAlone = false): void {
    if (this.#middlewares.length === 0) {
      this.#onUpgrade(req, stream, head, isAlone);
      return;
    }
    queryOf(req);
    const response = new UpgradeResponse(stream);
    this.#upgradeResponses.set(req, response);
    // One of them may take its time.
    stream.on('error', destroyOnError);
    // It has what middlewares use of a response.
    runMiddlewares(this.#middlewares, req, response as unknown as ServerResponse, (error) => {
      if (error) this.#refuseUpgrade(req, stream, refusal('BAD_REQUEST', { name: 'MIDDLEWARE_FAILURE' }));
      else if (!response.writableEnded) this.#onUpgrade(req, stream, head, false);
    });
  }

  /**
   * Takes a client of a WebTransport server, where `transports` has it. Middlewares and `allowRequest` need a request,
   * which there is none of: with them it is closed.
   */
  async onWebTransportSession(session: WebTransportSession): Promise<void> {
    const { transports, maxHttpBufferSize, upgradeTimeout } = this.opts;
    if (this.#isClosed || !transports.includes('webtransport') || this.#middlewares.length > 0) {
      session.close();
      return;
    }
    await greetWebTransport(session, maxHttpBufferSize, upgradeTimeout, {
      openWebTransport: (transport) => this.#openWebTransport(transport),
      upgradeToWebTransport: (sid, transport) => this.#upgradeToWebTransport(sid, transport),
    });
  }

  #webSocketServer(): WebSocketServer {
    const { maxHttpBufferSize, perMessageDeflate, wsEngine } = this.opts;
    const webSockets = new wsEngine({
      noServer: true,
      clientTracking: false,
      maxPayload: maxHttpBufferSize,
      perMessageDeflate: perMessageDeflate && deflateOptions(this.opts),
    });
    return webSockets.on('headers', (lines, req) => {
      const response = this.#upgradeResponses.get(req);
      // Some middlewares wait for this call to set their headers.
      response?.writeHead(101);
      lines.push(...upgradeLines(this, req, response));
    });
  }

  #webSocketTransport(req: IncomingMessage, ws: WebSocket, stream: Duplex, codec: Codec): WebSocketTransport {
    return new WebSocketTransport(ws, stream, codec, this.#writingOf(ws, req), NOBODY);
  }

  #onRequest(req: IncomingMessage, res: ServerResponse, isAlone: boolean): void {
    const query = queryOf(req);
    const verdict = verify(req, query, false, this.clients, this.opts);
    if ('refusal' in verdict) {
      this.#refuse(req, res, verdict.refusal);
    } else if (verdict.session === null) {
      let isGone = false;
      res.once('close', () => {
        isGone = true;
      });
      this.#admit(req, (admission, address) => {
        if ('refusal' in admission) this.#refuse(req, res, admission.refusal);
        else if (!isGone) this.#openPolling(req, res, query, verdict.revision, admission.id, address, isAlone);
      });
    } else if (verdict.session.transport instanceof PollingTransport) {
      verdict.session.transport.onRequest(req, res);
    }
  }

  #onUpgrade(req: IncomingMessage, stream: Duplex, head: Buffer, isAlone: boolean): void {
    const query = queryOf(req);
    const verdict = verify(req, query, true, this.clients, this.opts);
    if ('refusal' in verdict) {
      this.#refuseUpgrade(req, stream, verdict.refusal);
      return;
    }
    const codec = codecOf(verdict.revision, Boolean(query.b64));
    const { session } = verdict;
    if (session !== null) {
      this.#webSockets.handleUpgrade(req, stream, head, (ws) => this.#probe(session, this.#webSocketTransport(req, ws, stream, codec)));
      return;
    }
    let isDecided = false;
    this.#admit(req, (admission, address) => {
      isDecided = true;
      // What comes after brings its own listener.
      stream.off('error', destroyOnError);
      if ('refusal' in admission) this.#refuseUpgrade(req, stream, admission.refusal);
      else this.#upgrade(req, stream, head, (ws) => this.#openWebSocket(req, ws, stream, codec, admission.id, address, isAlone));
    });
    // The program takes its time.
    if (!isDecided) stream.on('error', destroyOnError);
  }

  /** The 101 leaves together with the session's first packets. */
  #upgrade(req: IncomingMessage, stream: Duplex, head: Buffer, onOpen: (ws: WebSocket) => void): void {
    stream.cork();
    this.#webSockets.handleUpgrade(req, stream, head, onOpen);
    // Behind the flush of what was sent in the meantime.
    process.nextTick(uncork, stream);
  }

  /** A request that asks for a new session. */
  #admit(req: IncomingMessage, done: (admission: Admission, address: string) => void): void {
    const address = this.#addressOf(req);
    const early = this.#limits?.admit(address, performance.now());
    if (early) {
      done({ refusal: early }, address);
      return;
    }
    admit(req, this.opts.allowRequest, this, (admission) => {
      // It may have taken its time.
      const late = this.#isClosed ? refusal('BAD_REQUEST', { name: 'SERVER_CLOSED' }) : this.#limits?.full(address);
      done(late ? { refusal: late } : admission, address);
    });
  }

  #openPolling(req: IncomingMessage, res: ServerResponse, query: Query, revision: Revision, id: string, address: string, isAlone: boolean): void {
    const isJsonp = query.j !== undefined;
    const cookies = this.#sessionCookies(res, id);
    const transport = new PollingTransport(
      codecOf(revision, isJsonp || Boolean(query.b64)),
      {
        maxHttpBufferSize: this.opts.maxHttpBufferSize,
        httpCompression: this.#httpCompression,
        wrapping: isJsonp ? jsonpWrapping(query.j ?? '') : PLAIN,
        onHeaders: (headers, request) => {
          const isInitial = request === req;
          if (isInitial && cookies !== null) headers['Set-Cookie'] = cookies;
          tellHeaders(this, headers, request, isInitial);
        },
      },
      NOBODY,
    );
    // The handshake is an answer of its own: whoever reads it by hand expects nothing behind it.
    const session = new Session(this.#host, { id, protocol: revision, request: req, remoteAddress: address, transport });
    this.#open(session, () => transport.onRequest(req, res));
    if (this.#mayShrink(req, isAlone)) session.shrinkRequest();
  }

  /** All cookies of a handshake's answer, those of middlewares included; `null`: leave them. */
  #sessionCookies(res: ServerResponse, id: string): string[] | null {
    const cookie = sessionCookie(this.opts.cookie, id);
    return cookie === null ? null : [...[res.getHeader('Set-Cookie') ?? []].flat().map(String), cookie];
  }

  #openWebSocket(req: IncomingMessage, ws: WebSocket, stream: Duplex, codec: Codec, id: string, address: string, isAlone: boolean): void {
    const transport = this.#webSocketTransport(req, ws, stream, codec);
    const session = new Session(this.#host, { id, protocol: codec.revision, request: req, remoteAddress: address, transport });
    this.#open(session);
    if (this.#mayShrink(req, isAlone)) session.shrinkRequest();
  }

  /** Whether the request is as Node made it: nothing of the program has seen it. */
  #mayShrink(req: IncomingMessage, isAlone: boolean): boolean {
    const isUnseen = this.opts.allowRequest === undefined && this.generateId === Server.prototype.generateId;
    const isUnheard = this.listenerCount('headers') === 0 && this.listenerCount('initial_headers') === 0;
    return isAlone && isUnseen && isUnheard && isRestorable(req);
  }

  #openWebTransport(transport: WebTransportTransport): boolean {
    if (this.#isClosed || this.opts.allowRequest !== undefined) return false;
    // There is no request; one that says nothing spares everybody the question.
    const request = new IncomingMessage(new Socket());
    request.url = '';
    this.#open(new Session(this.#host, { id: generateId(), protocol: 4, request, remoteAddress: '', transport }));
    return true;
  }

  #upgradeToWebTransport(sid: string, transport: WebTransportTransport): boolean {
    const session = this.clients[sid];
    if (session === undefined || session.protocol !== 4 || !this.opts.allowUpgrades || session.upgradeState !== 'none') return false;
    this.#probe(session, transport);
    return true;
  }

  /** `answer` brings the handshake to the client before the program hears of the session. */
  #open(session: Session, answer?: () => void): void {
    Reflect.set(this.clients, session.id, session);
    this.#clientsCount++;
    this.#limits?.open(session.remoteAddress, performance.now());
    const { name } = session.transport;
    this.tap.listener?.({
      type: 'session_open',
      at: tapTime(),
      engineId: session.id,
      transport: name,
      protocol: session.protocol,
      remoteAddress: session.remoteAddress,
    });
    session.open({
      sid: session.id,
      upgrades: this.upgrades(name),
      pingInterval: this.opts.pingInterval,
      pingTimeout: this.opts.pingTimeout,
      maxPayload: this.opts.maxHttpBufferSize,
    });
    answer?.();
    callSafely(() => this.emit('connection', session));
  }

  #onSessionClose(session: Session): void {
    this.#clientsCount--;
    // A program's ids may repeat.
    if (this.clients[session.id] === session) Reflect.deleteProperty(this.clients, session.id);
    this.#limits?.release(session.remoteAddress);
  }

  #probe(session: Session, transport: Transport): void {
    // A `wsEngine` may have taken its time.
    if (session.readyState === 'closed' || session.upgradeState !== 'none') {
      transport.close();
      return;
    }
    const probe = new UpgradeProbe(session, this.opts.upgradeTimeout);
    transport.handler = probe;
    probe.start(transport);
  }

  #refuse(req: IncomingMessage, res: ServerResponse, refused: Refusal): void {
    this.#onRefusal(req, refused);
    refuseRequest(res, refused);
  }

  #refuseUpgrade(req: IncomingMessage, stream: Duplex, refused: Refusal): void {
    this.#onRefusal(req, refused);
    refuseUpgrade(stream, refused);
  }

  #onRefusal(req: IncomingMessage, { code, message, context, limit }: Refusal): void {
    const remoteAddress = this.#addressOf(req);
    if (limit === null) this.tap.listener?.({ type: 'refusal', at: tapTime(), code, message, remoteAddress });
    else this.limitHits.add(limit, { engineId: null, remoteAddress });
    callSafely(() => this.emit('connection_error', { req, code, message, context }));
  }
}

function uncork(stream: Duplex): void {
  stream.uncork();
}

/** Node took its own listener off: without one, a reset of the connection would be an uncaught exception. */
function destroyOnError(this: Duplex): void {
  this.destroy();
}
