// HTTP long-polling: a GET that waits for packets, and a POST for packets to send, one of each at a time, on `node:http`.

import { randomBytes } from 'node:crypto';
import { Agent, type ClientRequest, globalAgent, type OutgoingHttpHeaders } from 'node:http';
import { Agent as SecureAgent, globalAgent as secureGlobalAgent } from 'node:https';
import { throwLater } from '../../../uncaught.ts';
import { codecOf } from '../../codec.ts';
import type { EnginePacket } from '../../packet.ts';
import { OutgoingPacket } from '../../sending/outgoing-packet.ts';
import { tlsOptionsOf } from '../client-options.ts';
import { failureOf, failureOfAnswer } from '../connection-error.ts';
import { withCookies } from '../cookie-jar.ts';
import { watchConnection } from '../dial.ts';
import { exchange, type HttpAnswer } from '../http-exchange.ts';
import { Transport } from './transport.ts';

const CLOSE = new OutgoingPacket('close');
const OK = 200;
/** A session that is closed while it opens is closed once it has; one that does not open is let go after this. */
const OPENING_GRACE_MS = 5000;
const LENGTH_BEFORE_OPEN = /^\d+:0\{/;
const SID = /"sid":"([^"\\]{1,200})"/;

export class Polling extends Transport {
  /** Requests under way. */
  readonly #requests = new Set<ClientRequest>();
  readonly #agent: Agent;
  readonly #isAgentOwn: boolean;
  #isPolling = false;
  /** It was closed before the server had answered. */
  #isClosedEarly = false;
  #onPause: (() => void) | undefined;

  constructor(...options: ConstructorParameters<typeof Transport>) {
    super(...options);
    const { agent, secure } = this.opts;
    this.#isAgentOwn = typeof agent !== 'object' && agent !== true;
    if (typeof agent === 'object') this.#agent = agent;
    else if (agent === true) this.#agent = secure ? secureGlobalAgent : globalAgent;
    else this.#agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  }

  override get name(): string {
    return 'polling';
  }

  override pause(onPause: () => void): void {
    this.readyState = 'pausing';
    this.#onPause = onPause;
    this.#pauseIfIdle();
  }

  override resume(): void {
    if (this.readyState !== 'pausing' && this.readyState !== 'paused') return;
    this.#onPause = undefined;
    this.readyState = 'open';
    if (!this.#isPolling) this.#poll();
  }

  override close(): this {
    if (this.readyState !== 'pausing' && this.readyState !== 'paused') return super.close();
    // A better transport has its session.
    this.readyState = 'closed';
    this.#abort();
    return this;
  }

  protected override doOpen(): void {
    this.#poll();
  }

  protected override doClose(): void {
    if (this.readyState === 'open') {
      this.#writeClose();
      return;
    }
    if (this.#requests.size === 0) {
      this.#abort();
      return;
    }
    this.#isClosedEarly = true;
    setTimeout(() => this.#abort(), OPENING_GRACE_MS).unref();
  }

  protected override write(packets: readonly OutgoingPacket[]): void {
    this.writable = false;
    this.#post(packets, () => {
      this.writable = true;
      this.emit('drain');
      this.#pauseIfIdle();
    });
  }

  #writeClose(): void {
    this.#post([CLOSE], () => this.#abort());
  }

  #abort(): void {
    for (const request of this.#requests) request.destroy();
    this.#requests.clear();
    if (this.#isAgentOwn) this.#agent.destroy();
  }

  #poll(): void {
    this.#isPolling = true;
    this.#request('GET', null, 'xhr poll error', (answer) => this.#onPoll(answer));
  }

  #post(packets: readonly OutgoingPacket[], onSent: () => void): void {
    this.#request('POST', this.codec.encodePayload(packets), 'xhr post error', onSent);
  }

  #request(method: 'GET' | 'POST', body: string | Buffer | null, reason: string, onAnswer: (answer: HttpAnswer) => void): void {
    const { opts } = this;
    const { cookieJar, stages } = this.socket;
    const url = this.#url();
    const request = exchange(
      {
        method,
        url,
        headers: this.#headers(body, cookieJar?.header(url)),
        body,
        agent: this.#agent,
        tls: tlsOptionsOf(opts),
        timeoutMs: opts.requestTimeout ?? null,
        autoUnref: opts.autoUnref === true,
      },
      (answer) => {
        if (request !== null && !this.#requests.delete(request)) return;
        cookieJar?.store(answer.setCookie, url);
        if (answer.status === OK) onAnswer(answer);
        else this.#fail(reason, failureOfAnswer(answer.status, answer.body.toString()), answer);
      },
      (error) => {
        if (request === null || this.#requests.delete(request)) this.#fail(reason, failureOf(error), error);
      },
    );
    if (request === null) return;
    this.#requests.add(request);
    const isHandshake = this.query.sid === undefined;
    watchConnection(request, { ...opts, transport: this.name }, stages, () => {
      if (isHandshake) this.handshake = stages.start('handshake', this.name, withoutQuery(url));
    });
  }

  #onPoll({ body, isBinary }: HttpAnswer): void {
    if (this.#isClosedEarly) {
      this.#closeSession(body.toString());
      return;
    }
    try {
      this.#decode(body, isBinary);
    } catch (error) {
      this.#onBadPayload(error, body);
      return;
    }
    if (this.readyState === 'closed') return;
    if (this.readyState === 'opening') {
      this.#onBadPayload(undefined, body);
      return;
    }
    this.#isPolling = false;
    if (this.readyState === 'open') this.#poll();
    else this.#pauseIfIdle();
  }

  /** The server has made a session for nobody: without this it would keep it for as long as its heartbeat lasts. */
  #closeSession(handshake: string): void {
    const sid = SID.exec(handshake)?.[1];
    if (sid === undefined) {
      this.#abort();
      return;
    }
    this.query.sid = sid;
    if (LENGTH_BEFORE_OPEN.test(handshake)) this.codec = codecOf(3, !this.supportsBinary);
    this.#writeClose();
  }

  /** Throws what the codec throws. */
  #decode(body: Buffer, isBinary: boolean): void {
    const text = isBinary ? '' : body.toString();
    if (this.readyState === 'opening' && (isBinary || LENGTH_BEFORE_OPEN.test(text))) this.socket.onRevision3Payload();
    const { decodeBinaryPayload, decodePayload } = this.codec;
    if (isBinary && decodeBinaryPayload !== null) decodeBinaryPayload(body, this.#onDecoded);
    else decodePayload(isBinary ? body.toString() : text, this.#onDecoded);
  }

  readonly #onDecoded = (packet: EnginePacket): void => {
    if (this.readyState === 'opening' && packet.type === 'open') this.onOpen();
    if (this.readyState === 'closed') return;
    if (packet.type === 'close') {
      this.onClose({ description: 'transport closed by the server' });
      return;
    }
    try {
      this.onPacket(packet, bytesOf(packet));
    } catch (error) {
      // Not the server's doing.
      throwLater(error);
    }
  };

  #onBadPayload(error: unknown, body: Buffer): void {
    const shown = body.toString('utf8', 0, 1000);
    const failure =
      this.readyState === 'opening'
        ? { code: 'NOT_ENGINE_IO', message: `an answer that is not Engine.IO's: ${shown.slice(0, 80)}`, status: OK, body: shown }
        : failureOf(error);
    this.#fail('server error', failure, error instanceof Error ? error : undefined);
  }

  #fail(reason: string, failure: ReturnType<typeof failureOf>, cause: HttpAnswer | Error | undefined): void {
    if (this.readyState === 'closed') {
      this.#abort();
      return;
    }
    const isAnswer = cause !== undefined && 'status' in cause;
    const context = isAnswer ? { status: cause.status, responseText: cause.body.toString() } : undefined;
    this.onError(reason, failure, isAnswer ? cause.status : cause, context);
  }

  #pauseIfIdle(): void {
    if (this.readyState !== 'pausing' || this.#isPolling || !this.writable) return;
    this.readyState = 'paused';
    this.#onPause?.();
  }

  #url(): string {
    const { timestampRequests, timestampParam = 't' } = this.opts;
    if (timestampRequests !== false) this.query[timestampParam] = randomBytes(6).toString('base64url');
    if (!this.supportsBinary && this.query.sid === undefined) this.query.b64 = 1;
    return this.uri(this.opts.secure ? 'https' : 'http');
  }

  #headers(body: string | Buffer | null, cookie: string | undefined): OutgoingHttpHeaders {
    return {
      Accept: '*/*',
      ...(body !== null && { 'Content-Type': typeof body === 'string' ? 'text/plain;charset=UTF-8' : 'application/octet-stream' }),
      ...withCookies(this.opts.extraHeaders, cookie),
    };
  }
}

function bytesOf({ data }: EnginePacket): number {
  if (data === undefined) return 1;
  return typeof data === 'string' ? 1 + Buffer.byteLength(data) : data.byteLength;
}

export function withoutQuery(url: string): string {
  return url.slice(0, url.indexOf('?'));
}
