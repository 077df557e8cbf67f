// One namespace of a manager's connection. It keeps what is emitted while it is away, and what comes before it is there.

import type { OpenStage } from '../engine/client/stages.ts';
import { NO_STAGE } from '../engine/client/stages.ts';
import { LimitError, UsageError } from '../errors.ts';
import type { AckCallback } from '../events/acks.ts';
import type { AckResult, ArgsWithoutAck, DefaultEventsMap, EventNames, EventParams, EventsMap, Last, WithTimeout } from '../events/typed-events.ts';
import { MAX_EARLY_EVENTS } from '../limits.ts';
import { type DecodedPacket, RESERVED_EVENTS } from '../protocol/decode.ts';
import { PACKET, type Packet } from '../protocol/packet.ts';
import { tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import type { Auth, SocketOptions } from './client-options.ts';
import { connectErrorOf, connectNamespace, socketIdOf } from './connect-packet.ts';
import { ClientEmitter } from './emitter.ts';
import type { CloseReason, DisconnectDescription, Manager } from './manager.ts';
import { PendingAcks } from './pending-acks.ts';
import { type EmitFlags, RetryQueue } from './retry-queue.ts';

export type DisconnectReason = CloseReason | 'io server disconnect' | 'io client disconnect';

/** `data`: what a namespace's middleware gave with its refusal. */
export interface ExtendedError extends Error {
  // biome-ignore lint/suspicious/noExplicitAny: the server's own, as in `socket.io-client`
  data?: any;
}

export interface SocketReservedEvents {
  connect: () => void;
  connect_error: (error: ExtendedError) => void;
  disconnect: (reason: DisconnectReason, description?: DisconnectDescription) => void;
}

/** An event that waits for the connection. */
export interface BufferedPacket extends Packet {
  readonly compress: boolean;
}

export class Socket<ListenEvents extends EventsMap = DefaultEventsMap, EmitEvents extends EventsMap = ListenEvents> extends ClientEmitter<
  ListenEvents,
  SocketReservedEvents
> {
  readonly io: Manager<ListenEvents, EmitEvents>;
  /** The namespace's name. */
  readonly nsp: string;
  /** Not before it is connected; another one with each connection that is not recovered. */
  id: string | undefined;
  connected = false;
  /** Whether the server had kept its state: rooms, `data`, and what was sent meanwhile. */
  recovered = false;
  auth: Auth | undefined;
  /** Events that came before the server said that it is connected. */
  receiveBuffer: (readonly unknown[])[] = [];
  /** Events that were emitted while it was not connected. */
  sendBuffer: BufferedPacket[] = [];
  readonly #options: Partial<SocketOptions>;
  readonly #acks: PendingAcks;
  readonly #queue: RetryQueue | undefined;
  #flags: EmitFlags = {};
  #nextAckId = 0;
  #isActive = false;
  #pid: string | undefined;
  #lastOffset: string | undefined;
  /** Counts what was opened: an `auth` function may call back when it is of no use any more. */
  #opening = 0;
  #connectStage: OpenStage = NO_STAGE;
  /** The connection over which CONNECT has been sent, and not been answered. */
  #asked: Manager['engine'];

  constructor(manager: Manager<ListenEvents, EmitEvents>, namespace: string, options: Partial<SocketOptions> = {}) {
    super();
    this.io = manager;
    this.nsp = namespace;
    this.auth = options.auth;
    this.#options = options;
    this.#acks = new PendingAcks(manager.timers, (id) => this.#unbuffer(id));
    const { retries } = options;
    if (retries !== undefined && retries > 0) {
      this.#queue = new RetryQueue(retries, (event, flags, onAnswer) => this.#emit(event, flags, onAnswer, true));
    }
  }

  get disconnected(): boolean {
    return !this.connected;
  }

  /** Whether it is connected, or will be as soon as the manager is. */
  get active(): boolean {
    return this.#isActive;
  }

  connect(): this {
    if (this.connected) return this;
    this.#isActive = true;
    // Where the connection is there already it only has to ask; else it will be called.
    if (this.io.isOpen) this.onOpen();
    else this.io.ensureOpen();
    return this;
  }

  open(): this {
    return this.connect();
  }

  disconnect(): this {
    const wasConnected = this.connected;
    if (wasConnected) this.#send({ type: PACKET.DISCONNECT, nsp: this.nsp }, true);
    this.#deactivate();
    if (wasConnected && this.connected) this.onClose('io client disconnect');
    return this;
  }

  close(): this {
    return this.disconnect();
  }

  /**
   * Sends an event, once it is connected if it is not. A function as last argument is called with what the server
   * acknowledges with. Throws a `UsageError` `RESERVED_EVENT`, a `LimitError` `MESSAGE_TOO_LARGE`, and what `JSON.stringify` throws.
   */
  // Node's emitters return a boolean, and those of `socket.io-client` themselves: that is true, too.
  override emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<EmitEvents, Event>): this & true {
    if (RESERVED_EVENTS.has(event)) throw new UsageError('RESERVED_EVENT', `"${String(event)}" is a reserved event name`);
    const flags = this.#takeFlags();
    const data: unknown[] = [event, ...(args as readonly unknown[])];
    const acknowledge = typeof data.at(-1) === 'function' ? (data.pop() as AckCallback) : undefined;
    if (this.#queue !== undefined && !flags.volatile) {
      this.#queue.add(data, flags, acknowledge);
      this.#drainQueue(false);
    } else {
      this.#emit(data, flags, acknowledge, false);
    }
    return this as this & true;
  }

  /** Resolves with the first value that the server acknowledges with; rejects when there is none in time, or the connection goes. */
  emitWithAck<Event extends EventNames<EmitEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<EmitEvents, Event>
  ): Promise<AckResult<Last<EventParams<EmitEvents, Event>>>> {
    if (RESERVED_EVENTS.has(event)) throw new UsageError('RESERVED_EVENT', `"${String(event)}" is a reserved event name`);
    const flags = this.#takeFlags();
    const data = [event, ...(args as readonly unknown[])];
    return new Promise((resolve, reject) => {
      const { signal } = flags;
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      let release: (() => void) | undefined;
      const onAnswer: AckCallback = (error, value) => {
        release?.();
        // What the program's map says the server answers with.
        if (error) reject(error);
        else resolve(value as AckResult<Last<EventParams<EmitEvents, Event>>>);
      };
      let id: number | undefined;
      if (this.#queue !== undefined && !flags.volatile) {
        this.#queue.add(data, flags, onAnswer);
        this.#drainQueue(false);
      } else {
        id = this.#emit(data, flags, onAnswer, true);
      }
      if (signal !== undefined) release = this.whenAborted(signal, (reason) => this.#giveUp(id, () => reject(reason)));
    });
  }

  send(...args: EventParams<EmitEvents, 'message'>): this {
    return this.emit('message', ...args);
  }

  /** The next event is dropped when the connection can't take it now. */
  get volatile(): this {
    this.#flags = { ...this.#flags, volatile: true };
    return this;
  }

  compress(compress: boolean): this {
    this.#flags = { ...this.#flags, compress };
    return this;
  }

  /** The next event's acknowledgement is called with an error after `timeout` ms. */
  timeout(timeout: number): Socket<ListenEvents, WithTimeout<EmitEvents>> {
    this.#flags = { ...this.#flags, timeout };
    return this;
  }

  /** The next `emitWithAck` waits until `signal` aborts. */
  withSignal(signal: AbortSignal): this {
    this.#flags = { ...this.#flags, signal };
    return this;
  }

  /** @internal The connection is open: asks for the namespace. */
  onOpen(): void {
    // The answer to what was asked before will do: a second CONNECT would end the connection.
    if (this.#asked !== undefined && this.#asked === this.io.engine) return;
    const opening = ++this.#opening;
    this.#connectStage = this.io.stages.start('connect', null, this.nsp, this.nsp);
    if (typeof this.auth !== 'function') {
      this.#sendConnect(this.auth);
      return;
    }
    callSafely(this.auth as (callback: (data: object) => void) => void, (data: object) => {
      if (opening === this.#opening && this.io.isOpen && this.#isActive) this.#sendConnect(data);
    });
  }

  /** @internal The connection could not be opened. */
  onError(error: Error): void {
    if (!this.connected) this.tell('connect_error', [error]);
  }

  /** @internal */
  onClose(reason: DisconnectReason, description?: DisconnectDescription): void {
    const { id } = this;
    this.#opening++;
    this.#asked = undefined;
    this.#connectStage.cancel();
    if (this.connected && id !== undefined) {
      this.io.tap.listener?.({ type: 'socket_disconnect', at: tapTime(), namespace: this.nsp, socketId: id, reason });
    }
    this.connected = false;
    this.id = undefined;
    this.tell('disconnect', [reason, description]);
    const isBuffered = (ackId: number): boolean => this.sendBuffer.some((packet) => packet.id === ackId);
    for (const fail of this.#acks.failSent(isBuffered, () => new Error('socket has been disconnected'))) callSafely(fail);
  }

  /** @internal */
  onPacket(packet: DecodedPacket): void {
    switch (packet.type) {
      case PACKET.CONNECT:
        this.#onConnect(packet);
        return;
      case PACKET.EVENT:
      case PACKET.BINARY_EVENT:
        this.#onEvent(packet);
        return;
      case PACKET.ACK:
      case PACKET.BINARY_ACK:
        this.#onAck(packet);
        return;
      case PACKET.DISCONNECT:
        this.#deactivate();
        // The manager closes with its last socket, which then has been told.
        if (this.connected) this.onClose('io server disconnect');
        return;
      case PACKET.CONNECT_ERROR:
        this.#onRefused(packet);
        return;
    }
  }

  /** @internal An answer to who has left meanwhile: the server is to know. */
  onLatePacket({ type }: DecodedPacket): void {
    const wasAsked = this.#asked === this.io.engine;
    this.#asked = undefined;
    if (wasAsked && type === PACKET.CONNECT) this.#send({ type: PACKET.DISCONNECT, nsp: this.nsp }, true);
  }

  #onConnect({ data }: DecodedPacket): void {
    if (this.connected) return;
    this.#asked = undefined;
    const given = socketIdOf(this.io.engine, this.nsp, data);
    if (given instanceof Error) {
      this.tell('connect_error', [given]);
      return;
    }
    const { id, pid } = given;
    this.id = id;
    this.recovered = pid !== undefined && pid === this.#pid;
    this.#pid = pid;
    this.connected = true;
    this.io.tap.listener?.({ type: 'socket_connect', at: tapTime(), namespace: this.nsp, socketId: id, engineId: this.io.engine?.id ?? '' });
    this.#connectStage.ok({ socketId: id, recovered: this.recovered });
    this.#flushBuffers();
    this.#drainQueue(true);
    this.tell('connect', []);
  }

  #onRefused({ data }: DecodedPacket): void {
    const error = connectErrorOf(data);
    // Servers of revision 4 send one for an event that a middleware refused, too.
    if (this.connected) {
      this.tell('error', [error.data ?? error.message]);
      return;
    }
    this.#asked = undefined;
    this.#connectStage.fail({ code: 'CONNECT_ERROR', message: error.message, ...(error.data !== undefined && { data: error.data }) });
    this.#deactivate();
    this.tell('connect_error', [error]);
  }

  #onEvent(packet: DecodedPacket): void {
    // The decoder's own array: this is where it goes.
    const event = packet.data as unknown[];
    if (packet.id !== undefined) event.push(this.#acknowledge(packet.id));
    if (this.connected) this.#tellEvent(event);
    else if (this.receiveBuffer.length < MAX_EARLY_EVENTS) this.receiveBuffer.push(event);
    else this.io.fail(new LimitError('TOO_MANY_EARLY_EVENTS', MAX_EARLY_EVENTS, MAX_EARLY_EVENTS + 1));
  }

  #tellEvent(event: readonly unknown[]): void {
    // Its first element is a name: the decoder has seen to it.
    const [name, ...args] = event as [string, ...unknown[]];
    if (this.hasIncomingListeners) callSafely(() => this.notifyIncoming(event));
    this.tell(name, args);
    const last = event.at(-1);
    if (this.#pid !== undefined && typeof last === 'string') this.#lastOffset = last;
  }

  /** The function a listener acknowledges with: the first call counts. */
  #acknowledge(id: number): AckCallback {
    let isSent = false;
    return (...data) => {
      if (isSent) return;
      isSent = true;
      this.#send({ type: PACKET.ACK, nsp: this.nsp, id, data }, true);
    };
  }

  #onAck({ id, data }: DecodedPacket): void {
    const ack = id === undefined ? undefined : this.#acks.take(id);
    // Its data is an array: the decoder has seen to it.
    if (ack !== undefined) callSafely(ack.callback, ...ack.before, ...(data as unknown[]));
  }

  /** Returns the acknowledgement's id, if one is asked for. */
  #emit(data: readonly unknown[], flags: EmitFlags, acknowledge: AckCallback | undefined, takesError: boolean): number | undefined {
    const { engine } = this.io;
    const isDropped = flags.volatile && engine?.transport.writable !== true;
    let id: number | undefined;
    if (acknowledge !== undefined) {
      id = this.#nextAckId++;
      this.#acks.add(id, acknowledge, takesError, flags.timeout ?? this.#options.ackTimeout);
    }
    if (isDropped) return id;
    const compress = flags.compress !== false;
    const packet = { type: PACKET.EVENT, nsp: this.nsp, data, ...(id !== undefined && { id }) };
    if (!this.connected || engine?.hasPingExpired()) {
      this.sendBuffer.push({ ...packet, compress });
      return id;
    }
    this.notifyOutgoing(data);
    try {
      this.#send(packet, compress);
    } catch (error) {
      // It did not go out: nobody is to wait for an answer.
      if (id !== undefined) this.#acks.take(id);
      throw error;
    }
    return id;
  }

  #giveUp(id: number | undefined, onGivenUp: () => void): void {
    if (id !== undefined) {
      this.#acks.take(id);
      this.#unbuffer(id);
    }
    onGivenUp();
  }

  #unbuffer(ackId: number): void {
    this.sendBuffer = this.sendBuffer.filter((packet) => packet.id !== ackId);
  }

  /** What came before the connection, then what waited for it. */
  #flushBuffers(): void {
    const received = this.receiveBuffer;
    this.receiveBuffer = [];
    for (const event of received) this.#tellEvent(event);
    const waiting = this.sendBuffer;
    this.sendBuffer = [];
    for (const { compress, ...packet } of waiting) {
      callSafely(() => {
        this.notifyOutgoing(packet.data);
        this.#send(packet, compress);
      });
    }
  }

  #drainQueue(isForced: boolean): void {
    this.#queue?.drain(isForced, () => this.connected);
  }

  #sendConnect(auth: object | undefined): void {
    const data = this.#pid === undefined ? auth : { pid: this.#pid, offset: this.#lastOffset, ...auth };
    if (this.io.engine?.protocol !== 3) this.#ask({ type: PACKET.CONNECT, nsp: this.nsp, data });
    else if (this.nsp !== '/') this.#ask({ type: PACKET.CONNECT, nsp: connectNamespace(this.nsp, auth) });
    else this.io.connectRoot();
  }

  #ask(packet: Packet): void {
    this.#asked = this.io.engine;
    this.#send(packet, true);
  }

  #send(packet: Packet, compress: boolean): void {
    this.io.send(packet, compress, this.id ?? null);
  }

  #deactivate(): void {
    this.#isActive = false;
    this.#connectStage.cancel();
    this.io.onSocketInactive();
  }

  #takeFlags(): EmitFlags {
    const flags = this.#flags;
    this.#flags = {};
    return flags;
  }
}
