// One connection to one server, shared by its sockets, one a namespace; opened again when it is lost.

import { EngineClient, type EngineCloseReason, type EngineSink } from '../engine/client/client.ts';
import { CookieJar } from '../engine/client/cookie-jar.ts';
import { Stages } from '../engine/client/stages.ts';
import { type Timers, timersOf } from '../engine/client/timers.ts';
import type { CloseDetails } from '../engine/client/transports/transport.ts';
import { messagesOf } from '../engine/sending/outgoing-packet.ts';
import { asError } from '../errors.ts';
import type { DefaultEventsMap, EventsMap } from '../events/typed-events.ts';
import type { DecodedPacket } from '../protocol/decode.ts';
import { PACKET, type Packet } from '../protocol/packet.ts';
import { type MessageDecoder, PacketCodec } from '../protocol/packet-codec.ts';
import { packetRecord } from '../protocol/packet-record.ts';
import { Tap, tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import { Backoff } from './backoff.ts';
import type { ManagerOptions, SocketOptions } from './client-options.ts';
import { socketIdOf } from './connect-packet.ts';
import { ClientEmitter } from './emitter.ts';
import { ImplicitRoot } from './implicit-root.ts';
import { Socket } from './socket.ts';

export type CloseReason = EngineCloseReason | 'parse error';
/** Of a transport that closed, or of what went wrong. */
export type DisconnectDescription = CloseDetails | Error;

export interface ManagerReservedEvents {
  open: () => void;
  error: (error: Error) => void;
  ping: () => void;
  packet: (packet: Packet) => void;
  close: (reason: CloseReason, description?: DisconnectDescription) => void;
  reconnect_failed: () => void;
  reconnect_attempt: (attempt: number) => void;
  reconnect_error: (error: Error) => void;
  reconnect: (attempt: number) => void;
}

type OnOpened = (error?: Error) => void;

const DEFAULT_TIMEOUT_MS = 20_000;

export class Manager<ListenEvents extends EventsMap = DefaultEventsMap, EmitEvents extends EventsMap = ListenEvents>
  extends ClientEmitter<Record<never, never>, ManagerReservedEvents>
  implements EngineSink
{
  /** The connection, or the last one there was. */
  engine: EngineClient | undefined;
  readonly opts: Partial<ManagerOptions>;
  /** Tells attempts, stages, sessions, heartbeats and packets, while somebody listens. */
  readonly tap = new Tap();
  /** @internal */ readonly stages = new Stages(this.tap);
  /** @internal */ readonly timers: Timers;
  readonly #uri: string | undefined;
  readonly #codec: PacketCodec;
  readonly #cookieJar: CookieJar | undefined;
  readonly #sockets = new Map<string, Socket<ListenEvents, EmitEvents>>();
  readonly #backoff: Backoff;
  readonly #root = new ImplicitRoot();
  readonly #autoConnect: boolean;
  #decoder: MessageDecoder | undefined;
  #state: 'opening' | 'open' | 'closed' = 'closed';
  #reconnection = true;
  #reconnectionAttempts: number;
  #timeout: number | false;
  #isReconnecting = false;
  #skipsReconnect = false;
  /** Of the attempt that is under way. */
  #attemptTimer: NodeJS.Timeout | undefined;
  /** Until the next. */
  #waitTimer: NodeJS.Timeout | undefined;
  #onOpened: OnOpened | undefined;

  /** Throws a `UsageError` `INVALID_OPTION`. */
  constructor(options: Partial<ManagerOptions>);
  constructor(uri?: string, options?: Partial<ManagerOptions>);
  constructor(uri?: string | Partial<ManagerOptions>, options?: Partial<ManagerOptions>);
  constructor(uri?: string | Partial<ManagerOptions>, options: Partial<ManagerOptions> = {}) {
    super();
    const given = typeof uri === 'object' && uri !== null ? uri : options;
    this.#uri = typeof uri === 'string' ? uri : undefined;
    this.opts = { ...given, path: given.path ?? '/socket.io' };
    this.timers = timersOf(given);
    this.#codec = new PacketCodec(given.parser);
    this.#cookieJar = given.withCredentials ? new CookieJar() : undefined;
    this.#backoff = new Backoff(given.reconnectionDelay ?? 1000, given.reconnectionDelayMax ?? 5000, given.randomizationFactor ?? 0.5);
    this.#reconnectionAttempts = given.reconnectionAttempts ?? Number.POSITIVE_INFINITY;
    this.#timeout = given.timeout ?? DEFAULT_TIMEOUT_MS;
    this.#autoConnect = given.autoConnect !== false;
    this.reconnection(given.reconnection !== false);
    if (this.#autoConnect) this.open();
  }

  /** Whether it connects again by itself. Set to `false`, it also gives up what it is waiting for. */
  reconnection(): boolean;
  reconnection(value: boolean): this;
  reconnection(value?: boolean): this | boolean {
    if (value === undefined) return this.#reconnection;
    this.#reconnection = value;
    if (!value) this.#skipsReconnect = true;
    return this;
  }

  reconnectionAttempts(): number;
  reconnectionAttempts(value: number): this;
  reconnectionAttempts(value?: number): this | number {
    if (value === undefined) return this.#reconnectionAttempts;
    this.#reconnectionAttempts = value;
    return this;
  }

  reconnectionDelay(): number;
  reconnectionDelay(value: number): this;
  reconnectionDelay(value?: number): this | number {
    if (value === undefined) return this.#backoff.minMs;
    this.#backoff.minMs = value;
    return this;
  }

  reconnectionDelayMax(): number;
  reconnectionDelayMax(value: number): this;
  reconnectionDelayMax(value?: number): this | number {
    if (value === undefined) return this.#backoff.maxMs;
    this.#backoff.maxMs = value;
    return this;
  }

  randomizationFactor(): number;
  randomizationFactor(value: number): this;
  randomizationFactor(value?: number): this | number {
    if (value === undefined) return this.#backoff.jitter;
    this.#backoff.jitter = value;
    return this;
  }

  /** Of one attempt, ms; `false`: none. */
  timeout(): number | false;
  timeout(value: number | false): this;
  timeout(value?: number | false): this | number | false {
    if (value === undefined) return this.#timeout;
    this.#timeout = value;
    return this;
  }

  /** Connects, also where it waits to do so; with `onOpened`, which gets an error or nothing, a failure is not tried again. */
  open(onOpened?: OnOpened): this {
    if (this.#state !== 'closed') return this;
    if (this.#waitTimer === undefined) {
      this.#attempt(onOpened);
    } else {
      this.#attempt((error) => {
        this.#onReconnectSettled(error);
        onOpened?.(error);
      });
    }
    return this;
  }

  connect(onOpened?: OnOpened): this {
    return this.open(onOpened);
  }

  /** Closes the connection with all its namespaces, and does not connect again by itself. */
  disconnect(): void {
    const wasWaiting = this.#isReconnecting;
    this.#skipsReconnect = true;
    this.#isReconnecting = false;
    if (wasWaiting) this.tap.listener?.({ type: 'reconnect_stop', at: tapTime(), reason: 'cancelled' });
    this.#close('forced close');
  }

  /** The socket of a namespace, made at the first call. */
  socket(namespace: string, options?: Partial<SocketOptions>): Socket<ListenEvents, EmitEvents> {
    const known = this.#sockets.get(namespace);
    if (known === undefined) {
      const socket = new Socket<ListenEvents, EmitEvents>(this, namespace, options);
      this.#sockets.set(namespace, socket);
      if (this.#autoConnect) socket.connect();
      return socket;
    }
    if (this.#autoConnect && !known.active) known.connect();
    return known;
  }

  /** @internal */
  hasSocket(namespace: string): boolean {
    return this.#sockets.has(namespace);
  }

  /** @internal */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** @internal A socket wants the connection; while one is waited for, it comes by itself. */
  ensureOpen(): void {
    if (!this.#isReconnecting) this.open();
  }

  /** @internal The last one that leaves closes the connection. */
  onSocketInactive(): void {
    for (const socket of this.#sockets.values()) if (socket.active) return;
    this.disconnect();
  }

  /** @internal Throws a `LimitError` `MESSAGE_TOO_LARGE`, and what the encoder throws. */
  send(packet: Packet, compress: boolean, socketId: string | null): void {
    const { engine } = this;
    if (engine === undefined || this.#state !== 'open') return;
    const encoded = this.#codec.encode(packet);
    engine.writePackets(messagesOf(encoded.head, encoded.attachments, compress));
    this.#tapPacket('out', packet, encoded, socketId);
    if (packet.nsp === '/' && packet.type === PACKET.DISCONNECT) this.#root.onDisconnect();
  }

  /** @internal Revision 4: `/` is wanted. */
  connectRoot(): void {
    const { next } = this.#root;
    const connect = { type: PACKET.CONNECT, nsp: '/' } as const;
    // Whoever called is not told before it can listen.
    if (next === 'repeat') process.nextTick(() => this.#deliver({ ...connect, head: '0', attachments: [] }));
    else if (next === 'ask') this.send(connect, true, null);
  }

  /** @internal */
  onEngineOpen(): void {
    const { engine } = this;
    if (engine === undefined) return;
    this.#clearTimers();
    this.#state = 'open';
    this.#decoder = this.#codec.decoder(engine.protocol);
    this.#root.reset();
    for (const socket of [...this.#sockets.values()]) if (socket.active) socket.onOpen();
    this.tell('open', []);
    const onOpened = this.#onOpened;
    this.#onOpened = undefined;
    callSafely(onOpened);
  }

  /** @internal */
  onEngineMessage(data: string | Uint8Array): void {
    let packet: DecodedPacket | null;
    try {
      packet = this.#decoder?.add(data) ?? null;
    } catch (error) {
      this.fail(asError(error));
      return;
    }
    if (packet === null) return;
    const socket = this.#sockets.get(packet.nsp);
    this.#tapPacket('in', packet, packet, socket?.id ?? idGivenBy(packet, this.engine));
    if (packet.nsp === '/' && packet.type === PACKET.CONNECT) this.#root.onConnect();
    if (packet.nsp === '/' && packet.type === PACKET.DISCONNECT) this.#root.onDisconnect();
    this.#deliver(packet);
  }

  /** @internal The server does what it must not. */
  fail(error: Error): void {
    this.#close('parse error', error);
  }

  /** @internal */
  onEnginePing(): void {
    if (this.listenerCount('ping') > 0) this.tell('ping', []);
  }

  /** @internal */
  onEngineError(error: Error): void {
    const wasOpen = this.#state === 'open';
    if (!wasOpen) {
      this.#clearTimers();
      this.#detach();
      this.#state = 'closed';
    }
    for (const socket of [...this.#sockets.values()]) if (socket.active) socket.onError(error);
    this.tell('error', [error]);
    // It closes next, which says what becomes of it.
    if (wasOpen) return;
    const onOpened = this.#onOpened;
    this.#onOpened = undefined;
    if (onOpened !== undefined) callSafely(onOpened, error);
    // A failure that somebody asked to be told of is theirs.
    else if (!this.#isReconnecting && this.#reconnection && this.#backoff.attempts === 0) this.#reconnect();
  }

  /** @internal */
  onEngineClose(reason: EngineCloseReason, details?: DisconnectDescription): void {
    this.#close(reason, details);
  }

  #deliver(packet: DecodedPacket): void {
    if (this.listenerCount('packet') > 0) this.tell('packet', [packet]);
    const socket = this.#sockets.get(packet.nsp);
    if (socket?.active) socket.onPacket(packet);
    else if (packet.type === PACKET.CONNECT || packet.type === PACKET.CONNECT_ERROR) socket?.onLatePacket(packet);
  }

  #attempt(onOpened: OnOpened | undefined): void {
    this.#skipsReconnect = false;
    this.#clearTimers();
    const { stages } = this;
    const engine = new EngineClient(this.#uri, this.opts, { sink: this, stages, cookieJar: this.#cookieJar });
    this.engine = engine;
    this.#state = 'opening';
    this.#onOpened = onOpened;
    engine.open(this.#isReconnecting ? this.#backoff.attempts : 0);
    const timeoutMs = this.#timeout;
    if (timeoutMs !== false) this.#attemptTimer = this.timers.set(() => this.#onTimeout(engine, timeoutMs), timeoutMs);
  }

  #onTimeout(engine: EngineClient, timeoutMs: number): void {
    this.#detach();
    engine.giveUp({ code: 'TIMEOUT', message: `not connected in ${timeoutMs} ms` });
    this.onEngineError(new Error('timeout'));
  }

  #close(reason: CloseReason, description?: DisconnectDescription): void {
    this.#clearTimers();
    const { engine } = this;
    this.#detach();
    engine?.close();
    this.#decoder?.destroy();
    this.#onOpened = undefined;
    this.#backoff.reset();
    this.#state = 'closed';
    for (const socket of [...this.#sockets.values()]) if (socket.active) socket.onClose(reason, description);
    this.tell('close', [reason, description]);
    if (this.#reconnection && !this.#skipsReconnect) this.#reconnect();
  }

  /** What the engine still has to tell is nobody's business. */
  #detach(): void {
    this.engine?.detach();
  }

  #reconnect(): void {
    if (this.#isReconnecting || this.#skipsReconnect) return;
    if (this.#backoff.attempts >= this.#reconnectionAttempts) {
      this.#backoff.reset();
      this.tap.listener?.({ type: 'reconnect_stop', at: tapTime(), reason: 'reconnect_failed' });
      this.tell('reconnect_failed', []);
      return;
    }
    const delayMs = this.#backoff.next();
    this.#isReconnecting = true;
    this.tap.listener?.({ type: 'reconnect_wait', at: tapTime(), reconnection: this.#backoff.attempts, delayMs });
    this.#waitTimer = this.timers.set(() => this.#tryAgain(), delayMs);
  }

  #tryAgain(): void {
    if (this.#skipsReconnect) return;
    this.tell('reconnect_attempt', [this.#backoff.attempts]);
    // A listener may have had enough, or have opened it.
    if (this.#skipsReconnect || this.#state !== 'closed') return;
    this.#attempt((error) => this.#onReconnectSettled(error));
  }

  #onReconnectSettled(error: Error | undefined): void {
    this.#isReconnecting = false;
    if (error === undefined) {
      const attempt = this.#backoff.attempts;
      this.#backoff.reset();
      this.tell('reconnect', [attempt]);
    } else {
      this.#reconnect();
      this.tell('reconnect_error', [error]);
    }
  }

  #clearTimers(): void {
    this.timers.clear(this.#attemptTimer);
    this.timers.clear(this.#waitTimer);
    this.#attemptTimer = undefined;
    this.#waitTimer = undefined;
  }

  #tapPacket(direction: 'in' | 'out', packet: Packet, encoded: Parameters<typeof packetRecord>[1], socketId: string | null): void {
    if (this.tap.listener === undefined) return;
    const place = { direction, socketId, engineId: this.engine?.id ?? null, recipients: 1, rooms: [], except: [] };
    const shown = this.#codec.textForm(packet, encoded);
    // Revision 4 has the query of CONNECT behind the namespace's name.
    const [nsp = packet.nsp] = packet.type === PACKET.CONNECT ? packet.nsp.split('?', 1) : [packet.nsp];
    this.tap.listener(packetRecord({ ...packet, nsp }, encoded, shown, place));
  }
}

/** The id that a CONNECT is about to give its socket. */
function idGivenBy({ type, nsp, data }: Packet, engine: EngineClient | undefined): string | null {
  const given = type === PACKET.CONNECT ? socketIdOf(engine, nsp, data) : null;
  return given === null || given instanceof Error ? null : given.id;
}
