// A client in one namespace, as the server sees it.

import type { IncomingMessage } from 'node:http';
import type { Session } from '../engine/session.ts';
import type { DecodedPacket } from '../protocol/decode.ts';
import { PACKET } from '../protocol/packet.ts';
import { tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import { type AckCallback, PendingAcks } from './acks.ts';
import type { Room, SocketId } from './adapter.ts';
import { asArray, BroadcastOperator, checkEventName } from './broadcast.ts';
import { CatchAll, type CatchAllListener } from './catch-all.ts';
import type { Client } from './client.ts';
import { type Handshake, handshake } from './handshake.ts';
import { runMiddlewares } from './middlewares.ts';
import type { Namespace } from './namespace.ts';
import {
  type AckResult,
  type ArgsWithoutAck,
  type DefaultEventsMap,
  type EventNames,
  type EventParams,
  type EventsMap,
  type Last,
  TypedEmitter,
  type WithTimeout,
} from './typed-events.ts';

export type DisconnectReason =
  | 'transport error'
  | 'transport close'
  | 'forced close'
  | 'ping timeout'
  | 'parse error'
  | 'server shutting down'
  | 'forced server close'
  | 'client namespace disconnect'
  | 'server namespace disconnect';

/** A socket's own events. */
export interface SocketReservedEvents {
  /** Before it leaves its rooms. */
  disconnecting: (reason: DisconnectReason, description?: Error) => void;
  disconnect: (reason: DisconnectReason, description?: Error) => void;
  error: (error: Error) => void;
}

/** `next(error)` refuses the event: the socket's `error` listeners are told. */
export type SocketMiddleware = (event: [name: string, ...args: unknown[]], next: (error?: Error | null) => void) => void;

interface EmitFlags {
  volatile?: boolean;
  compress?: boolean;
  /** ms */
  timeout?: number;
}

export class Socket<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: the program's own data, as in `socket.io`
  SocketData = any,
> extends TypedEmitter<ListenEvents, SocketReservedEvents> {
  readonly id: SocketId;
  readonly nsp: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  readonly client: Client;
  /** Whether a dropped connection was resumed. */
  readonly recovered: boolean = false;
  /** The program's own. */
  data: SocketData = {} as SocketData;
  connected = false;

  /** @internal */ readonly acks = new PendingAcks();
  /** @internal The last broadcast that reached it. */ broadcastMark = 0;
  readonly #auth: Readonly<Record<string, unknown>>;
  readonly #issued = Date.now();
  #handshake: Handshake | undefined;
  #flags: EmitFlags = {};
  /** Refused, or leaving: it joins no room any more. */
  #isOver = false;
  #middlewares: SocketMiddleware[] | undefined;
  #incoming: CatchAll | undefined;
  #outgoing: CatchAll | undefined;

  constructor(
    nsp: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>,
    client: Client,
    id: SocketId,
    auth: Readonly<Record<string, unknown>>,
  ) {
    super();
    this.nsp = nsp;
    this.client = client;
    this.id = id;
    this.#auth = auth;
  }

  get disconnected(): boolean {
    return !this.connected;
  }

  get conn(): Session {
    return this.client.conn;
  }

  get request(): IncomingMessage {
    return this.client.request;
  }

  get handshake(): Handshake {
    this.#handshake ??= handshake(this.request, this.conn.remoteAddress, this.#issued, this.#auth);
    return this.#handshake;
  }

  /** A set of the rooms it is in, its own among them. */
  get rooms(): Set<Room> {
    return this.nsp.adapter.socketRooms(this.id) ?? new Set();
  }

  /**
   * Sends an event; a function as the last argument is called with the acknowledgement.
   * Throws a UsageError `RESERVED_EVENT`.
   */
  override emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<EmitEvents, Event>): boolean;
  override emit(event: string, ...args: unknown[]): boolean {
    checkEventName(event);
    const flags = this.#takeFlags();
    const last = args.at(-1);
    const data = [event, ...args];
    const id = typeof last === 'function' ? this.nsp.nextAckId() : undefined;
    if (id !== undefined) data.pop();
    this.notifyOutgoing(data);
    const isSent = this.client.packet({ type: PACKET.EVENT, nsp: this.nsp.name, id, data }, this.id, flags.compress, flags.volatile);
    // What was not sent is not answered: nobody would take its callback out again but a timeout.
    if (id === undefined) return true;
    if (flags.timeout !== undefined) this.acks.setWithTimeout(id, last as AckCallback, flags.timeout);
    else if (isSent) this.acks.set(id, last as AckCallback);
    return true;
  }

  /** Resolves with the acknowledgement; rejects when `timeout()` was given and none came in time. */
  emitWithAck<Event extends EventNames<EmitEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<EmitEvents, Event>
  ): Promise<AckResult<Last<EventParams<EmitEvents, Event>>>>;
  emitWithAck(event: string, ...args: unknown[]): Promise<unknown> {
    const hasTimeout = this.#flags.timeout !== undefined;
    return new Promise((resolve, reject) => {
      const callback: AckCallback = hasTimeout
        ? (error, result) => (error instanceof Error ? reject(error) : resolve(result))
        : (result) => resolve(result);
      // The overload above is for callers; here name and arguments are already plain values.
      (this.emit as (event: string, ...args: unknown[]) => boolean).call(this, event, ...args, callback);
    });
  }

  send(...args: EventParams<EmitEvents, 'message'>): this {
    (this.emit as (event: string, ...args: unknown[]) => boolean).call(this, 'message', ...args);
    return this;
  }

  write(...args: EventParams<EmitEvents, 'message'>): this {
    return this.send(...args);
  }

  /** After a disconnection it does nothing. */
  join(rooms: Room | readonly Room[]): Promise<void> | void {
    if (this.#isOver) return;
    return this.nsp.adapter.addAll(this.id, new Set(asArray(rooms)));
  }

  leave(room: Room): Promise<void> | void {
    return this.nsp.adapter.del(this.id, room);
  }

  /** Everyone in `room` but this socket. */
  to(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.#others().to(room);
  }

  in(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.to(room);
  }

  except(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.#others().except(room);
  }

  /** Everyone of the namespace but this socket. */
  get broadcast(): BroadcastOperator<EmitEvents, SocketData> {
    return this.#others();
  }

  get local(): BroadcastOperator<EmitEvents, SocketData> {
    return this.#others().local;
  }

  /** The next event may be dropped when the connection can't take it now. */
  get volatile(): this {
    this.#flags.volatile = true;
    return this;
  }

  compress(compress: boolean): this {
    this.#flags.compress = compress;
    return this;
  }

  /** The next event's acknowledgement is called with an error after `timeout` ms. */
  timeout(timeout: number): Socket<ListenEvents, WithTimeout<EmitEvents>, ServerSideEvents, SocketData> {
    this.#flags.timeout = timeout;
    return this;
  }

  /** `close`: the whole connection with all its namespaces; else this one. */
  disconnect(close = false): this {
    if (!this.connected) return this;
    if (close) {
      this.client.disconnect();
    } else if (!this.#isOver) {
      this.client.packet({ type: PACKET.DISCONNECT, nsp: this.nsp.name }, this.id);
      this.onClose('server namespace disconnect');
    }
    return this;
  }

  /** Runs before the listeners of each event that comes in. */
  use(middleware: SocketMiddleware): this {
    this.#middlewares ??= [];
    this.#middlewares.push(middleware);
    return this;
  }

  onAny(listener: CatchAllListener): this {
    this.#incoming ??= new CatchAll();
    this.#incoming.append(listener);
    return this;
  }

  prependAny(listener: CatchAllListener): this {
    this.#incoming ??= new CatchAll();
    this.#incoming.prepend(listener);
    return this;
  }

  offAny(listener?: CatchAllListener): this {
    this.#incoming?.remove(listener);
    return this;
  }

  listenersAny(): readonly CatchAllListener[] {
    return this.#incoming?.listeners ?? [];
  }

  onAnyOutgoing(listener: CatchAllListener): this {
    this.#outgoing ??= new CatchAll();
    this.#outgoing.append(listener);
    return this;
  }

  prependAnyOutgoing(listener: CatchAllListener): this {
    this.#outgoing ??= new CatchAll();
    this.#outgoing.prepend(listener);
    return this;
  }

  offAnyOutgoing(listener?: CatchAllListener): this {
    this.#outgoing?.remove(listener);
    return this;
  }

  listenersAnyOutgoing(): readonly CatchAllListener[] {
    return this.#outgoing?.listeners ?? [];
  }

  /** @internal Takes its place: its own room, then the CONNECT that names its id. */
  open(): void {
    this.connected = true;
    void this.join(this.id);
    this.nsp.server.tap.listener?.({
      type: 'socket_connect',
      at: tapTime(),
      namespace: this.nsp.name,
      socketId: this.id,
      engineId: this.client.id,
    });
    this.client.packet({ type: PACKET.CONNECT, nsp: this.nsp.name, data: { sid: this.id } }, this.id);
  }

  /** @internal */
  onPacket(packet: DecodedPacket): void {
    switch (packet.type) {
      case PACKET.EVENT:
        this.#onEvent(packet);
        return;
      case PACKET.ACK:
        // Its data is an array: the decoder has seen to it.
        if (packet.id !== undefined) callSafely(this.acks.take(packet.id), ...(packet.data as unknown[]));
        return;
      case PACKET.DISCONNECT:
        this.onClose('client namespace disconnect');
        return;
      default:
        return;
    }
  }

  /** @internal */
  onError(error: Error): void {
    this.tell('error', [error]);
  }

  /** @internal */
  onClose(reason: DisconnectReason, description?: Error): void {
    if (!this.connected || this.#isOver) return;
    // Before the listeners: one may disconnect it again.
    this.#isOver = true;
    this.tell('disconnecting', [reason, description]);
    this.leaveForGood();
    this.client.remove(this);
    this.connected = false;
    this.nsp.server.tap.listener?.({ type: 'socket_disconnect', at: tapTime(), namespace: this.nsp.name, socketId: this.id, reason });
    this.tell('disconnect', [reason, description]);
  }

  /** @internal It was refused, or has left. */
  leaveForGood(): void {
    this.#isOver = true;
    this.nsp.adapter.delAll(this.id);
    this.nsp.remove(this);
  }

  /** @internal */
  get hasOutgoingListeners(): boolean {
    return this.#outgoing !== undefined;
  }

  /** @internal */
  notifyOutgoing(data: unknown): void {
    this.#outgoing?.call(this, data as unknown[]);
  }

  #onEvent(packet: DecodedPacket): void {
    // The decoder's own array, with a name first: this is where it goes.
    const event = packet.data as [string, ...unknown[]];
    if (packet.id !== undefined) event.push(this.#acknowledge(packet.id));
    this.#incoming?.call(this, event);
    if (this.#middlewares === undefined) this.#dispatch(event);
    else runMiddlewares(this.#middlewares, event, (error) => (error === null ? this.#dispatch(event) : this.onError(error)));
  }

  #dispatch([event, ...args]: [string, ...unknown[]]): void {
    // A middleware may have taken its time.
    if (this.connected) this.tell(event, args);
  }

  /** The function a listener acknowledges with: the first call counts. */
  #acknowledge(id: number): AckCallback {
    let isSent = false;
    return (...data) => {
      if (isSent) return;
      isSent = true;
      this.client.packet({ type: PACKET.ACK, nsp: this.nsp.name, id, data }, this.id);
    };
  }

  #others(): BroadcastOperator<EmitEvents, SocketData> {
    const { volatile, compress, timeout } = this.#takeFlags();
    let operator = new BroadcastOperator<EmitEvents, SocketData>(this.nsp, new Set(), new Set([this.id]));
    if (volatile) operator = operator.volatile;
    if (compress !== undefined) operator = operator.compress(compress);
    return timeout === undefined ? operator : operator.timeout(timeout);
  }

  #takeFlags(): EmitFlags {
    const flags = this.#flags;
    if (flags.volatile !== undefined || flags.compress !== undefined || flags.timeout !== undefined) this.#flags = {};
    return flags;
  }
}
