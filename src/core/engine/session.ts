// One Engine.IO session, the server's side: what survives a change of transport. It queues what is to be sent until the
// transport can take it, joins the writes of one tick, and owns the heartbeat's one deadline.

import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { ProtocolError } from '../errors.ts';
import { tapTime } from '../tap.ts';
import { callSafely, throwLater } from '../uncaught.ts';
import { Deadline } from './deadline-queue.ts';
import { OutgoingPacket } from './outgoing-packet.ts';
import type { EnginePacket } from './packet.ts';
import type { SessionHost } from './session-host.ts';
import type { Transport, TransportHandler } from './transports/transport.ts';
import type { WriteQueue } from './write-queue.ts';

export type SessionState = 'opening' | 'open' | 'closing' | 'closed';
export type SessionCloseReason = 'transport close' | 'transport error' | 'parse error' | 'ping timeout' | 'forced close';

export interface WriteOptions {
  /** Default `true`; matters only where compression was negotiated. */
  readonly compress?: boolean;
}

/** The one layer above, told without events. */
export interface SessionSink {
  /** `bytes`: of the WebSocket payload. */
  onMessage(data: string | Uint8Array, bytes: number): void;
  onSessionClose(reason: SessionCloseReason, description?: Error): void;
}

const PING = new OutgoingPacket('ping');

/**
 * Events: `open`, `packet`, `packetCreate`, `message`, `data`, `heartbeat`, `flush`, `drain`, `upgrading`, `upgrade`,
 * `close(reason, description)`. Exported as `Socket`, its name in Engine.IO's API.
 */
export class Session extends EventEmitter implements TransportHandler {
  readonly id: string;
  /** Engine.IO revision. */
  readonly protocol: number;
  readonly request: IncomingMessage;
  readonly remoteAddress: string;
  readyState: SessionState = 'opening';
  sink: SessionSink | undefined;
  isUpgrading = false;

  /** Engine.IO messages, without the handshake and heartbeats, and the bytes of their WebSocket payloads. A broadcast counts for each of its recipients. */
  packetsSent = 0;
  bytesSent = 0;
  packetsReceived = 0;
  bytesReceived = 0;
  /** Round trip of the last heartbeat, ms. */
  rttMs: number | null = null;

  readonly #host: SessionHost;
  readonly #deadline = new Deadline<Session>(this);
  #transport: Transport;
  #queue: WriteQueue;
  #callbacks: (() => void)[] | undefined;
  #isFlushScheduled = false;
  #pingSentAt = 0;
  /** Whether the pong that is awaited was given more time. */
  #isPongExtended = false;

  constructor(host: SessionHost, id: string, protocol: number, request: IncomingMessage, transport: Transport) {
    super();
    this.id = id;
    this.protocol = protocol;
    this.request = request;
    this.remoteAddress = request.socket.remoteAddress ?? '';
    this.#host = host;
    this.#queue = host.emptyQueue;
    this.#transport = transport;
    transport.handler = this;
  }

  get transport(): Transport {
    return this.#transport;
  }

  /** Bytes that were sent and not taken by the operating system yet. */
  get bufferedBytes(): number {
    return this.#transport.bufferedBytes + this.#queue.payloadBytes();
  }

  /** Sends the handshake and starts the heartbeat. */
  open(handshake: object): void {
    this.readyState = 'open';
    this.#send(new OutgoingPacket('open', JSON.stringify(handshake)));
    if (this.#host.initialPacket !== undefined) this.#send(new OutgoingPacket('message', this.#host.initialPacket));
    this.tell('open');
    this.#host.pingDeadlines.set(this.#deadline);
  }

  send(data: string | Uint8Array, options: WriteOptions = {}, callback?: () => void): this {
    return this.write(data, options, callback);
  }

  /** Sends a message; after `close` it does nothing. `callback` runs once the bytes are with the operating system. */
  write(data: string | Uint8Array, options: WriteOptions = {}, callback?: () => void): this {
    if (callback !== undefined && this.readyState === 'open') {
      this.#callbacks ??= [];
      this.#callbacks.push(callback);
    }
    this.writePacket(new OutgoingPacket('message', data, options.compress ?? true));
    return this;
  }

  /** Sends a packet that other sessions may be sending too: it is framed once. */
  writePacket(packet: OutgoingPacket): void {
    if (this.readyState !== 'open') return;
    this.packetsSent++;
    this.bytesSent += packet.byteLength;
    this.#send(packet);
  }

  /**
   * Ends the session once what was written is sent (a polling client gets it with its next GET), or at once with
   * `discard`.
   */
  close(discard = false): void {
    if (discard && (this.readyState === 'open' || this.readyState === 'closing')) {
      this.#end('forced close');
      return;
    }
    if (this.readyState !== 'open') return;
    this.readyState = 'closing';
    this.#closeWhenFlushed();
  }

  /** Moves to a transport whose probe has succeeded. */
  upgradeTo(transport: Transport): void {
    const previous = this.#transport;
    this.#transport = transport;
    transport.handler = this;
    previous.close();
    this.isUpgrading = false;
    this.#host.tap.listener?.({ type: 'session_upgrade', at: tapTime(), engineId: this.id, transport: transport.name });
    this.tell('upgrade', transport);
    this.onWritable();
  }

  /** @internal The time for a ping has come. */
  onPingDue(): void {
    this.#pingSentAt = performance.now();
    this.#isPongExtended = false;
    this.#send(PING);
    this.#host.pongDeadlines.set(this.#deadline);
  }

  /** @internal The pong did not come. */
  onPongLate(): void {
    this.#end('ping timeout');
  }

  /** @internal The client did not fetch what was left. */
  onCloseLate(): void {
    this.#end('forced close');
  }

  /** @internal */
  onPacket(packet: EnginePacket, bytes: number): void {
    if (this.readyState !== 'open') return;
    if (this.listenerCount('packet') > 0) this.tell('packet', packet);
    if (this.#pingSentAt > 0 && !this.#isPongExtended && packet.type !== 'pong') this.#extendPong();
    switch (packet.type) {
      case 'message':
        this.#onMessage(packet.data ?? '', bytes);
        return;
      case 'pong':
        this.#onPong();
        return;
      case 'ping':
        // EIO4 "Heartbeat": the server pings, the client answers.
        this.#end('transport error', new ProtocolError('UNEXPECTED_PACKET', 'a ping from the client'));
        return;
      default:
        // open, upgrade and noop carry nothing here.
        return;
    }
  }

  /** @internal */
  onWritable(): void {
    if (this.readyState === 'closing') this.#closeWhenFlushed();
    else this.#flush();
  }

  /** @internal */
  onTransportClose(reason: 'transport close' | 'transport error' | 'parse error', description?: Error): void {
    this.#end(reason, description);
  }

  /** @internal Emits to the program's listeners: what they throw does not tear what the session is about. */
  tell(event: string, ...args: unknown[]): void {
    try {
      this.emit(event, ...args);
    } catch (error) {
      throwLater(error);
    }
  }

  /** @internal Called by the host on the next tick after something was sent. */
  flushScheduled(): void {
    this.#isFlushScheduled = false;
    this.#flush();
  }

  #onMessage(data: string | Uint8Array, bytes: number): void {
    this.packetsReceived++;
    this.bytesReceived += bytes;
    this.sink?.onMessage(data, bytes);
    if (this.listenerCount('data') > 0) this.tell('data', data);
    if (this.listenerCount('message') > 0) this.tell('message', data);
  }

  // A large message may keep the pong waiting behind it: what arrives shows that the client is there, but once only.
  #extendPong(): void {
    this.#isPongExtended = true;
    this.#host.pongDeadlines.set(this.#deadline);
  }

  #onPong(): void {
    if (this.#pingSentAt > 0) {
      const rttMs = performance.now() - this.#pingSentAt;
      this.rttMs = rttMs;
      this.#pingSentAt = 0;
      this.#host.tap.listener?.({ type: 'heartbeat', at: tapTime(), engineId: this.id, rttMs });
    }
    this.#host.pingDeadlines.set(this.#deadline);
    this.tell('heartbeat');
  }

  #send(packet: OutgoingPacket): void {
    if (this.readyState === 'closed') return;
    if (this.listenerCount('packetCreate') > 0) this.tell('packetCreate', packet);
    this.#queue = this.#queue.with(packet);
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    this.#host.scheduleFlush(this);
  }

  #flush(): void {
    const queue = this.#queue;
    if (queue.length === 0 || this.readyState === 'closed' || !this.#transport.writable) return;
    this.#queue = this.#host.emptyQueue;
    const callbacks = this.#callbacks;
    this.#callbacks = undefined;
    if (this.listenerCount('flush') > 0) this.tell('flush', queue.packets());
    this.#transport.send(queue, callbacks === undefined ? undefined : () => runAll(callbacks));
    if (this.listenerCount('drain') > 0) this.tell('drain');
  }

  // The close packet goes with a GET of its own: a client that reads it beside messages may forget those.
  #closeWhenFlushed(): void {
    this.#flush();
    const isReachable = this.#transport.name !== 'polling' || this.#transport.writable;
    if (this.#queue.length === 0 && isReachable) this.#end('forced close');
    else this.#host.closeDeadlines.set(this.#deadline);
  }

  #end(reason: SessionCloseReason, description?: Error): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.#deadline.clear();
    this.#transport.close();
    this.#queue = this.#host.emptyQueue;
    this.#callbacks = undefined;
    this.#host.onSessionClose(this);
    this.#host.tap.listener?.({ type: 'session_close', at: tapTime(), engineId: this.id, reason });
    this.sink?.onSessionClose(reason, description);
    this.tell('close', reason, description);
  }
}

function runAll(callbacks: readonly (() => void)[]): void {
  for (const callback of callbacks) callSafely(callback);
}
