// One Engine.IO session, the server's side: what survives a change of transport. It queues what is to be sent until the
// transport can take it and joins the writes of one tick.

import type { IncomingMessage } from 'node:http';
import { LimitError, TransportError, UsageError } from '../errors.ts';
import { lazyEmitter } from '../lazy-emitter.ts';
import { type LimitName, tapTime } from '../tap.ts';
import { callSafely, throwLater } from '../uncaught.ts';
import { KeptRequest } from './admission/kept-request.ts';
import { TokenBucket } from './admission/token-bucket.ts';
import type { Revision } from './codec.ts';
import { ClientHeartbeat, type Heartbeat, ServerHeartbeat } from './heartbeat.ts';
import { limitOf } from './limit-hits.ts';
import { bytesOf, type MessageData } from './message-data.ts';
import type { EnginePacket } from './packet.ts';
import { OutgoingPacket } from './sending/outgoing-packet.ts';
import { PendingWrites } from './sending/pending-writes.ts';
import type { WriteQueue } from './sending/write-queue.ts';
import type { Limits } from './server-options.ts';
import type { SessionHost } from './session-host.ts';
import type { Transport, TransportCloseReason, TransportHandler } from './transports/transport.ts';

export type SessionState = 'opening' | 'open' | 'closing' | 'closed';
export type SessionCloseReason = TransportCloseReason | 'ping timeout' | 'forced close';

/** What a session is when it begins. */
export type SessionStart = Pick<Session, 'id' | 'protocol' | 'request' | 'remoteAddress' | 'transport'>;

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

/** What fits a WebSocket close frame beside its code. */
const MAX_CLOSE_REASON_BYTES = 123;

/**
 * Events: `open`, `packet`, `packetCreate`, `message`, `data`, `heartbeat`, `flush`, `drain`, `upgrading`, `upgrade`,
 * `backpressure(bufferedBytes)`, `close(reason, description)`. Exported as `Socket`, its name in Engine.IO's API.
 */
export class Session extends lazyEmitter() implements TransportHandler {
  readonly id: string;
  /** Engine.IO revision. */
  readonly protocol: Revision;
  /** As `trustProxy` has it. */
  readonly remoteAddress: string;
  readyState: SessionState = 'opening';
  sink: SessionSink | undefined;
  /** @internal */ upgradeState: 'none' | 'upgrading' | 'upgraded' = 'none';

  /** Engine.IO messages, without the handshake and heartbeats, and the bytes of their WebSocket payloads. A broadcast counts for each of its recipients. */
  packetsSent = 0;
  bytesSent = 0;
  packetsReceived = 0;
  bytesReceived = 0;
  /** Round trip of the last heartbeat, ms; revision 3 has none. */
  rttMs: number | null = null;

  readonly #host: SessionHost;
  #request: IncomingMessage | KeptRequest;
  #isRequestSeen = false;
  readonly #heartbeat: Heartbeat;
  #transport: Transport;
  #queue: WriteQueue;
  /** Only while somebody waits for what was written. */
  #pending: PendingWrites | undefined;
  /** Only where there is a limit. */
  #messageBucket: TokenBucket | undefined;
  #closeReason: string | undefined;
  #isFlushScheduled = false;
  #isOverMark = false;

  constructor(host: SessionHost, { id, protocol, request, remoteAddress, transport }: SessionStart) {
    super();
    this.id = id;
    this.protocol = protocol;
    this.#request = request;
    this.remoteAddress = remoteAddress;
    this.#host = host;
    this.#heartbeat = protocol === 4 ? new ServerHeartbeat(this, host) : new ClientHeartbeat(this, host);
    this.#queue = host.emptyQueue;
    this.#transport = transport;
    transport.handler = this;
  }

  /** The handshake's. */
  get request(): IncomingMessage {
    this.#isRequestSeen = true;
    if (this.#request instanceof KeptRequest) this.#request = this.#request.restored();
    return this.#request;
  }

  get transport(): Transport {
    return this.#transport;
  }

  /** Bytes that were sent and not taken by the operating system yet. */
  get bufferedBytes(): number {
    return this.#transport.bufferedBytes + this.#queue.byteLength;
  }

  /** Whether what is written now leaves at once, and what was written before stays within `backpressure.highWaterMark`. */
  get writable(): boolean {
    return this.readyState === 'open' && this.#transport.writable && this.bufferedBytes <= this.#host.highWaterMark;
  }

  get upgrading(): boolean {
    return this.upgradeState === 'upgrading';
  }

  get upgraded(): boolean {
    return this.upgradeState === 'upgraded';
  }

  /** Sends the handshake and starts the heartbeat. */
  open(handshake: object): void {
    this.readyState = 'open';
    this.sendPacket(new OutgoingPacket('open', JSON.stringify(handshake)));
    if (this.#host.initialPacket !== undefined) this.sendPacket(this.#host.initialPacket);
    this.tell('open');
    this.#heartbeat.start();
  }

  /** The same as `write`. */
  send(data: MessageData, options?: WriteOptions | (() => void), callback?: () => void): this {
    return this.write(data, options, callback);
  }

  /**
   * Sends a message; after `close` it does nothing. `callback` (it may come second) runs once the bytes are with the
   * operating system. Throws a `LimitError` `MESSAGE_TOO_LARGE` over `maxOutgoingMessageSize`.
   */
  write(data: MessageData, options?: WriteOptions | (() => void), callback?: () => void): this {
    const onSent = typeof options === 'function' ? options : callback;
    const compress = typeof options === 'function' ? true : (options?.compress ?? true);
    this.writePacket(new OutgoingPacket('message', bytesOf(data), compress));
    // What was written leaves on the next tick at the earliest.
    if (onSent !== undefined && this.readyState === 'open') {
      this.#pending ??= new PendingWrites();
      this.#pending.callbacks.push(onSent);
    }
    return this;
  }

  /**
   * Sends a packet that other sessions may be sending too: it is framed once. Throws a `LimitError`
   * `MESSAGE_TOO_LARGE` over `maxOutgoingMessageSize`.
   */
  writePacket(packet: OutgoingPacket): void {
    this.#checkSize(packet);
    if (this.readyState === 'open') this.#send(packet);
  }

  /** Sends packets that belong together: none of them, if one is too large. */
  writePackets(packets: readonly OutgoingPacket[]): void {
    for (const packet of packets) this.#checkSize(packet);
    if (this.readyState !== 'open') return;
    for (const packet of packets) this.#send(packet);
  }

  /**
   * Resolves once everything that was written so far is with the operating system. Rejects with a `TransportError`
   * `SESSION_CLOSED` if the session closes first.
   */
  drained(): Promise<void> {
    if (this.readyState === 'closed') return Promise.reject(sessionClosed(this.id));
    if (this.bufferedBytes === 0) return Promise.resolve();
    this.#pending ??= new PendingWrites();
    return this.#queue.length > 0 ? this.#pending.afterQueue() : this.#pending.afterSent(this.#transport);
  }

  /**
   * Ends the session once what was written is sent (a polling client gets it with its next GET), or at once with
   * `discard`. A WebSocket client is told `reason`, of at most 123 bytes, with the code 1000.
   */
  close(discard = false, reason?: string): void {
    if (reason !== undefined) checkCloseReason(reason);
    if (discard && (this.readyState === 'open' || this.readyState === 'closing')) {
      this.#closeReason = reason;
      this.end('forced close');
      return;
    }
    if (this.readyState !== 'open') return;
    this.#closeReason = reason;
    this.readyState = 'closing';
    this.#closeWhenFlushed();
  }

  /** @internal Nobody has put anything on the request: until somebody looks at it, it is kept as text. */
  shrinkRequest(): void {
    if (this.#isRequestSeen || this.#request instanceof KeptRequest) return;
    this.#request = new KeptRequest(this.#request, this.#transport.name === 'websocket');
  }

  /** @internal Moves to a transport whose probe has succeeded. */
  upgradeTo(transport: Transport): void {
    const previous = this.#transport;
    this.#transport = transport;
    transport.handler = this;
    previous.close();
    this.upgradeState = 'upgraded';
    this.#host.tap.listener?.({ type: 'session_upgrade', at: tapTime(), engineId: this.id, transport: transport.name });
    this.tell('upgrade', transport);
    this.onWritable();
  }

  /** @internal The time for a ping has come. */
  onPingDue(): void {
    this.#heartbeat.onPingDue();
  }

  /** @internal */
  onPacket(packet: EnginePacket, bytes: number): void {
    if (this.readyState !== 'open') return;
    if (this.listenerCount('packet') > 0) this.tell('packet', packet);
    this.#heartbeat.onPacket(packet);
    // open, upgrade and noop carry nothing here.
    if (packet.type === 'message') this.#onMessage(packet.data ?? '', bytes);
  }

  /** @internal */
  onWritable(): void {
    if (this.readyState === 'closing') this.#closeWhenFlushed();
    else this.#flush();
  }

  /** @internal */
  onTransportClose(reason: TransportCloseReason, description?: Error): void {
    this.end(reason, description);
  }

  /** @internal Emits to the program's listeners: what they throw does not tear what the session is about. */
  tell(event: string, ...args: unknown[]): void {
    if (this.listenerCount(event) === 0) return;
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

  /** @internal Sends a packet of any type. */
  sendPacket(packet: OutgoingPacket): void {
    if (this.readyState === 'closed') return;
    if (this.listenerCount('packetCreate') > 0) this.tell('packetCreate', packet);
    this.#queue = this.#queue.with(packet);
    if (!this.#isFlushScheduled) {
      this.#isFlushScheduled = true;
      this.#host.scheduleFlush(this);
    }
    if (this.#queue.byteLength > this.#host.highWaterMark) this.#onOverMark();
  }

  /** @internal */
  end(reason: SessionCloseReason, description?: Error): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.#heartbeat.clear();
    const limit = limitOf(description);
    if (limit !== null) this.onLimit(limit);
    // A peer that does not read would keep what it was sent.
    const isUnread = reason === 'ping timeout' && this.#transport.bufferedBytes > 0;
    if (isUnread || limit === 'bufferedBytesPerClient' || (this.#isOverMark && this.#host.isFullDisconnected)) this.#transport.abort();
    else this.#transport.close(this.#closeReason);
    this.#queue = this.#host.emptyQueue;
    this.#pending?.fail(sessionClosed(this.id));
    this.#pending = undefined;
    this.#host.onSessionClose(this);
    this.#host.tap.listener?.({ type: 'session_close', at: tapTime(), engineId: this.id, reason });
    this.sink?.onSessionClose(reason, description);
    this.tell('close', reason, description);
  }

  /** @internal */
  get limits(): Limits {
    return this.#host.limits;
  }

  /** @internal */
  onTooLarge(): void {
    this.onLimit('maxHttpBufferSize');
  }

  /** @internal The peer hit `limit`, whatever becomes of it. */
  onLimit(limit: LimitName): void {
    this.#host.limitHits.add(limit, { engineId: this.id, remoteAddress: this.remoteAddress });
  }

  #send(packet: OutgoingPacket): void {
    this.packetsSent++;
    this.bytesSent += packet.byteLength;
    this.sendPacket(packet);
  }

  #checkSize({ byteLength }: OutgoingPacket): void {
    const limit = this.#host.maxOutgoingMessageSize;
    if (byteLength > limit) throw new LimitError('MESSAGE_TOO_LARGE', limit, byteLength);
  }

  #onMessage(data: string | Uint8Array, bytes: number): void {
    if (this.#host.limits.messagesPerSecond < Number.POSITIVE_INFINITY && !this.#takeMessageToken()) return;
    this.packetsReceived++;
    this.bytesReceived += bytes;
    this.sink?.onMessage(data, bytes);
    if (this.listenerCount('data') > 0) this.tell('data', data);
    if (this.listenerCount('message') > 0) this.tell('message', data);
  }

  #takeMessageToken(): boolean {
    const limit = this.#host.limits.messagesPerSecond;
    const now = performance.now();
    this.#messageBucket ??= new TokenBucket(limit, now);
    if (this.#messageBucket.take(now)) return true;
    this.end('transport error', new LimitError('RATE_EXCEEDED', limit, limit + 1, `more than ${limit} messages a second`));
    return false;
  }

  #flush(): void {
    if (this.readyState === 'closed') return;
    const isSending = this.#queue.length > 0 && this.#transport.writable;
    if (isSending) this.#sendQueue();
    if (this.#isClosed()) return;
    const { bufferedBytes } = this;
    if (bufferedBytes > this.#host.highWaterMark) this.#onOverMark();
    const full = this.#host.fullError(bufferedBytes);
    if (full !== null) this.end('transport error', full);
    else if (bufferedBytes <= this.#host.highWaterMark && (isSending || this.#isOverMark)) {
      this.#isOverMark = false;
      this.#tellBoth('drain');
    }
  }

  #sendQueue(): void {
    const queue = this.#queue;
    this.#queue = this.#host.emptyQueue;
    const onSent = this.#pending?.takeCallbacks();
    this.#transport.send(queue, onSent);
    // Afterwards: a listener may close the session.
    if (this.#isHeard('flush')) this.#tellBoth('flush', queue.packets());
  }

  #onOverMark(): void {
    if (this.#isOverMark) return;
    this.#isOverMark = true;
    if (!this.#host.isFullDisconnected) this.onLimit('highWaterMark');
    this.tell('backpressure', this.bufferedBytes);
  }

  // A method, since what was called in between may have ended the session, which the compiler can't know.
  #isClosed(): boolean {
    return this.readyState === 'closed';
  }

  #isHeard(event: 'flush' | 'drain'): boolean {
    return this.listenerCount(event) > 0 || this.#host.events.listenerCount(event) > 0;
  }

  // The server has these events too, with the session first.
  #tellBoth(event: 'flush' | 'drain', ...args: unknown[]): void {
    if (!this.#isHeard(event)) return;
    this.tell(event, ...args);
    callSafely(() => this.#host.events.emit(event, this, ...args));
  }

  // The close packet goes with a GET of its own: a client that reads it beside messages may forget those.
  #closeWhenFlushed(): void {
    this.#flush();
    if (this.#isClosed()) return;
    const isReachable = this.#transport.name !== 'polling' || this.#transport.writable;
    if (this.#queue.length === 0 && isReachable) this.end('forced close');
    else this.#host.closeDeadlines.set(this.#heartbeat);
  }
}

/** Throws a `UsageError` `INVALID_OPTION` for a reason that a close frame can't hold. */
export function checkCloseReason(reason: string): void {
  const bytes = Buffer.byteLength(reason);
  if (bytes > MAX_CLOSE_REASON_BYTES) {
    throw new UsageError('INVALID_OPTION', `a close reason of ${bytes} bytes: at most ${MAX_CLOSE_REASON_BYTES} fit the frame`);
  }
}

function sessionClosed(id: string): TransportError {
  return new TransportError('SESSION_CLOSED', `session ${id} closed`);
}
