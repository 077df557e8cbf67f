// The Socket.IO server: its namespaces, the engine below them, and the HTTP server it is attached to.

import { EventEmitter } from 'node:events';
import { DeadlineQueue } from '../engine/deadline-queue.ts';
import { Server as Engine } from '../engine/server.ts';
import { type Limits, limitsOf } from '../engine/server-options.ts';
import type { Session } from '../engine/session.ts';
import { UsageError } from '../errors.ts';
import { EventWatches } from '../event-watch.ts';
import {
  type AckResult,
  type ArgsWithoutAck,
  type DefaultEventsMap,
  type EventNames,
  type EventParams,
  type EventsMap,
  type Last,
  TypedEmitter,
  type WithMultipleResponses,
} from '../events/typed-events.ts';
import type { EncodedPacket } from '../protocol/encode.ts';
import type { Packet } from '../protocol/packet.ts';
import { PacketCodec, type PacketEncoder } from '../protocol/packet-codec.ts';
import { packetRecord } from '../protocol/packet-record.ts';
import { Tap, tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import { Adapter, type BroadcastOptions, type SocketId } from './adapter.ts';
import type { BroadcastOperator } from './broadcast.ts';
import { Broadcaster } from './broadcaster.ts';
import { Client } from './client.ts';
import { serveClientFiles } from './client-files.ts';
import { ForeignBroadcasts } from './foreign-broadcast.ts';
import { closeHttpServer, type HttpTarget, isHttpTarget, listeningOn, type ServerTarget } from './http-target.ts';
import { type ListenerErrorPlace, Namespace, type NamespaceMiddleware, type NamespaceReservedEvents } from './namespace.ts';
import { matcherOf, type NamespaceMatcher, ParentNamespace } from './parent-namespace.ts';
import { type AdapterConstructor, type ServerOptions, withDefaults } from './server-options.ts';
import { SessionAwareAdapter } from './session-aware-adapter.ts';
import type { Socket } from './socket.ts';

export interface CloseOptions {
  /** Leaves the HTTP server, and its other listeners, as they are. `false`. */
  readonly keepHttpServer?: boolean;
}

/** As the client is told. */
export type NamespaceRefusal = 'Invalid namespace' | 'Too many namespaces';

interface NamespaceParent<Parent> {
  readonly matcher: NamespaceMatcher;
  readonly parent: Parent;
  /** `null`: a function decides. */
  readonly pattern: RegExp | null;
}

const CONNECT_TIMEOUT_MS = 45_000;
const NO_ROOMS: readonly string[] = [];

export class Server<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: the program's own data, as in `socket.io`
  SocketData = any,
> extends Broadcaster<EmitEvents, ServerSideEvents, SocketData, NamespaceReservedEvents<ListenEvents, EmitEvents, ServerSideEvents, SocketData>> {
  /** The namespace `/`, which this server's own methods speak for. */
  readonly sockets: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  readonly tap = new Tap();
  /** @internal Who shows each event of each socket. */
  readonly eventWatches = new EventWatches();
  /** @internal What was given, with the defaults of its parts. Adapters read it. */
  readonly opts: Partial<ServerOptions>;
  /** @internal */ readonly codec: PacketCodec;
  /** @internal */ readonly foreignBroadcasts: ForeignBroadcasts;
  /** @internal */ connectDeadlines: DeadlineQueue<Client>;
  /** @internal By name. `@socket.io/admin-ui` reads it. */
  readonly _nsps = new Map<string, Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>();
  #engine: Engine | undefined;
  #httpServer: HttpTarget | undefined;
  #path: string;
  #connectTimeout: number;
  #servesClient: boolean;
  #adapter: AdapterConstructor;
  readonly #parents: NamespaceParent<ParentNamespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>[] = [];

  constructor(options?: Partial<ServerOptions>);
  constructor(target?: ServerTarget, options?: Partial<ServerOptions>);
  constructor(target: ServerTarget | Partial<ServerOptions> | undefined, options?: Partial<ServerOptions>);
  constructor(first?: ServerTarget | Partial<ServerOptions>, second?: Partial<ServerOptions>) {
    super();
    const isOptions = typeof first === 'object' && !isHttpTarget(first);
    this.opts = withDefaults((isOptions ? first : second) ?? {});
    this.#path = withoutSlash(this.opts.path ?? '/socket.io');
    this.#servesClient = this.opts.serveClient ?? true;
    this.#adapter = this.opts.adapter ?? (this.opts.connectionStateRecovery === undefined ? Adapter : SessionAwareAdapter);
    // 0 is not "at once" but the default, as in `socket.io`.
    this.#connectTimeout = this.opts.connectTimeout || CONNECT_TIMEOUT_MS;
    this.connectDeadlines = connectDeadlines(this.#connectTimeout);
    this.codec = new PacketCodec(this.opts.parser, limitsOf(this.opts.limits));
    this.foreignBroadcasts = new ForeignBroadcasts(this.tap, (packet, encoded, recipients, options) => {
      this.tapPacket('out', packet, encoded, null, null, recipients, options);
    });
    this.sockets = this.of('/');
    if (!isOptions && first !== undefined) this.attach(first);
  }

  /** Engine.IO's server: its middlewares, events and sessions. */
  get engine(): Engine {
    this.#engine ??= this.#createEngine(this.opts);
    return this.#engine;
  }

  /** What it was attached to last. */
  get httpServer(): HttpTarget {
    // Whoever asks has attached it: `socket.io` says so too.
    return this.#httpServer as HttpTarget;
  }

  /** What adapters encode packets with. */
  get encoder(): PacketEncoder {
    return this.codec.encoder;
  }

  /** Where clients connect, without the slash at its end. */
  path(): string;
  path(path: string): this;
  path(path?: string): string | this {
    if (path === undefined) return this.#path;
    this.#path = withoutSlash(path);
    return this;
  }

  /** After this many ms a client that joined no namespace is closed. */
  connectTimeout(): number;
  connectTimeout(timeout: number): this;
  connectTimeout(timeout?: number): number | this {
    if (timeout === undefined) return this.#connectTimeout;
    this.#connectTimeout = timeout;
    // Those that are waiting keep the time they were given.
    this.connectDeadlines = connectDeadlines(timeout);
    return this;
  }

  /** Whether the browser's client is served; asked when the server is attached. */
  serveClient(): boolean;
  serveClient(isServed: boolean): this;
  serveClient(isServed?: boolean): boolean | this {
    if (isServed === undefined) return this.#servesClient;
    this.#servesClient = isServed;
    return this;
  }

  /** What the adapters of namespaces are made with; given another, each namespace gets a new one. */
  adapter(): AdapterConstructor;
  adapter(adapter: AdapterConstructor): this;
  adapter(adapter?: AdapterConstructor): AdapterConstructor | this {
    if (adapter === undefined) return this.#adapter;
    this.#adapter = adapter;
    for (const namespace of this._nsps.values()) namespace.replaceAdapter();
    return this;
  }

  /**
   * Serves an HTTP server beside its own listeners, or listens on a port of its own. Of `options`, those of the engine and
   * `path` count, where the constructor was not given them.
   */
  attach(target: ServerTarget, options: Partial<ServerOptions> = {}): this {
    if (typeof target === 'function') {
      throw new UsageError('INVALID_OPTION', 'You are trying to attach to an Express request handler: pass the http.Server instead');
    }
    const merged = { ...options, ...this.opts };
    if (Object.keys(options).length > 0) {
      if (this.#engine !== undefined && this.#engine.httpServer === undefined) {
        throw new UsageError(
          'INVALID_OPTION',
          'options for an engine that is in use: give them to the constructor, or attach before io.engine is used',
        );
      }
      this.#engine = this.#createEngine(merged);
      if (merged.path !== undefined) this.#path = withoutSlash(merged.path);
    }
    const httpServer = isHttpTarget(target) ? target : listeningOn(target);
    this.#httpServer = httpServer;
    this.engine.attach(httpServer, { ...merged, path: this.#path });
    if (this.#servesClient) serveClientFiles(httpServer, this.#path, merged.cors);
    return this;
  }

  listen(target: ServerTarget, options: Partial<ServerOptions> = {}): this {
    return this.attach(target, options);
  }

  /** Serves the sessions of `engine` too, which was attached, or is fed, elsewhere. */
  bind(engine: Engine): this {
    this.#engine = engine;
    engine.on('connection', (session: Session) => this.#onSession(session));
    return this;
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
  async close(options?: CloseOptions | ((error?: Error) => void)): Promise<void> {
    for (const namespace of this._nsps.values()) {
      for (const socket of [...namespace.sockets.values()]) socket.onClose('server shutting down');
    }
    await Promise.allSettled([...this._nsps.values()].map(async (namespace) => namespace.adapter.close()));
    this.#engine?.close();
    if (typeof options === 'object' && options.keepHttpServer) return;
    const error = await closeHttpServer(this.#httpServer);
    if (typeof options === 'function') options(error);
  }

  /** Runs before a socket is let into `/`, in the order they were added. */
  use(middleware: NamespaceMiddleware<Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>): this {
    this.sockets.use(middleware);
    return this;
  }

  /** See `Namespace.serverSideEmit`. */
  serverSideEmit<Event extends EventNames<ServerSideEvents>>(
    event: Event,
    ...args: EventParams<WithMultipleResponses<ServerSideEvents>, Event>
  ): boolean {
    return this.sockets.serverSideEmit(event, ...args);
  }

  serverSideEmitWithAck<Event extends EventNames<ServerSideEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<ServerSideEvents, Event>
  ): Promise<AckResult<Last<EventParams<ServerSideEvents, Event>>>[]> {
    return this.sockets.serverSideEmitWithAck(event, ...args);
  }

  /** @internal */
  everyone(): BroadcastOperator<EmitEvents, SocketData> {
    return this.sockets.everyone();
  }

  // ---- for the parts of this server ----

  /** @internal Returns whether somebody wants to know what a listener of the program threw. */
  tellListenerError(error: unknown, place: ListenerErrorPlace): boolean {
    // What a listener of this very event throws is uncaught.
    if (this.sockets.listenerCount('listener_error') === 0 || place.event === 'listener_error') return false;
    this.sockets.tell('listener_error', [error, place]);
    return true;
  }

  /** @internal A namespace that came into being. */
  add(namespace: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>): void {
    this._nsps.set(namespace.name, namespace);
    this.tap.listener?.({ type: 'namespace_create', at: tapTime(), namespace: namespace.name });
    if (namespace.name !== '/') this.sockets.tell('new_namespace', [namespace]);
  }

  /** @internal A namespace that nobody needs any more. */
  remove(namespace: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>): void {
    void namespace.adapter.close();
    this._nsps.delete(namespace.name);
  }

  /** @internal The namespace of this name, if there is one. */
  namespace(name: string): Namespace | undefined {
    return this._nsps.get(name);
  }

  /** @internal Asks the parents in order whether a client may have `name`; answers with what it is refused with when none allows it. */
  createFor(name: string, auth: Readonly<Record<string, unknown>>, limits: Limits, done: (answer: Namespace | NamespaceRefusal) => void): void {
    const ask = (index: number): void => {
      const entry = this.#parents[index];
      if (entry === undefined) {
        done('Invalid namespace');
        return;
      }
      let isAnswered = false;
      callSafely(entry.matcher, name, auth, (error, isAllowed) => {
        if (isAnswered) return;
        isAnswered = true;
        if (error || !isAllowed) ask(index + 1);
        // Another client may have been given it in the meantime.
        else done(this.namespace(name) ?? (this.#isFull(limits) ? 'Too many namespaces' : entry.parent.createChild(name)));
      });
    };
    ask(0);
  }

  /** @internal */
  tapPacket(
    direction: 'in' | 'out',
    packet: Packet,
    encoded: EncodedPacket,
    socketId: SocketId | null,
    engineId: string | null,
    recipients: number,
    broadcast: BroadcastOptions | undefined,
  ): void {
    if (this.tap.listener === undefined) return;
    const rooms = broadcast === undefined ? NO_ROOMS : [...broadcast.rooms];
    const except = broadcast?.except === undefined ? NO_ROOMS : [...broadcast.except];
    const place = { direction, socketId, engineId, recipients, rooms, except };
    this.tap.listener(packetRecord(packet, encoded, this.codec.textForm(packet, encoded), place));
  }

  #createEngine(options: Partial<ServerOptions>): Engine {
    const engine = new Engine(options, this.tap);
    return engine.on('connection', (session: Session) => this.#onSession(session));
  }

  /** Whether clients have made as many namespaces as they may. */
  #isFull({ dynamicNamespaces }: Limits): boolean {
    return this.#parents.reduce((sum, { parent }) => sum + parent.adapter.children.size, 0) >= dynamicNamespaces;
  }

  #onSession(session: Session): void {
    const client = new Client(this, session);
    if (session.protocol === 3) client.connectImplicitly();
  }

  #named(given: string): Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
    const name = given.startsWith('/') ? given : `/${given}`;
    const existing = this._nsps.get(name);
    if (existing !== undefined) return existing;
    const parent = this.#parents.find(({ pattern }) => pattern?.test(name))?.parent;
    if (parent !== undefined) return parent.createChild(name);
    const namespace = new Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>(this, name);
    this.add(namespace);
    return namespace;
  }

  #matching(pattern: RegExp | NamespaceMatcher): Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
    const parent = new ParentNamespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>(this);
    this.#parents.push({ matcher: matcherOf(pattern), parent, pattern: pattern instanceof RegExp ? pattern : null });
    return parent;
  }
}

// What an emitter can do, the server does as its namespace `/`.
for (const method of [...Object.getOwnPropertyNames(EventEmitter.prototype), ...Object.getOwnPropertyNames(TypedEmitter.prototype)]) {
  if (method === 'constructor' || method.startsWith('_') || Object.hasOwn(Broadcaster.prototype, method)) continue;
  const inNamespace: unknown = Reflect.get(Namespace.prototype, method);
  if (typeof inNamespace !== 'function') continue;
  Object.defineProperty(Server.prototype, method, {
    configurable: true,
    writable: true,
    value(this: Server, ...args: unknown[]): unknown {
      const result: unknown = Reflect.apply(inNamespace, this.sockets, args);
      return result === this.sockets ? this : result;
    },
  });
}

function connectDeadlines(timeoutMs: number): DeadlineQueue<Client> {
  return new DeadlineQueue(timeoutMs, (client) => client.onConnectLate());
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
