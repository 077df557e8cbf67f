// WebTransport on whatever the runtime, or the program, puts at `globalThis.WebTransport`; Node itself has none yet.

import type { ReadableStream, WritableStreamDefaultWriter } from 'node:stream/web';
import { PatchbayError } from '../../../errors.ts';
import { MAX_RESPONSE_BYTES } from '../../../limits.ts';
import { throwLater } from '../../../uncaught.ts';
import type { EnginePacket } from '../../packet.ts';
import { OutgoingPacket } from '../../sending/outgoing-packet.ts';
import type { WebTransportStream } from '../../transports/webtransport.ts';
import { encodeFrames, FrameDecoder } from '../../transports/webtransport-frame.ts';
import { failureOf } from '../connection-error.ts';
import { Transport } from './transport.ts';

/** The W3C's, as far as it is used. */
interface Session {
  readonly ready: Promise<unknown>;
  readonly closed: Promise<unknown>;
  createBidirectionalStream(): Promise<WebTransportStream>;
  close(): void;
}

export class WebTransport extends Transport {
  #session: Session | undefined;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;

  override get name(): string {
    return 'webtransport';
  }

  protected override doOpen(): void {
    void this.#run().catch((error: unknown) => this.#fail(error));
  }

  protected override doClose(): void {
    this.#session?.close();
  }

  protected override write(packets: readonly OutgoingPacket[]): void {
    this.writable = false;
    this.#writer?.write(encodeFrames(packets)).then(
      () => {
        if (this.readyState === 'closed') return;
        this.writable = true;
        this.emit('drain');
      },
      (error: unknown) => this.#fail(error),
    );
  }

  async #run(): Promise<void> {
    const Constructor: unknown = Reflect.get(globalThis, 'WebTransport');
    if (typeof Constructor !== 'function') {
      // Whoever opened it listens by then.
      await Promise.resolve();
      this.onError('webtransport error', { code: 'UNSUPPORTED', message: 'this runtime has no WebTransport' });
      return;
    }
    const uri = this.uri('https');
    if (this.query.sid === undefined) this.handshake = this.socket.stages.start('handshake', this.name, uri);
    // It has the shape of the W3C's, or what follows fails.
    const session = Reflect.construct(Constructor, [uri]) as Session;
    this.#session = session;
    session.closed.then(
      () => this.#end(),
      (error: unknown) => this.#fail(error),
    );
    await session.ready;
    const stream = await session.createBidirectionalStream();
    this.#writer = stream.writable.getWriter();
    const sid = this.query.sid === undefined ? undefined : JSON.stringify({ sid: this.query.sid });
    await this.#writer.write(encodeFrames([new OutgoingPacket('open', sid)]));
    this.onOpen();
    await this.#read(stream.readable);
  }

  async #read(readable: ReadableStream<Uint8Array>): Promise<void> {
    const reader = readable.getReader();
    const decoder = new FrameDecoder(MAX_RESPONSE_BYTES, (payload, isBinary) => this.#onPayload(payload, isBinary));
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      decoder.add(value);
    }
    this.#end();
  }

  #onPayload(payload: Buffer, isBinary: boolean): void {
    if (this.readyState === 'closed') return;
    const packet: EnginePacket = isBinary ? this.codec.decodeBytes(payload) : this.codec.decodeText(payload.toString());
    try {
      this.onPacket(packet, payload.length);
    } catch (error) {
      // Not the server's doing.
      throwLater(error);
    }
  }

  #end(): void {
    if (this.readyState !== 'closed') this.onClose({ description: 'webtransport connection closed' });
  }

  #fail(error: unknown): void {
    if (this.readyState === 'closed') return;
    this.onError(error instanceof PatchbayError ? 'server error' : 'webtransport error', failureOf(error), error);
  }
}
