// WebTransport: one bidirectional stream of a session that somebody else's HTTP/3 server brings, by web streams.

import type { ReadableStream, ReadableStreamDefaultReader, WritableStream, WritableStreamDefaultWriter } from 'node:stream/web';
import { PatchbayError, TransportError } from '../../errors.ts';
import { throwLater } from '../../uncaught.ts';
import { codecOf } from '../codec.ts';
import type { WriteQueue } from '../sending/write-queue.ts';
import type { Transport, TransportCloseReason, TransportHandler } from './transport.ts';
import { encodeFrames, FrameDecoder } from './webtransport-frame.ts';

export interface WebTransportStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/** What a WebTransport server hands over for each client; the names are those of the W3C's `WebTransport`. */
export interface WebTransportSession {
  /** Settles when the session has ended. */
  readonly closed: Promise<unknown>;
  readonly incomingBidirectionalStreams: ReadableStream<WebTransportStream>;
  close(info?: { readonly closeCode?: number; readonly reason?: string }): void;
}

/** How long a client that does not read may hold a session that is closed. */
const CLOSE_TIMEOUT_MS = 30_000;

const CODEC = codecOf(4, false);

export class WebTransportTransport implements Transport {
  handler: TransportHandler;
  readonly #session: WebTransportSession;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #decoder: FrameDecoder;
  #bufferedBytes = 0;
  /** Settles with the last write. */
  #written: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(session: WebTransportSession, stream: WebTransportStream, maxPayloadBytes: number, handler: TransportHandler) {
    this.handler = handler;
    this.#session = session;
    this.#reader = stream.readable.getReader();
    this.#writer = stream.writable.getWriter();
    this.#decoder = new FrameDecoder(maxPayloadBytes, (payload, isBinary) => this.#onPayload(payload, isBinary));
    const onEnd = (): void => this.#end('transport close');
    session.closed.then(onEnd, onEnd);
    // Its writes tell.
    this.#writer.closed.catch(() => {});
  }

  get name(): 'webtransport' {
    return 'webtransport';
  }

  get writable(): boolean {
    return !this.#isClosed && this.#bufferedBytes === 0;
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  /** Hands packets to the handler until the stream ends. */
  async read(): Promise<void> {
    try {
      for (;;) {
        const { value, done } = await this.#reader.read();
        if (done) break;
        this.#decoder.add(value);
      }
      this.#end('transport close');
    } catch (error) {
      if (error instanceof PatchbayError) this.#end('parse error', error);
      else this.#end('transport error', new TransportError('TRANSPORT_FAILED', String(error), { cause: error }));
    }
  }

  send(queue: WriteQueue, onSent: (() => void) | undefined): void {
    if (this.#isClosed) return;
    const frames = encodeFrames(queue.packets());
    this.#bufferedBytes += frames.byteLength;
    this.#written = this.#writer.write(frames).then(
      () => {
        this.#bufferedBytes -= frames.byteLength;
        onSent?.();
        if (this.writable) this.handler.onWritable();
      },
      (error: unknown) => this.#end('transport error', new TransportError('TRANSPORT_FAILED', String(error), { cause: error })),
    );
  }

  afterSent(callback: () => void): void {
    void this.#written.then(callback);
  }

  close(reason?: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const info = reason === undefined ? undefined : { closeCode: 0, reason };
    const timer = setTimeout(() => this.#session.close(info), CLOSE_TIMEOUT_MS).unref();
    void this.#written.then(() => {
      clearTimeout(timer);
      this.#session.close(info);
    });
  }

  abort(): void {
    this.#isClosed = true;
    this.#session.close();
  }

  #onPayload(payload: Buffer, isBinary: boolean): void {
    if (this.#isClosed) return;
    const packet = isBinary ? CODEC.decodeBytes(payload) : CODEC.decodeText(payload.toString('utf8'));
    if (packet.type === 'close') {
      this.#end('transport close');
      return;
    }
    try {
      this.handler.onPacket(packet, payload.length);
    } catch (error) {
      // Not the peer's doing.
      throwLater(error);
    }
  }

  #end(reason: TransportCloseReason, description?: Error): void {
    if (this.#isClosed) return;
    this.close();
    this.handler.onTransportClose(reason, description);
  }
}
