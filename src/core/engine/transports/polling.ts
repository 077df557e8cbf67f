// HTTP long-polling: a GET waits for what the server has to send, a POST brings what the client sends.

import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { PatchbayError, ProtocolError, TransportError } from '../../errors.ts';
import { throwLater } from '../../uncaught.ts';
import type { Codec } from '../codec.ts';
import type { EnginePacket } from '../packet.ts';
import { OutgoingPacket } from '../sending/outgoing-packet.ts';
import { WriteQueue } from '../sending/write-queue.ts';
import { encodingFor, endCompressed, type HttpCompressionOptions } from './compression.ts';
import type { PayloadWrapping } from './payload-wrapping.ts';
import { type RequestBody, readBody } from './request-body.ts';
import type { Transport, TransportCloseReason, TransportHandler } from './transport.ts';

const CLOSE = WriteQueue.empty().with(new OutgoingPacket('close', '', false));
const NOOP = WriteQueue.empty().with(new OutgoingPacket('noop', '', false));

export interface PollingOptions {
  readonly maxHttpBufferSize: number;
  readonly httpCompression: HttpCompressionOptions | false;
  readonly wrapping: PayloadWrapping;
  /** The server may add to the headers of each answer. */
  readonly onHeaders: (headers: OutgoingHttpHeaders, req: IncomingMessage) => void;
}

/** A GET, from when it comes until its answer is with the operating system. */
interface Poll {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Of its answer; 0 while it waits. */
  bytes: number;
  onSent: (() => void) | undefined;
}

export class PollingTransport implements Transport {
  handler: TransportHandler;
  readonly #codec: Codec;
  readonly #options: PollingOptions;
  /** The GET that waits. */
  #poll: Poll | null = null;
  /** The GET whose answer is on its way. */
  #answered: Poll | null = null;
  /** The POST that is being read. */
  #post: IncomingMessage | null = null;
  #isReleasing = false;
  #isClosed = false;

  constructor(codec: Codec, options: PollingOptions, handler: TransportHandler) {
    this.handler = handler;
    this.#codec = codec;
    this.#options = options;
  }

  get name(): 'polling' {
    return 'polling';
  }

  get writable(): boolean {
    return this.#poll !== null;
  }

  get bufferedBytes(): number {
    return this.#answered?.bytes ?? 0;
  }

  onRequest(req: IncomingMessage, res: ServerResponse): void {
    if (req.method === 'GET') this.#onPoll(req, res);
    else if (req.method === 'POST') this.#onPost(req, res);
    else res.writeHead(500).end();
  }

  send(queue: WriteQueue, onSent: (() => void) | undefined): void {
    const poll = this.#poll;
    if (poll === null) return;
    this.#poll = null;
    this.#answered = poll;
    const packets = queue.packets();
    const payload = this.#codec.encodePayload(packets);
    const { wrapping, httpCompression } = this.#options;
    const isText = typeof payload === 'string';
    const body = isText ? wrapping.wrap(payload) : payload;
    const headers: OutgoingHttpHeaders = isText ? { ...wrapping.headers } : { 'Content-Type': 'application/octet-stream' };
    poll.bytes = Buffer.byteLength(body);
    poll.onSent = onSent;
    const encoding = packets.some(({ compress }) => compress) ? encodingFor(poll.req, poll.bytes, httpCompression) : null;
    if (encoding === null || httpCompression === false) {
      headers['Content-Length'] = poll.bytes;
      poll.res.writeHead(200, this.#headers(poll.req, headers)).end(body);
    } else {
      headers['Content-Encoding'] = encoding;
      poll.res.writeHead(200, this.#headers(poll.req, headers));
      endCompressed(poll.res, body, encoding, httpCompression);
    }
  }

  afterSent(callback: () => void): void {
    const poll = this.#answered;
    if (poll === null) {
      callback();
      return;
    }
    const { onSent } = poll;
    poll.onSent = () => {
      onSent?.();
      callback();
    };
  }

  /** Answers the GET that waits, and each later one at once, so that the client can move on to its new transport. */
  startReleasing(): void {
    this.#isReleasing = true;
    this.send(NOOP, undefined);
  }

  stopReleasing(): void {
    this.#isReleasing = false;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.send(CLOSE, undefined);
    // A body that comes slowly would keep its connection for nothing.
    this.#post?.destroy();
  }

  abort(): void {
    this.close();
    this.#answered?.res.destroy();
  }

  #onPoll(req: IncomingMessage, res: ServerResponse): void {
    if (this.#poll !== null) {
      res.writeHead(400).end();
      this.#fail(new ProtocolError('UNEXPECTED_PACKET', 'overlapping GET requests'));
      return;
    }
    const poll: Poll = { req, res, bytes: 0, onSent: undefined };
    this.#poll = poll;
    // Also after an error, and once its answer is with the operating system.
    res.once('close', () => this.#onPollClosed(poll));
    this.handler.onWritable();
    if (this.#isReleasing) this.send(NOOP, undefined);
  }

  #onPollClosed(poll: Poll): void {
    // A stream of HTTP/2 that was reset counts as written.
    const isUnanswered = this.#poll === poll;
    if (isUnanswered) this.#poll = null;
    if (this.#answered === poll) this.#answered = null;
    if (isUnanswered || !poll.res.writableFinished) {
      this.#fail(new TransportError('TRANSPORT_FAILED', `GET ${poll.req.url ?? ''} closed by the client`));
      return;
    }
    poll.onSent?.();
    if (!this.#isClosed) this.handler.onWritable();
  }

  #onPost(req: IncomingMessage, res: ServerResponse): void {
    const isBinary = req.headers['content-type'] === 'application/octet-stream';
    if (this.#post !== null || (isBinary && this.#codec.decodeBinaryPayload === null)) {
      res.writeHead(400).end();
      this.#fail(new ProtocolError('UNEXPECTED_PACKET', this.#post === null ? 'a binary payload' : 'overlapping POST requests'));
      return;
    }
    this.#post = req;
    readBody(req, this.#options.maxHttpBufferSize, (body) => this.#onBody(req, res, body, isBinary));
  }

  #onBody(req: IncomingMessage, res: ServerResponse, body: RequestBody, isBinary: boolean): void {
    this.#post = null;
    if (body === 'aborted') {
      this.#fail(new TransportError('TRANSPORT_FAILED', 'POST closed by the client'));
    } else if (body === 'too large') {
      // HTTP/2 has no such header: there the rest of the body is one stream's.
      this.handler.onTooLarge();
      res.writeHead(413, req.httpVersionMajor < 2 ? { Connection: 'close' } : {}).end();
    } else {
      // Before the packets: what they trigger may take long, or end the session. "text/html", since some browsers
      // offer "text/plain" as a download.
      res.writeHead(200, this.#headers(req, { 'Content-Type': 'text/html', 'Content-Length': 2 })).end('ok');
      this.#onPayload(body, isBinary);
    }
  }

  #onPayload(body: Buffer, isBinary: boolean): void {
    try {
      if (isBinary) {
        this.#codec.decodeBinaryPayload?.(body, this.#onPacket);
        return;
      }
      const payload = this.#options.wrapping.unwrap(body.toString('utf8'));
      if (payload !== null) this.#codec.decodePayload(payload, this.#onPacket);
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      this.#end('parse error', error);
    }
  }

  readonly #onPacket = (packet: EnginePacket): void => {
    if (this.#isClosed) return;
    if (packet.type !== 'close') {
      try {
        this.handler.onPacket(packet, payloadBytes(packet));
      } catch (error) {
        // Not the peer's doing: the packets behind it are read all the same.
        throwLater(error);
      }
      return;
    }
    // The client leaves: its GET is answered before the session is told.
    this.send(NOOP, undefined);
    this.#end('transport close');
  };

  #headers(req: IncomingMessage, headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
    headers['Cache-Control'] = 'no-store';
    // Old Internet Explorers take an answer for an attack.
    if (/;MSIE|Trident\//.test(req.headers['user-agent'] ?? '')) headers['X-XSS-Protection'] = '0';
    this.#options.onHeaders(headers, req);
    return headers;
  }

  #fail(error: Error): void {
    this.#end('transport error', error);
  }

  #end(reason: TransportCloseReason, description?: Error): void {
    if (this.#isClosed) return;
    this.close();
    this.handler.onTransportClose(reason, description);
  }
}

function payloadBytes({ data }: EnginePacket): number {
  if (data === undefined) return 1;
  return typeof data === 'string' ? 1 + Buffer.byteLength(data) : data.byteLength;
}
