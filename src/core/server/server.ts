// The Socket.IO server: its namespaces, the engine below them, and the HTTP server it is attached to.

import type { EventEmitter } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { DeadlineQueue } from '../engine/deadline-queue.ts';
import { Server as Engine } from '../engine/server.ts';
import type { Session } from '../engine/session.ts';
import { UsageError } from '../errors.ts';
import type { EncodedPacket } from '../protocol/encode.ts';
import { PACKET, type Packet } from '../protocol/packet.ts';
import { Tap, tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import type { BroadcastOptions, Room, SocketId } from './adapter.ts';
import type { BroadcastOperator } from './broadcast.ts';
import { Client } from './client.ts';
import { Namespace, type NamespaceMiddleware, type NamespaceReservedEvents } from './namespace.ts';
import { matcherOf, type NamespaceMatcher, ParentNamespace } from './parent-namespace.ts';
import type { RemoteSocket } from './remote-socket.ts';
import type { ServerOptions } from './server-options.ts';
import type { Socket } from './socket.ts';
import type {
  AckResult,
  ArgsWithoutAck,
  DefaultEventsMap,
  EventNames,
  EventParams,
  EventsMap,
  Last,
  ListenerOf,
  WithMultipleResponses,
  WithTimeout,
} from './typed-events.ts';

/** An HTTP or HTTPS server, or a port to listen on. */
export type ServerTarget = HttpServer | HttpsServer | number | string;

interface NamespaceParent<Parent> {
  readonly matcher: NamespaceMatcher;
  readonly parent: Parent;
  /** `null`: a function decides. */
  readonly pattern: RegExp | null;
}

const CONNECT_TIMEOUT_MS = 45_000;

export class Server<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: the program's own data, as in `socket.io`
  SocketData = any,
> {
  /** The namespace `/`, which this server's own methods speak for. */
  readonly sockets: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  engine: Engine;
  readonly tap = new Tap();
  httpServer: HttpServer | HttpsServer | undefined;
  /** @internal */ readonly connectDeadlines: DeadlineQueue<Client>;
  #options: Partial<ServerOptions>;
  readonly #namespaces = new Map<string, Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>();
  readonly #parents: NamespaceParent<ParentNamespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>[] = [];

  constructor(options?: Partial<ServerOptions>);
  constructor(target?: ServerTarget, options?: Partial<ServerOptions>);
  constructor(first?: ServerTarget | Partial<ServerOptions>, second?: Partial<ServerOptions>) {
    const isOptions = typeof first === 'object' && !isHttpServer(first);
    this.#options = (isOptions ? first : second) ?? {};
    this.engine = this.#createEngine();
    // 0 is not "at once" but the default, as in `socket.io`.
    this.connectDeadlines = new DeadlineQueue(this.#options.connectTimeout || CONNECT_TIMEOUT_MS, (client) => client.onConnectLate());
    this.sockets = this.of('/');
    if (!isOptions && first !== undefined) this.attach(first);
  }

  /** The path clients connect to, without the slash at its end. */
  path(): string {
    return (this.#options.path ?? '/socket.io').replace(/\/$/, '');
  }

  /** Serves an HTTP server beside its own listeners, or listens on a port of its own. The constructor's options win over these. */
  attach(target: ServerTarget, options: Partial<ServerOptions> = {}): this {
    if (typeof target === 'function') {
      throw new UsageError('INVALID_OPTION', 'You are trying to attach to an Express request handler: pass the http.Server instead');
    }
    if (Object.keys(options).length > 0) {
      this.#options = { ...options, ...this.#options };
      this.engine = this.#createEngine();
    }
    if (isHttpServer(target)) return this.#attachTo(target);
    const port = Number(target);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('INVALID_OPTION', `"${target}" is not a port`);
    const httpServer = createServer((_req, res) => {
      res.writeHead(404).end();
    });
    httpServer.listen(port);
    return this.#attachTo(httpServer);
  }

  listen(target: ServerTarget, options: Partial<ServerOptions> = {}): this {
    return this.attach(target, options);
  }

  /** A namespace; with a pattern or a function, whatever clients name that it allows. */
  of(
    name: string | RegExp | NamespaceMatcher,
    onConnection?: (socket: Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>) => void,
  ): Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
    const namespace = typeof name === 'string' ? this.#named(name) : this.#matching(name);
    if (onConnection !== undefined) namespace.on('connect', onConnection);
    return namespace;
  }

  /** Disconnects everyone (`server shutting down`), then closes the HTTP server. */
  async close(callback?: (error?: Error) => void): Promise<void> {
    for (const namespace of this.#namespaces.values()) {
      for (const socket of [...namespace.sockets.values()]) socket.onClose('server shutting down');
    }
    await Promise.allSettled([...this.#namespaces.values()].map(async (namespace) => namespace.adapter.close()));
    this.engine.close();
    const error = await closeHttpServer(this.httpServer);
    callback?.(error);
  }

  // ---- everything below speaks for the namespace `/` ----

  on<Event extends EventNames<ServerSideEvents> | 'connect' | 'connection' | 'new_namespace'>(
    event: Event,
    listener: ListenerOf<NamespaceReservedEvents<ListenEvents, EmitEvents, ServerSideEvents, SocketData>, ServerSideEvents, Event>,
  ): this {
    this.sockets.on(event, listener);
    return this;
  }

  once<Event extends EventNames<ServerSideEvents> | 'connect' | 'connection' | 'new_namespace'>(
    event: Event,
    listener: ListenerOf<NamespaceReservedEvents<ListenEvents, EmitEvents, ServerSideEvents, SocketData>, ServerSideEvents, Event>,
  ): this {
    this.sockets.once(event, listener);
    return this;
  }

  off(event: string | symbol, listener: Parameters<EventEmitter['off']>[1]): this {
    this.sockets.off(event, listener);
    return this;
  }

  removeListener(event: string | symbol, listener: Parameters<EventEmitter['off']>[1]): this {
    return this.off(event, listener);
  }

  removeAllListeners(event?: string | symbol): this {
    this.sockets.removeAllListeners(event);
    return this;
  }

  listeners(event: string | symbol): ReturnType<EventEmitter['listeners']> {
    return this.sockets.listeners(event);
  }

  listenerCount(event: string | symbol): number {
    return this.sockets.listenerCount(event);
  }

  use(middleware: NamespaceMiddleware<Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>): this {
    this.sockets.use(middleware);
    return this;
  }

  to(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.sockets.to(room);
  }

  in(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.sockets.in(room);
  }

  except(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.sockets.except(room);
  }

  compress(compress: boolean): BroadcastOperator<EmitEvents, SocketData> {
    return this.sockets.compress(compress);
  }

  get volatile(): BroadcastOperator<EmitEvents, SocketData> {
    return this.sockets.volatile;
  }

  get local(): BroadcastOperator<EmitEvents, SocketData> {
    return this.sockets.local;
  }

  timeout(timeout: number): BroadcastOperator<WithTimeout<EmitEvents>, SocketData> {
    return this.sockets.timeout(timeout);
  }

  emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<WithMultipleResponses<EmitEvents>, Event>): boolean {
    return this.sockets.emit(event, ...args);
  }

  emitWithAck<Event extends EventNames<EmitEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<EmitEvents, Event>
  ): Promise<AckResult<Last<EventParams<EmitEvents, Event>>>[]> {
    return this.sockets.emitWithAck(event, ...args);
  }

  send(...args: EventParams<EmitEvents, 'message'>): this {
    this.sockets.send(...args);
    return this;
  }

  write(...args: EventParams<EmitEvents, 'message'>): this {
    return this.send(...args);
  }

  allSockets(): Promise<Set<SocketId>> {
    return this.sockets.allSockets();
  }

  fetchSockets(): Promise<RemoteSocket<EmitEvents, SocketData>[]> {
    return this.sockets.fetchSockets();
  }

  socketsJoin(room: Room | readonly Room[]): void {
    this.sockets.socketsJoin(room);
  }

  socketsLeave(room: Room | readonly Room[]): void {
    this.sockets.socketsLeave(room);
  }

  disconnectSockets(close = false): void {
    this.sockets.disconnectSockets(close);
  }

  // ---- for the parts of this server ----

  /** @internal The namespace of this name, if there is one. */
  namespace(name: string): Namespace | undefined {
    return this.#namespaces.get(name);
  }

  /** @internal Asks the parents in order whether a client may have `name`; answers `null` when none allows it. */
  createFor(name: string, auth: Readonly<Record<string, unknown>>, done: (namespace: Namespace | null) => void): void {
    const ask = (index: number): void => {
      const entry = this.#parents[index];
      if (entry === undefined) {
        done(null);
        return;
      }
      let isAnswered = false;
      callSafely(entry.matcher, name, auth, (error, isAllowed) => {
        if (isAnswered) return;
        isAnswered = true;
        if (error || !isAllowed) ask(index + 1);
        // Another client may have been given it in the meantime.
        else done(this.namespace(name) ?? this.#add(entry.parent.createChild(name)));
      });
    };
    ask(0);
  }

  /** @internal */
  tapPacket(
    direction: 'in' | 'out',
    packet: Packet,
    { text, attachments }: EncodedPacket,
    socketId: SocketId | null,
    engineId: string | null,
    recipients: number,
    broadcast: BroadcastOptions | undefined,
  ): void {
    if (this.tap.listener === undefined) return;
    let bytes = 1 + Buffer.byteLength(text);
    for (const attachment of attachments) bytes += attachment.byteLength;
    this.tap.listener({
      type: 'packet',
      at: tapTime(),
      direction,
      namespace: packet.nsp,
      socketId,
      engineId,
      packetType: packet.type,
      event: packet.type === PACKET.EVENT && Array.isArray(packet.data) ? String(packet.data[0]) : null,
      ackId: packet.id ?? null,
      text,
      attachments,
      bytes,
      recipients,
      rooms: broadcast === undefined ? [] : [...broadcast.rooms],
      except: broadcast?.except === undefined ? [] : [...broadcast.except],
    });
  }

  #createEngine(): Engine {
    const engine = new Engine(this.#options, this.tap);
    return engine.on('connection', (session: Session) => new Client(this as unknown as Server, session));
  }

  #attachTo(httpServer: HttpServer | HttpsServer): this {
    this.httpServer = httpServer;
    this.engine.attach(httpServer, { ...this.#options, path: this.path() });
    return this;
  }

  #named(given: string): Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
    const name = given.startsWith('/') ? given : `/${given}`;
    const existing = this.#namespaces.get(name);
    if (existing !== undefined) return existing;
    const parent = this.#parents.find(({ pattern }) => pattern?.test(name))?.parent;
    return this.#add(parent?.createChild(name) ?? new Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>(this, name));
  }

  #matching(pattern: RegExp | NamespaceMatcher): Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
    const parent = new ParentNamespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>(this);
    this.#parents.push({ matcher: matcherOf(pattern), parent, pattern: pattern instanceof RegExp ? pattern : null });
    return parent;
  }

  #add(
    namespace: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>,
  ): Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
    this.#namespaces.set(namespace.name, namespace);
    this.tap.listener?.({ type: 'namespace_create', at: tapTime(), namespace: namespace.name });
    if (namespace.name !== '/') this.sockets.tell('new_namespace', [namespace]);
    return namespace;
  }
}

function isHttpServer(value: unknown): value is HttpServer | HttpsServer {
  return typeof value === 'object' && value !== null && 'listen' in value && typeof value.listen === 'function';
}

function closeHttpServer(httpServer: HttpServer | HttpsServer | undefined): Promise<Error | undefined> {
  if (httpServer === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => httpServer.close(resolve));
}
