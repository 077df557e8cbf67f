// WebSocket on `ws`, which reads frames, answers control frames and negotiates. Writing is ours: the frames of a queue
// go to the TCP socket in one write. Where permessage-deflate was negotiated, `ws` writes, one message at a time.

import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { TransportError } from '../../errors.ts';
import { throwLater } from '../../uncaught.ts';
import { decodePacket, type EnginePacket } from '../packet.ts';
import type { WriteQueue } from '../write-queue.ts';
import type { Transport, TransportHandler } from './transport.ts';

const OPEN = 1;

export class WebSocketTransport implements Transport {
  readonly name = 'websocket';
  handler: TransportHandler;
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  readonly #isDeflating: boolean;
  #isDraining = false;
  #isClosed = false;

  /** `stream` is the TCP or TLS socket that `ws` was upgraded on. */
  constructor(ws: WebSocket, stream: Duplex, handler: TransportHandler) {
    this.#ws = ws;
    this.#stream = stream;
    this.handler = handler;
    this.#isDeflating = ws.extensions.includes('permessage-deflate');
    ws.on('message', this.#onMessage);
    ws.on('error', this.#onError);
    ws.on('close', this.#onClose);
  }

  get writable(): boolean {
    return !this.#isDraining && !this.#isClosed && this.#ws.readyState === OPEN;
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  send(queue: WriteQueue, onSent: (() => void) | undefined): void {
    if (this.#ws.readyState !== OPEN) return;
    if (this.#isDeflating) {
      this.#sendDeflated(queue, onSent);
      return;
    }
    const frames = queue.frames();
    const hasRoom = onSent === undefined ? this.#stream.write(frames) : this.#stream.write(frames, (error) => error ?? onSent());
    if (hasRoom) return;
    this.#isDraining = true;
    this.#stream.once('drain', this.#onDrain);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#ws.close();
  }

  #sendDeflated(queue: WriteQueue, onSent: (() => void) | undefined): void {
    // `ws` compresses one message after the other: the next ones wait here, where a volatile packet can be dropped.
    this.#isDraining = true;
    const packets = queue.packets();
    const last = packets.pop();
    for (const packet of packets) this.#ws.send(packet.payload, { compress: packet.compress });
    if (last === undefined) return;
    this.#ws.send(last.payload, { compress: last.compress }, (error) => {
      if (error) return;
      onSent?.();
      this.#onDrain();
    });
  }

  readonly #onDrain = (): void => {
    this.#isDraining = false;
    if (!this.#isClosed) this.handler.onWritable();
  };

  readonly #onMessage = (data: RawData, isBinary: boolean): void => {
    if (this.#isClosed) return;
    // `ws` hands over one Buffer: its `binaryType` is left at "nodebuffer".
    const bytes = data as Buffer;
    const packet = isBinary ? ({ type: 'message', data: bytes } as const) : this.#decode(bytes.toString('utf8'));
    if (packet === null) return;
    if (packet.type === 'close') {
      this.#end('transport close');
      return;
    }
    try {
      this.handler.onPacket(packet, bytes.length);
    } catch (error) {
      // Not the peer's doing, and `ws` would not read on.
      throwLater(error);
    }
  };

  #decode(text: string): EnginePacket | null {
    try {
      return decodePacket(text);
    } catch (error) {
      this.#end('parse error', error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }

  readonly #onError = (error: Error): void => {
    this.#end('transport error', new TransportError('TRANSPORT_FAILED', error.message, { cause: error }));
  };

  readonly #onClose = (): void => {
    this.#end('transport close');
  };

  #end(reason: 'transport close' | 'transport error' | 'parse error', description?: Error): void {
    if (this.#isClosed) return;
    this.close();
    this.handler.onTransportClose(reason, description);
  }
}
