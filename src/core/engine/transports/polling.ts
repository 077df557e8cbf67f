// HTTP long-polling: a GET waits for what the server has to send, a POST brings what the client sends.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { PatchbayError, ProtocolError, TransportError } from '../../errors.ts';
import { throwLater } from '../../uncaught.ts';
import { OutgoingPacket } from '../outgoing-packet.ts';
import type { EnginePacket } from '../packet.ts';
import { decodePayload, encodePayload } from '../payload.ts';
import { WriteQueue } from '../write-queue.ts';
import type { Transport, TransportHandler } from './transport.ts';

const CLOSE = WriteQueue.empty().with(new OutgoingPacket('close'));
const NOOP = WriteQueue.empty().with(new OutgoingPacket('noop'));

export class PollingTransport implements Transport {
  readonly name = 'polling';
  handler: TransportHandler;
  readonly #maxHttpBufferSize: number;
  /** The GET that waits. */
  #poll: ServerResponse | null = null;
  /** The POST that is being read. */
  #post: IncomingMessage | null = null;
  #isReleasing = false;
  #isClosed = false;

  constructor(handler: TransportHandler, maxHttpBufferSize: number) {
    this.handler = handler;
    this.#maxHttpBufferSize = maxHttpBufferSize;
  }

  get writable(): boolean {
    return this.#poll !== null;
  }

  get bufferedBytes(): number {
    return 0;
  }

  onRequest(req: IncomingMessage, res: ServerResponse): void {
    if (req.method === 'GET') this.#onPoll(req, res);
    else if (req.method === 'POST') this.#onPost(req, res);
    else res.writeHead(500).end();
  }

  send(queue: WriteQueue, onSent: (() => void) | undefined): void {
    const res = this.#poll;
    if (res === null) return;
    this.#poll = null;
    const body = encodePayload(queue.packets());
    res.writeHead(200, {
      'Content-Type': 'text/plain; charset=UTF-8',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
    });
    if (onSent === undefined) res.end(body);
    else res.end(body, onSent);
  }

  /** Answers the GET that waits, and each later one at once, so that the client can move on to its WebSocket. */
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

  #onPoll(req: IncomingMessage, res: ServerResponse): void {
    if (this.#poll !== null) {
      res.writeHead(400).end();
      this.#fail(new ProtocolError('UNEXPECTED_PACKET', 'overlapping GET requests'));
      return;
    }
    this.#poll = res;
    // `close` of the response also follows its regular end: then it is not the waiting one any more.
    res.on('close', () => {
      if (this.#poll !== res) return;
      this.#poll = null;
      this.#fail(new TransportError('TRANSPORT_FAILED', `GET ${req.url ?? ''} closed by the client`));
    });
    this.handler.onWritable();
    if (this.#isReleasing) this.send(NOOP, undefined);
  }

  #onPost(req: IncomingMessage, res: ServerResponse): void {
    const isBinary = req.headers['content-type'] === 'application/octet-stream';
    if (this.#post !== null || isBinary) {
      // Engine.IO 4 has no binary payloads.
      res.writeHead(400).end();
      this.#fail(new ProtocolError('UNEXPECTED_PACKET', isBinary ? 'a binary payload' : 'overlapping POST requests'));
      return;
    }
    this.#post = req;
    readBody(req, this.#maxHttpBufferSize, (body) => {
      this.#post = null;
      if (body === 'aborted') {
        this.#fail(new TransportError('TRANSPORT_FAILED', 'POST closed by the client'));
      } else if (body === 'too large') {
        res.writeHead(413, { Connection: 'close' }).end();
      } else {
        // Before the packets: what they trigger may take long, or end the session.
        res.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': 2 }).end('ok');
        this.#onPayload(body);
      }
    });
  }

  #onPayload(body: Buffer): void {
    try {
      decodePayload(body.toString('utf8'), this.#onPacket);
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

  #fail(error: Error): void {
    this.#end('transport error', error);
  }

  #end(reason: 'transport close' | 'transport error' | 'parse error', description?: Error): void {
    if (this.#isClosed) return;
    this.close();
    this.handler.onTransportClose(reason, description);
  }
}

function payloadBytes({ data }: EnginePacket): number {
  if (data === undefined) return 1;
  return typeof data === 'string' ? 1 + Buffer.byteLength(data) : data.byteLength;
}

function readBody(req: IncomingMessage, maxBytes: number, done: (body: Buffer | 'aborted' | 'too large') => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let isDone = false;
  const finish = (body: Buffer | 'aborted' | 'too large'): void => {
    if (isDone) return;
    isDone = true;
    done(body);
  };
  req.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > maxBytes) finish('too large');
    else chunks.push(piece);
  });
  req.on('end', () => finish(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
  req.on('close', () => finish('aborted'));
}
