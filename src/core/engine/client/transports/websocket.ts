// WebSocket on `ws`: a message a packet.

import type { ClientRequest, IncomingMessage } from 'node:http';
import { type ClientOptions, type RawData, WebSocket as Ws } from 'ws';
import { PatchbayError } from '../../../errors.ts';
import { MAX_RESPONSE_BYTES } from '../../../limits.ts';
import { throwLater } from '../../../uncaught.ts';
import type { EnginePacket } from '../../packet.ts';
import type { OutgoingPacket } from '../../sending/outgoing-packet.ts';
import { tlsOptionsOf } from '../client-options.ts';
import { failureOf, failureOfAnswer } from '../connection-error.ts';
import { watchConnection } from '../dial.ts';
import { withoutQuery } from './polling.ts';
import { Transport } from './transport.ts';

const MAX_REFUSAL_BYTES = 10_000;
const DEFAULT_THRESHOLD = 1024;

export class WebSocket extends Transport {
  #ws: Ws | undefined;
  #cookieUrl = '';

  override get name(): string {
    return 'websocket';
  }

  /** Bytes that were sent and not taken by the operating system yet. */
  get bufferedBytes(): number {
    return this.#ws?.bufferedAmount ?? 0;
  }

  protected override doOpen(): void {
    const url = this.#url();
    try {
      this.#ws = new Ws(url, [...protocolsOf(this.opts.protocols)], this.#wsOptions(url));
    } catch (error) {
      // A subprotocol or a header that can't be one. Whoever opened it listens by the next tick.
      process.nextTick(() => this.onError('websocket error', failureOf(error), error));
      return;
    }
    this.#ws.on('open', this.#onWsOpen);
    this.#ws.on('message', this.#onWsMessage);
    this.#ws.on('close', this.#onWsClose);
    this.#ws.on('error', this.#onWsError);
    this.#ws.on('unexpected-response', this.#onWsRefused);
    this.#ws.on('upgrade', (response: IncomingMessage) => this.socket.cookieJar?.store(response.headers['set-cookie'], this.#cookieUrl));
  }

  protected override doClose(): void {
    this.#ws?.close();
  }

  protected override write(packets: readonly OutgoingPacket[]): void {
    const ws = this.#ws;
    if (ws === undefined) return;
    this.writable = false;
    const { binaryForm } = this.codec;
    for (const packet of packets) ws.send(packet.payload(binaryForm), { compress: packet.compress }, onWritten);
    // As if it had been sent: what is emitted in this tick goes together.
    process.nextTick(this.#onWritable);
  }

  readonly #onWritable = (): void => {
    if (this.readyState === 'closed') return;
    this.writable = true;
    this.emit('drain');
  };

  readonly #onWsOpen = (): void => {
    this.onOpen();
  };

  readonly #onWsMessage = (data: RawData, isBinary: boolean): void => {
    if (this.readyState === 'closed') return;
    // `binaryType` is that of Node: one buffer a message.
    const bytes = data as Buffer;
    let packet: EnginePacket;
    try {
      packet = isBinary ? this.codec.decodeBytes(bytes) : this.codec.decodeText(bytes.toString());
    } catch (error) {
      const isFirst = this.query.sid === undefined && !isBinary;
      const shown = bytes.toString('utf8', 0, 80);
      this.onError(
        'server error',
        isFirst ? { code: 'NOT_ENGINE_IO', message: `a message that is not Engine.IO's: ${shown}` } : failureOf(error),
        error,
      );
      return;
    }
    try {
      this.onPacket(packet, bytes.length);
    } catch (error) {
      // Not the server's doing.
      throwLater(error);
    }
  };

  readonly #onWsClose = (code: number, reason: Buffer): void => {
    if (this.readyState === 'closed') return;
    this.onClose({ description: 'websocket connection closed', context: { code, reason: reason.toString() } });
  };

  readonly #onWsError = (error: Error): void => {
    if (this.readyState === 'closed') return;
    this.onError('websocket error', error instanceof PatchbayError ? failureOf(error) : failureOfWs(error), error);
  };

  /** The server answered, but not with 101. */
  readonly #onWsRefused = (request: ClientRequest, response: IncomingMessage): void => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', (part: string) => {
      body += part;
      if (body.length > MAX_REFUSAL_BYTES) response.destroy();
    });
    response.on('error', () => {});
    response.on('close', () => {
      request.destroy();
      if (this.readyState === 'closed') return;
      const { statusCode = 0 } = response;
      const error = new Error(`Unexpected server response: ${statusCode}`);
      this.onError('websocket error', failureOfAnswer(statusCode, body), error, { status: statusCode, responseText: body });
    });
  };

  #wsOptions(url: string): ClientOptions {
    const { opts } = this;
    const { stages, cookieJar } = this.socket;
    // Cookies know http and https.
    this.#cookieUrl = url.replace(/^ws/, 'http');
    const cookie = cookieJar?.header(this.#cookieUrl);
    return {
      ...tlsOptionsOf(opts),
      ...(typeof opts.agent === 'object' && { agent: opts.agent }),
      headers: { ...(cookie !== undefined && { Cookie: cookie }), ...opts.extraHeaders },
      perMessageDeflate: opts.perMessageDeflate ?? { threshold: DEFAULT_THRESHOLD },
      maxPayload: MAX_RESPONSE_BYTES,
      finishRequest: (request) => {
        if (opts.autoUnref) request.on('socket', (socket) => socket.unref());
        watchConnection(request, { ...opts, transport: this.name }, stages, () => {
          if (this.query.sid === undefined) this.handshake = stages.start('handshake', this.name, withoutQuery(url));
        });
        request.end();
      },
    };
  }

  #url(): string {
    const { timestampRequests, timestampParam = 't', secure } = this.opts;
    if (timestampRequests) this.query[timestampParam] = Date.now().toString(36);
    if (!this.supportsBinary) this.query.b64 = 1;
    return this.uri(secure ? 'wss' : 'ws');
  }
}

function failureOfWs(error: Error): ReturnType<typeof failureOf> {
  // What `ws` finds wrong with an answer has no code: it is not WebSocket's.
  const failure = failureOf(error);
  return failure.code === 'FAILED' || failure.code.startsWith('WS_ERR') ? { ...failure, code: 'PARSE_ERROR' } : failure;
}

function protocolsOf(protocols: string | readonly string[] | undefined): readonly string[] {
  if (protocols === undefined) return [];
  return typeof protocols === 'string' ? [protocols] : protocols;
}

/** What fails here is told by the connection's own `error` or `close`. */
function onWritten(): void {}
