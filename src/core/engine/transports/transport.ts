import type { EnginePacket } from '../packet.ts';
import type { WriteQueue } from '../write-queue.ts';

/** Who a transport works for: a session, or the probe of an upgrade. */
export interface TransportHandler {
  /** `bytes`: of the WebSocket payload that packet is, or would be. */
  onPacket(packet: EnginePacket, bytes: number): void;
  /** It is writable again. */
  onWritable(): void;
  /** Once. `transport close`: the peer went away or said so; `transport error` and `parse error`: `description` says what. */
  onTransportClose(reason: 'transport close' | 'transport error' | 'parse error', description?: Error): void;
}

export interface Transport {
  readonly name: 'polling' | 'websocket';
  handler: TransportHandler;
  /** Whether `send` would reach the peer now. */
  readonly writable: boolean;
  /** Bytes handed over that the operating system has not taken yet. */
  readonly bufferedBytes: number;
  /** Only while writable. `onSent` runs once the bytes are with the operating system. */
  send(queue: WriteQueue, onSent: (() => void) | undefined): void;
  /** Ends the connection; what was sent before still goes out. The handler hears nothing any more. */
  close(): void;
}
