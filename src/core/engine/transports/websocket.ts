// WebSocket on `ws`, which reads frames, answers control frames and negotiates. Writing is ours: the frames of a queue
// go to the TCP socket in one write. Where permessage-deflate was negotiated, or `wsEngine` is not `ws`, it writes, one
// message at a time.

import type { Duplex } from 'node:stream';
import { type RawData, WebSocket } from 'ws';
import { TransportError } from '../../errors.ts';
import { throwLater } from '../../uncaught.ts';
import type { Codec } from '../codec.ts';
import type { EnginePacket } from '../packet.ts';
import type { OutgoingPacket } from '../sending/outgoing-packet.ts';
import type { WriteQueue } from '../sending/write-queue.ts';
import type { Transport, TransportCloseReason, TransportHandler } from './transport.ts';

const NOTHING = Buffer.alloc(0);
const NORMAL_CLOSURE = 1000;

/** On each WebSocket: its transport, so that no listener is made for one connection. */
const TRANSPORT = Symbol('transport');

type OwnedWebSocket = WebSocket & { [TRANSPORT]: WebSocketTransport };

export class WebSocketTransport implements Transport {
  handler: TransportHandler;
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  readonly #codec: Codec;
  /** From how many bytes on a message is compressed; `null`: frames are ours, and plain. */
  readonly #deflateThreshold: number | null;
  #isDraining = false;
  #isClosed = false;
  #afterDrain: readonly (() => void)[] | undefined;

  /** `stream` is the TCP or TLS socket that `ws` was upgraded on. */
  constructor(ws: WebSocket, stream: Duplex, codec: Codec, deflateThreshold: number, handler: TransportHandler) {
    this.#ws = ws;
    this.#stream = stream;
    this.#codec = codec;
    this.handler = handler;
    this.#deflateThreshold = ws instanceof WebSocket && !ws.extensions.includes('permessage-deflate') ? null : deflateThreshold;
    Object.assign(ws, { [TRANSPORT]: this });
    ws.on('message', onMessage);
    ws.on('error', onError);
    ws.on('close', onClose);
  }

  get name(): 'websocket' {
    return 'websocket';
  }

  get writable(): boolean {
    return !this.#isDraining && !this.#isClosed && this.#ws.readyState === WebSocket.OPEN;
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  send(queue: WriteQueue, onSent: (() => void) | undefined): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return;
    if (this.#deflateThreshold !== null) {
      this.#sendEach(queue, this.#deflateThreshold, onSent);
      return;
    }
    const frames = queue.frames(this.#codec.binaryForm);
    const hasRoom = Buffer.isBuffer(frames) ? this.#write(frames, onSent) : this.#writeAll(frames, onSent);
    if (hasRoom) return;
    this.#isDraining = true;
    this.#stream.once('drain', () => this.#onDrain());
  }

  #write(bytes: Buffer, onSent: (() => void) | undefined): boolean {
    return onSent === undefined ? this.#stream.write(bytes) : this.#stream.write(bytes, (error) => error ?? onSent());
  }

  #writeAll(parts: readonly Buffer[], onSent: (() => void) | undefined): boolean {
    let hasRoom = true;
    this.#stream.cork();
    for (const [index, part] of parts.entries()) hasRoom = this.#write(part, index === parts.length - 1 ? onSent : undefined);
    this.#stream.uncork();
    return hasRoom;
  }

  afterSent(callback: () => void): void {
    // What `ws` still compresses is not in the stream yet.
    if (this.#isDraining && this.#deflateThreshold !== null) this.#afterDrain = [...(this.#afterDrain ?? []), callback];
    else this.#stream.write(NOTHING, (error) => error ?? callback());
  }

  close(reason?: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (reason === undefined) this.#ws.close();
    else this.#ws.close(NORMAL_CLOSURE, reason);
  }

  abort(): void {
    this.#isClosed = true;
    this.#ws.terminate();
  }

  #sendEach(queue: WriteQueue, threshold: number, onSent: (() => void) | undefined): void {
    // `ws` compresses one message after the other: the next ones wait here, where a volatile packet can be dropped.
    this.#isDraining = true;
    const packets = queue.packets();
    const last = packets.pop();
    for (const packet of packets) this.#sendOne(packet, threshold);
    if (last === undefined) return;
    this.#sendOne(last, threshold, (error) => {
      if (error) return;
      onSent?.();
      this.#onDrain();
    });
  }

  // `ws` has a threshold of its own, but minds it only where each message is compressed by itself.
  #sendOne(packet: OutgoingPacket, threshold: number, onSent?: (error?: Error | null) => void): void {
    this.#ws.send(packet.payload(this.#codec.binaryForm), { compress: packet.compress && packet.byteLength >= threshold }, onSent);
  }

  #onDrain(): void {
    this.#isDraining = false;
    const callbacks = this.#afterDrain ?? [];
    this.#afterDrain = undefined;
    for (const callback of callbacks) callback();
    if (!this.#isClosed) this.handler.onWritable();
  }

  /** @internal */
  onMessage(bytes: Buffer, isBinary: boolean): void {
    if (this.#isClosed) return;
    const packet = this.#decode(bytes, isBinary);
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
  }

  /** @internal */
  onError(error: Error): void {
    this.#end('transport error', new TransportError('TRANSPORT_FAILED', error.message, { cause: error }));
  }

  /** @internal */
  onClose(): void {
    this.#end('transport close');
  }

  #decode(bytes: Buffer, isBinary: boolean): EnginePacket | null {
    try {
      return isBinary ? this.#codec.decodeBytes(bytes) : this.#codec.decodeText(bytes.toString('utf8'));
    } catch (error) {
      this.#end('parse error', error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }

  #end(reason: TransportCloseReason, description?: Error): void {
    if (this.#isClosed) return;
    this.close();
    this.handler.onTransportClose(reason, description);
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  // `ws` hands over one Buffer: its `binaryType` is left at "nodebuffer".
  (this as OwnedWebSocket)[TRANSPORT].onMessage(data as Buffer, isBinary);
}

function onError(this: WebSocket, error: Error): void {
  (this as OwnedWebSocket)[TRANSPORT].onError(error);
}

function onClose(this: WebSocket): void {
  (this as OwnedWebSocket)[TRANSPORT].onClose();
}
