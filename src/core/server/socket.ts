// A client in one namespace, as the server sees it.

import type { IncomingMessage } from 'node:http';
import { generateId } from '../engine/generate-id.ts';
import { checkCloseReason, type Session } from '../engine/session.ts';
import { asError, LimitError, TransportError } from '../errors.ts';
import { type AckCallback, PendingAcks } from '../events/acks.ts';
import { CatchAllEmitter } from '../events/catch-all.ts';
import type { AckResult, ArgsWithoutAck, DefaultEventsMap, EventNames, EventParams, EventsMap, Last, WithTimeout } from '../events/typed-events.ts';
import type { DecodedPacket } from '../protocol/decode.ts';
import { PACKET, type Packet } from '../protocol/packet.ts';
import { tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import { Adapter, type Room, type SocketId } from './adapter.ts';
import { asArray, BroadcastOperator, checkEventName } from './broadcast.ts';
import type { Client } from './client.ts';
import { type Handshake, handshake } from './handshake.ts';
import { runMiddlewares } from './middlewares.ts';
import type { Namespace, RecoverableSession } from './namespace.ts';
import type { Server } from './server.ts';
import { type DisconnectOptions, RECOVERABLE_REASONS, type SocketMiddleware, type SocketReservedEvents } from './socket-types.ts';

interface EmitFlags {
  readonly volatile?: boolean;
  readonly compress?: boolean;
  /** ms */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

// An idle socket has nothing of its own: what it needs comes into being with its first use.
const NO_FLAGS: EmitFlags = {};

export class Socket<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: the program's own data, as in `socket.io`
  SocketData = any,
> extends CatchAllEmitter<ListenEvents, SocketReservedEvents> {
  readonly id: SocketId;
  readonly nsp: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  readonly client: Client;
  /** Whether a dropped connection was resumed. */
  readonly recovered: boolean;
  connected = false;

  /** @internal The last broadcast that reached it. */ broadcastMark = 0;
  /** @internal What a client shows to be recovered: private, and not the id. */
  readonly pid: string | undefined;
  readonly #auth: Readonly<Record<string, unknown>> | undefined;
  readonly #issued = Date.now();
  #handshake: Handshake | undefined;
  #data: SocketData | undefined;
  #acks: PendingAcks | undefined;
  #flags = NO_FLAGS;
  /** Refused, or leaving: it joins no room any more. */
  #isOver = false;
  #middlewares: SocketMiddleware[] | undefined;

  constructor(
    nsp: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>,
    client: Client,
    auth: Readonly<Record<string, unknown>> | undefined,
    session?: RecoverableSession,
  ) {
    super();
    this.nsp = nsp;
    this.client = client;
    this.#auth = auth;
    this.recovered = session !== undefined;
    this.id = session?.sid ?? newId(nsp.name, client);
    // What was kept of a session of this namespace is what its program put there.
    this.#data = session?.data as SocketData | undefined;
    this.pid = session?.pid ?? (nsp.server.opts.connectionStateRecovery === undefined ? undefined : generateId());
    if (session !== undefined) void this.join([...session.rooms]);
  }

  get server(): Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
    return this.nsp.server;
  }

  /** The program's own. */
  get data(): SocketData {
    // What it is to have in the end, the program says.
    if (this.#data === undefined) this.#data = {} as SocketData;
    return this.#data;
  }

  set data(data: SocketData) {
    this.#data = data;
  }

  /** @internal */
  get acks(): PendingAcks {
    this.#acks ??= new PendingAcks();
    return this.#acks;
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
    this.#handshake ??= handshake(this.conn, this.#issued, this.#auth ?? {});
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
    const id = typeof last === 'function' ? this.nsp._ids++ : undefined;
    if (id !== undefined) {
      data.pop();
      this.#checkPendingAcks();
    }
    const isSent = this.#sendEvent(id, data, flags);
    // What was not sent is not answered: nobody would take its callback out again but a timeout.
    if (id === undefined) return true;
    if (flags.timeout !== undefined) this.acks.setWithTimeout(id, last as AckCallback, flags.timeout);
    else if (isSent) this.acks.set(id, last as AckCallback);
    return true;
  }

  /**
   * Resolves with the acknowledgement; rejects when `timeout()` was given and none came in time. With a signal it rejects
   * with the signal's reason when that aborts, and with a TransportError `SESSION_CLOSED` when the client has left.
   */
  emitWithAck<Event extends EventNames<EmitEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<EmitEvents, Event>
  ): Promise<AckResult<Last<EventParams<EmitEvents, Event>>>>;
  emitWithAck(event: string, ...args: unknown[]): Promise<unknown> {
    const hasTimeout = this.#flags.timeout !== undefined;
    const { signal } = this.#flags;
    return new Promise((resolve, reject) => {
      if (signal !== undefined && (signal.aborted || this.#isOver)) {
        this.#takeFlags();
        reject(signal.aborted ? asError(signal.reason) : new TransportError('SESSION_CLOSED'));
        return;
      }
      // The id that this event will have.
      const id = this.nsp._ids;
      const stop = (reason: unknown): void => {
        this.takeAck(id);
        reject(asError(reason));
      };
      const release = signal && this.whenAborted(signal, stop, () => stop(new TransportError('SESSION_CLOSED')));
      const callback: AckCallback = (...answer) => {
        release?.();
        const [error, result] = hasTimeout ? answer : [null, answer[0]];
        if (error instanceof Error) reject(error);
        else resolve(result);
      };
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
    const { adapter } = this.nsp;
    if (!this.#mayJoin(rooms)) return;
    if (typeof rooms === 'string' && adapter.addAll === Adapter.prototype.addAll) return adapter.addOne(this.id, rooms);
    return adapter.addAll(this.id, new Set(asArray(rooms)));
  }

  /** Over the limit the connection ends: its client makes the program keep ever more for it. */
  #mayJoin(rooms: Room | readonly Room[]): boolean {
    const { roomsPerSocket } = this.conn.limits;
    const joined = roomCount(this.nsp.adapter, this.id);
    if (joined < roomsPerSocket && (typeof rooms === 'string' || joined + rooms.length <= roomsPerSocket)) return true;
    const count = new Set([...this.rooms, ...asArray(rooms)]).size;
    if (count <= roomsPerSocket) return true;
    this.conn.end('transport error', new LimitError('TOO_MANY_ROOMS', roomsPerSocket, count));
    return false;
  }

  /** As above. */
  #checkPendingAcks(): void {
    const { pendingAcksPerSocket } = this.conn.limits;
    const owed = this.#acks?.size ?? 0;
    if (owed >= pendingAcksPerSocket) this.conn.end('transport error', new LimitError('TOO_MANY_PENDING_ACKS', pendingAcksPerSocket, owed + 1));
  }

  leave(rooms: Room | readonly Room[]): Promise<void> | void {
    if (typeof rooms === 'string') return this.nsp.adapter.del(this.id, rooms);
    const left = asArray(rooms).map((room) => this.nsp.adapter.del(this.id, room));
    const pending = left.filter((result) => result instanceof Promise);
    return pending.length === 0 ? undefined : Promise.all(pending).then(() => {});
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
    this.#flags = { ...this.#flags, volatile: true };
    return this;
  }

  compress(compress: boolean): this {
    this.#flags = { ...this.#flags, compress };
    return this;
  }

  /** The next `emitWithAck` waits until `signal` aborts, or the client leaves. */
  withSignal(signal: AbortSignal): this {
    this.#flags = { ...this.#flags, signal };
    return this;
  }

  /** The next event's acknowledgement is called with an error after `timeout` ms. */
  timeout(timeout: number): Socket<ListenEvents, WithTimeout<EmitEvents>, ServerSideEvents, SocketData> {
    this.#flags = { ...this.#flags, timeout };
    return this;
  }

  /** `close`: the whole connection with all its namespaces; else this one. */
  disconnect(options: boolean | DisconnectOptions = false): this {
    if (!this.connected) return this;
    const { close = false, reason = 'server namespace disconnect' } = typeof options === 'object' ? options : { close: options };
    if (close) {
      const given = typeof options === 'object' ? options.reason : undefined;
      // Before anything is closed: a reason that is too long is the caller's mistake.
      if (given !== undefined) checkCloseReason(given);
      this.client.disconnect(given);
    } else if (!this.#isOver) {
      this.client.packet({ type: PACKET.DISCONNECT, nsp: this.nsp.name }, this.id);
      this.onClose(reason);
    }
    return this;
  }

  /** Bytes that were sent on its connection and not taken by the operating system yet. */
  get bufferedBytes(): number {
    return this.conn.bufferedBytes;
  }

  /** Whether what is emitted now leaves at once, and what waits is within `backpressure.highWaterMark`. */
  get writable(): boolean {
    return this.conn.writable;
  }

  /** Resolves once all that was emitted so far is with the operating system; rejects with a TransportError `SESSION_CLOSED`. */
  drained(): Promise<void> {
    return this.conn.drained();
  }

  /** Runs before the listeners of each event that comes in. */
  use(middleware: SocketMiddleware): this {
    this.#middlewares ??= [];
    this.#middlewares.push(middleware);
    return this;
  }

  /** @internal Takes its place: its own room, then the CONNECT that names its id. */
  open(missedPackets: readonly unknown[][]): void {
    this.connected = true;
    void this.join(this.id);
    this.nsp.server.tap.listener?.({
      type: 'socket_connect',
      at: tapTime(),
      namespace: this.nsp.name,
      socketId: this.id,
      engineId: this.client.id,
    });
    const { name: nsp } = this.nsp;
    // A client keeps what comes before its CONNECT for afterwards.
    for (const data of missedPackets) this.client.packet({ type: PACKET.EVENT, nsp, data }, this.id);
    this.client.packet({ type: PACKET.CONNECT, nsp, data: this.#connectData() }, this.id);
  }

  /** @internal */
  onPacket(packet: DecodedPacket): void {
    switch (packet.type) {
      case PACKET.EVENT:
        this.#onEvent(packet);
        return;
      case PACKET.ACK:
        // Its data is an array: the decoder has seen to it.
        if (packet.id !== undefined) callSafely(this.takeAck(packet.id), ...(packet.data as unknown[]));
        return;
      case PACKET.DISCONNECT:
        this.onClose('client namespace disconnect');
        return;
      default:
        return;
    }
  }

  /** @internal The callback of an acknowledgement, which then is owed no more. */
  takeAck(id: number): AckCallback | undefined {
    return this.#acks?.take(id);
  }

  /** @internal */
  onError(error: Error): void {
    this.tell('error', [error]);
  }

  /** @internal */
  onClose(reason: string, description?: Error): void {
    if (!this.connected || this.#isOver) return;
    // Before the listeners: one may disconnect it again.
    this.#isOver = true;
    this.tell('disconnecting', [reason, description]);
    if (this.pid !== undefined && RECOVERABLE_REASONS.has(reason)) this.#persist(this.pid);
    this.leaveForGood();
    this.client.remove(this);
    this.connected = false;
    this.nsp.server.tap.listener?.({ type: 'socket_disconnect', at: tapTime(), namespace: this.nsp.name, socketId: this.id, reason });
    this.tell('disconnect', [reason, description]);
    this.releaseSignals();
  }

  /** @internal It was refused, or has left. */
  leaveForGood(): void {
    this.#isOver = true;
    this.nsp.adapter.delAll(this.id);
    this.nsp.remove(this);
  }

  /** @internal Adapters of `socket.io-adapter`'s base classes call it before they hand over a broadcast. */
  notifyOutgoingListeners(packet: Packet): void {
    this.server.foreignBroadcasts.announce(packet);
    // As of any event, its data is an array.
    this.server.eventWatches.current?.onSent(this, packet.data as readonly unknown[], null);
    // The others are still to get it.
    if (this.hasOutgoingListeners) callSafely(() => this.notifyOutgoing(packet.data));
  }

  /** @internal */
  override onListenerError(error: unknown, event: string | symbol, isRejection: boolean): void {
    if (this.server.tellListenerError(error, { event, namespace: this.nsp.name, socket: this })) return;
    super.onListenerError(error, event, isRejection);
  }

  /** Returns whether it went out. */
  #sendEvent(id: number | undefined, data: readonly unknown[], { compress, volatile: isVolatile }: EmitFlags): boolean {
    // Without an acknowledgement there is no `id`, not even an undefined one: adapters write packets as they are.
    const packet = id === undefined ? { type: PACKET.EVENT, nsp: this.nsp.name, data } : { type: PACKET.EVENT, nsp: this.nsp.name, id, data };
    if (this.pid === undefined) {
      this.notifyOutgoing(data);
      return this.client.event(packet, data, this, compress, isVolatile);
    }
    // So that the adapter keeps it for a client that is away.
    const flags = { ...(compress === undefined ? {} : { compress }), ...(isVolatile ? { volatile: true } : {}) };
    this.nsp.adapter.broadcast(packet, { rooms: new Set([this.id]), except: new Set(), flags });
    return this.connected;
  }

  #connectData(): object | undefined {
    // Revision 4 has no data: the client knows its id.
    if (this.conn.protocol === 3) return undefined;
    return this.pid === undefined ? { sid: this.id } : { sid: this.id, pid: this.pid };
  }

  #persist(pid: string): void {
    const session: RecoverableSession = { sid: this.id, pid, rooms: [...this.rooms], data: this.data };
    callSafely(() => this.nsp.adapter.persistSession(session));
  }

  #onEvent(packet: DecodedPacket): void {
    // The decoder's own array, with a name first: this is where it goes.
    const event = packet.data as [string, ...unknown[]];
    this.server.eventWatches.current?.onReceived(this, event, packet);
    if (packet.id !== undefined) event.push(this.#acknowledge(packet.id));
    this.notifyIncoming(event);
    if (this.#middlewares === undefined) this.#dispatch(event);
    else runMiddlewares(this.#middlewares, event, (error) => (error === null ? this.#dispatch(event) : this.onError(error)));
  }

  #dispatch([event, ...args]: [string, ...unknown[]]): void {
    // A middleware may have taken its time.
    if (!this.connected) return;
    const last = args.at(-1);
    if (this.server.opts.ackFromReturn && typeof last === 'function') this.#dispatchForReturn(event, args, last as AckCallback);
    else this.tell(event, args);
  }

  #dispatchForReturn(event: string, args: readonly unknown[], acknowledge: AckCallback): void {
    const answer = (value: unknown): void => (value === undefined ? undefined : acknowledge(value));
    for (const listener of this.rawListeners(event)) {
      try {
        const returned: unknown = Reflect.apply(listener, this, args);
        if (returned instanceof Promise) returned.then(answer, (error: unknown) => this.onListenerError(error, event, true));
        else answer(returned);
      } catch (error) {
        this.onListenerError(error, event, false);
      }
    }
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
    const { volatile, compress, timeout, signal } = this.#takeFlags();
    let operator = new BroadcastOperator<EmitEvents, SocketData>(this.nsp, new Set(), new Set([this.id]));
    if (volatile) operator = operator.volatile;
    if (compress !== undefined) operator = operator.compress(compress);
    if (signal !== undefined) operator = operator.withSignal(signal);
    return timeout === undefined ? operator : operator.timeout(timeout);
  }

  #takeFlags(): EmitFlags {
    const flags = this.#flags;
    this.#flags = NO_FLAGS;
    return flags;
  }
}

function newId(namespace: string, client: Client): SocketId {
  // Clients of revision 4 take the connection's id for theirs. Others must not learn it: whoever has it can speak for the connection.
  if (client.conn.protocol === 3) return namespace === '/' ? client.id : `${namespace}#${client.id}`;
  return generateId();
}

/** Adapters of others have sets. */
function roomCount({ sids }: Adapter, id: SocketId): number {
  return typeof sids.sizeOf === 'function' ? sids.sizeOf(id) : (sids.get(id)?.size ?? 0);
}
