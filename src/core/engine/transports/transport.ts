import type { EnginePacket } from '../packet.ts';
import type { WriteQueue } from '../sending/write-queue.ts';

export type TransportName = 'polling' | 'websocket' | 'webtransport';
export type TransportCloseReason = 'transport close' | 'transport error' | 'parse error';

/** Who a transport works for: a session, or the probe of an upgrade. */
export interface TransportHandler {
  /** `bytes`: of the WebSocket payload that packet is, or would be. */
  onPacket(packet: EnginePacket, bytes: number): void;
  /** A request was over `maxHttpBufferSize`, and answered so: the transport goes on. */
  onTooLarge(): void;
  /** It is writable again, or holds fewer bytes. */
  onWritable(): void;
  /** Once. `transport close`: the peer went away or said so; `transport error` and `parse error`: `description` says what. */
  onTransportClose(reason: TransportCloseReason, description?: Error): void;
}

/** The handler of a transport until its session has taken it over, in the same turn. */
export const NOBODY: TransportHandler = { onPacket() {}, onTooLarge() {}, onWritable() {}, onTransportClose() {} };

export interface Transport {
  readonly name: TransportName;
  handler: TransportHandler;
  /** Whether `send` would reach the peer now. */
  readonly writable: boolean;
  /** Bytes handed over that the operating system has not taken yet. */
  readonly bufferedBytes: number;
  /** Only while writable. `onSent` runs once the bytes are with the operating system. */
  send(queue: WriteQueue, onSent: (() => void) | undefined): void;
  /** `callback` runs once all that was handed over is with the operating system. */
  afterSent(callback: () => void): void;
  /** Ends the connection, with a `reason` where the peer can be told one; what was sent before still goes out. The handler hears nothing any more. */
  close(reason?: string): void;
  /** Ends the connection and drops what was sent before. The handler hears nothing any more. */
  abort(): void;
}
