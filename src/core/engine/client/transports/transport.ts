// A way to the server, the client's side. Its events and the methods that one overrides are those of `engine.io-client`,
// so that a transport which was written for that can be used.

import { EventEmitter } from 'node:events';
import type { StageFailure } from '../../../client-tap.ts';
import { type Codec, codecOf } from '../../codec.ts';
import type { EnginePacket } from '../../packet.ts';
import type { OutgoingPacket } from '../../sending/outgoing-packet.ts';
import { queryOf, type TransportOptions } from '../client-options.ts';
import { ConnectionError, type ErrorContext } from '../connection-error.ts';
import { NO_STAGE, type OpenStage } from '../stages.ts';

export type TransportState = 'opening' | 'open' | 'closed' | 'pausing' | 'paused';

/** Why a transport closed, where it was not this side that did. */
export interface CloseDetails {
  readonly description: string;
  readonly context?: unknown;
}

/** Events: `open`, `packet(packet, bytes)`, `drain`, `error(error)`, `close(details)`. */
export abstract class Transport extends EventEmitter {
  readonly opts: TransportOptions;
  query: Record<string, unknown>;
  /** Whether it takes packets now. */
  writable = false;
  /** Not before it was opened. */
  readyState: TransportState | undefined;
  supportsBinary: boolean;
  readonly socket: TransportOptions['socket'];
  /** Of the revision that is spoken; the engine may change it once the server has answered. */
  codec: Codec;
  /** @internal The stage that waits for the server's first packet. */
  handshake: OpenStage = NO_STAGE;

  constructor(options: TransportOptions) {
    super();
    this.opts = options;
    this.query = queryOf(options.query);
    this.socket = options.socket;
    this.supportsBinary = options.forceBase64 !== true;
    this.codec = codecOf(4, !this.supportsBinary);
  }

  abstract get name(): string;
  protected abstract doOpen(): void;
  protected abstract doClose(): void;
  protected abstract write(packets: readonly OutgoingPacket[]): void;

  open(): this {
    this.readyState = 'opening';
    this.doOpen();
    return this;
  }

  close(): this {
    if (this.readyState === 'opening' || this.readyState === 'open') {
      this.doClose();
      this.onClose();
    }
    return this;
  }

  send(packets: readonly OutgoingPacket[]): void {
    if (this.readyState === 'open') this.write(packets);
  }

  /** Takes no more packets, and calls `onPause` when all that is under way is done. */
  pause(_onPause: () => void): void {}

  /** Takes back a pause: the better transport was none. */
  resume(): void {}

  protected onOpen(): void {
    this.readyState = 'open';
    this.writable = true;
    this.emit('open');
  }

  /** `bytes`: of its WebSocket payload. */
  protected onPacket(packet: EnginePacket, bytes = 0): void {
    this.emit('packet', packet, bytes);
  }

  protected onError(reason: string, failure: StageFailure, description?: unknown, context?: ErrorContext): void {
    const error = new ConnectionError(reason, failure, description, context);
    // An engine that has gone does not listen any more, and Node throws what nobody listens for.
    if (this.listenerCount('error') > 0) this.emit('error', error);
  }

  protected onClose(details?: CloseDetails): void {
    this.readyState = 'closed';
    this.writable = false;
    this.emit('close', details);
  }

  protected uri(schema: string): string {
    const { hostname, port, secure, path } = this.opts;
    const host = hostname.includes(':') ? `[${hostname}]` : hostname;
    const isDefaultPort = port === (secure ? '443' : '80') || port === '';
    const query = Object.entries(this.query)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
      .join('&');
    return `${schema}://${host}${isDefaultPort ? '' : `:${port}`}${path}${query === '' ? '' : `?${query}`}`;
  }
}
