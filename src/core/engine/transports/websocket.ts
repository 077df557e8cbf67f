// WebSocket on `ws`, which reads frames, answers control frames and negotiates. Writing is ours: the frames of a queue
// go to the TCP socket in one write, once those that are compressed are. Where context takeover was negotiated, or
// `wsEngine` is not `ws`, it writes, one message at a time.

import type { Duplex } from 'node:stream';
import { type RawData, WebSocket } from 'ws';
import { TransportError } from '../../errors.ts';
import { throwLater } from '../../uncaught.ts';
import type { Codec } from '../codec.ts';
import type { EnginePacket } from '../packet.ts';
import type { Deflater } from '../sending/deflater.ts';
import type { FrameSlice } from '../sending/frame-arena.ts';
import type { OutgoingPacket } from '../sending/outgoing-packet.ts';
import { type Frames, joinFrames, type WriteQueue } from '../sending/write-queue.ts';
import { releaseInflater } from './inflater.ts';
import type { Transport, TransportCloseReason, TransportHandler } from './transport.ts';

const NOTHING = Buffer.alloc(0);
const NORMAL_CLOSURE = 1000;

/** On each WebSocket: its transport, so that no listener is made for one connection. */
const TRANSPORT = Symbol('transport');

type OwnedWebSocket = WebSocket & { [TRANSPORT]: WebSocketTransport };

/** Who writes, and whether messages are compressed. */
export type WebSocketWriting =
  | { readonly by: 'us'; readonly deflater: Deflater | null }
  /** `threshold`: from how many bytes on it is to compress a message. */
  | { readonly by: 'ws'; readonly threshold: number };

export class WebSocketTransport implements Transport {
  handler: TransportHandler;
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  readonly #codec: Codec;
  readonly #writing: WebSocketWriting;
  #isDraining = false;
  #isClosed = false;
  /** Of the queue that waits for its compressed frames. */
  #deflatingBytes = 0;
  #closeReason: string | undefined;
  #afterDrain: readonly (() => void)[] | undefined;

  /** `stream` is the TCP or TLS socket that `ws` was upgraded on. */
  constructor(ws: WebSocket, stream: Duplex, codec: Codec, writing: WebSocketWriting, handler: TransportHandler) {
    this.#ws = ws;
    this.#stream = stream;
    this.#codec = codec;
    this.handler = handler;
    this.#writing = writing;
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
    return this.#ws.bufferedAmount + this.#deflatingBytes;
  }

  send(queue: WriteQueue, onSent: (() => void) | undefined): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return;
    if (this.#writing.by === 'ws') {
      this.#sendEach(queue, this.#writing.threshold, onSent);
      return;
    }
    const { deflater } = this.#writing;
    const packets = deflater === null ? null : queue.packets();
    if (deflater !== null && packets?.some((packet) => isWorthDeflating(packet, deflater))) this.#deflate(packets, deflater, onSent);
    else this.#writeFrames(queue.frames(this.#codec.binaryForm), onSent);
  }

  /** The next queues wait in the session, where a volatile packet can be dropped. */
  #deflate(packets: readonly OutgoingPacket[], deflater: Deflater, onSent: (() => void) | undefined): void {
    const form = this.#codec.binaryForm;
    let missing = 0;
    const onReady = (): void => {
      missing--;
      if (missing > 0) return;
      this.#deflatingBytes = 0;
      this.#onDeflated(packets, deflater, onSent);
    };
    for (const packet of packets) {
      const deflated = isWorthDeflating(packet, deflater) ? packet.deflatedFrame(form, deflater) : null;
      if (deflated === null || deflated.frame !== null) continue;
      missing++;
      deflated.whenReady(onReady);
    }
    if (missing === 0) {
      this.#writeDeflated(packets, deflater, onSent);
      return;
    }
    this.#isDraining = true;
    for (const { byteLength } of packets) this.#deflatingBytes += byteLength;
  }

  #onDeflated(packets: readonly OutgoingPacket[], deflater: Deflater, onSent: (() => void) | undefined): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return;
    this.#isDraining = false;
    this.#writeDeflated(packets, deflater, onSent);
    if (this.#isClosed) this.#closeWebSocket();
    else if (!this.#isDraining) this.#onDrain();
  }

  #writeDeflated(packets: readonly OutgoingPacket[], deflater: Deflater, onSent: (() => void) | undefined): void {
    const form = this.#codec.binaryForm;
    const frames: FrameSlice[] = [];
    for (const packet of packets) {
      const frame = isWorthDeflating(packet, deflater) ? packet.deflatedFrame(form, deflater).frame : null;
      if (frame === null) packet.addFrame(form, frames);
      else frames.push(frame);
    }
    this.#writeFrames(joinFrames(frames), onSent);
  }

  #writeFrames(frames: Frames, onSent: (() => void) | undefined): void {
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
    // What is being compressed is not in the stream yet.
    if (this.#isDraining && (this.#writing.by === 'ws' || this.#deflatingBytes > 0)) this.#afterDrain = [...(this.#afterDrain ?? []), callback];
    else this.#stream.write(NOTHING, (error) => error ?? callback());
  }

  close(reason?: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closeReason = reason;
    // What is being compressed goes first.
    if (this.#deflatingBytes === 0) this.#closeWebSocket();
  }

  #closeWebSocket(): void {
    if (this.#closeReason === undefined) this.#ws.close();
    else this.#ws.close(NORMAL_CLOSURE, this.#closeReason);
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
    if (this.#writing.by === 'us' && this.#writing.deflater !== null) releaseInflater(this.#ws);
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

function isWorthDeflating({ compress, byteLength }: OutgoingPacket, { threshold }: Deflater): boolean {
  return compress && byteLength >= threshold;
}
