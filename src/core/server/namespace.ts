import type { EventEmitter } from 'node:events';
import { UsageError } from '../errors.ts';
import type {
  AckResult,
  ArgsWithoutAck,
  DefaultEventsMap,
  EventNames,
  EventParams,
  EventsMap,
  Last,
  WithMultipleResponses,
} from '../events/typed-events.ts';
import { PACKET } from '../protocol/packet.ts';
import { type Tap, tapTime } from '../tap.ts';
import { callSafely } from '../uncaught.ts';
import { Adapter, type Room, type SocketId } from './adapter.ts';
import { BroadcastOperator } from './broadcast.ts';
import { Broadcaster } from './broadcaster.ts';
import type { Client } from './client.ts';
import { runMiddlewares } from './middlewares.ts';
import type { Server } from './server.ts';
import { createAdapter } from './server-options.ts';
import { Socket } from './socket.ts';

const RESERVED_SERVER_EVENTS: ReadonlySet<string> = new Set(['connect', 'connection', 'new_namespace', 'listener_error']);
const NOTHING_MISSED: readonly unknown[][] = [];

/** What is kept of a client that lost its connection. */
export interface RecoverableSession {
  readonly sid: SocketId;
  /** Private: what the client shows to be let on. */
  readonly pid: string;
  readonly rooms: readonly Room[];
  readonly data: unknown;
}

/** What a client that lost its connection had, and has missed since. */
export interface RestoredSession extends RecoverableSession {
  /** The data of events, oldest first. */
  readonly missedPackets: readonly unknown[][];
}

export interface NamespaceReservedEvents<
  ListenEvents extends EventsMap,
  EmitEvents extends EventsMap,
  ServerSideEvents extends EventsMap,
  SocketData,
> {
  connect: (socket: Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>) => void;
  connection: (socket: Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>) => void;
  /** Of `/` only. */
  new_namespace: (namespace: Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>) => void;
  /** Of `/` only: a listener of the program threw, or the promise it returned was rejected. */
  listener_error: (error: unknown, where: ListenerErrorPlace) => void;
}

/** Where a listener failed. */
export interface ListenerErrorPlace {
  readonly event: string | symbol;
  readonly namespace: string;
  /** Of a socket's listener. */
  readonly socket?: Socket | undefined;
}

/** An error given to `next` refuses the connection; its `data` is sent with its message. */
export interface ExtendedError extends Error {
  data?: unknown;
}

export type NamespaceMiddleware<SocketType> = (socket: SocketType, next: (error?: ExtendedError | null) => void) => void;

export class Namespace<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: the program's own data, as in `socket.io`
  SocketData = any,
> extends Broadcaster<EmitEvents, ServerSideEvents, SocketData, NamespaceReservedEvents<ListenEvents, EmitEvents, ServerSideEvents, SocketData>> {
  readonly name: string;
  readonly server: Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  readonly sockets = new Map<SocketId, Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>();
  adapter: Adapter;
  /** @internal The next acknowledgement's id: unique in the namespace, so that a broadcast can use one for all. Adapters count on. */
  _ids = 0;
  /** @internal Whether its adapter extends a base class of others. */
  hasForeignAdapter = false;
  /** @internal Its last socket has left. */
  onEmpty: (() => void) | undefined;
  protected middlewares: NamespaceMiddleware<Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>[] = [];
  /** Ids of those that a middleware has not decided about, and private ids of those that are being restored. */
  readonly #connecting = new Set<string>();
  /** By private id. */
  readonly #recoverable = new Map<string, Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>();

  constructor(server: Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData>, name: string) {
    super();
    this.server = server;
    this.name = name;
    this.adapter = this.makeAdapter();
    this.#startAdapter();
  }

  protected makeAdapter(): Adapter {
    return createAdapter(this.server.adapter(), this);
  }

  /** Runs before a socket is let in, in the order they were added. */
  use(middleware: NamespaceMiddleware<Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>): this {
    this.middlewares.push(middleware);
    return this;
  }

  /** To the other servers of the cluster: they get it as an event of this namespace. An acknowledgement is called with what each of them answers. */
  serverSideEmit<Event extends EventNames<ServerSideEvents>>(
    event: Event,
    ...args: EventParams<WithMultipleResponses<ServerSideEvents>, Event>
  ): boolean;
  serverSideEmit(event: string, ...args: unknown[]): boolean {
    if (RESERVED_SERVER_EVENTS.has(event)) throw new UsageError('RESERVED_EVENT', `"${event}" is a reserved event name`);
    // Some adapters take the acknowledgement off the array, others answer with a promise.
    void Promise.resolve(this.adapter.serverSideEmit([event, ...args])).catch((error: unknown) => this.#onAdapterError(error));
    return true;
  }

  /** Resolves with what the other servers answer; rejects with an error that has those which came in time as `responses`. */
  serverSideEmitWithAck<Event extends EventNames<ServerSideEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<ServerSideEvents, Event>
  ): Promise<AckResult<Last<EventParams<ServerSideEvents, Event>>>[]>;
  serverSideEmitWithAck(event: string, ...args: unknown[]): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      (this.serverSideEmit as (event: string, ...args: unknown[]) => boolean).call(this, event, ...args, (error: unknown, responses: unknown[]) => {
        if (error instanceof Error) reject(Object.assign(error, { responses }));
        else resolve(responses);
      });
    });
  }

  /** @internal */
  everyone(): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator<EmitEvents, SocketData>(this);
  }

  /** @internal Lets a client in, or tells it why not. */
  connect(client: Client, auth: Readonly<Record<string, unknown>> | undefined): void {
    const { pid, offset } = auth ?? {};
    // A client that was sent nothing has no offset, of which adapters of others know nothing.
    const isOffset = typeof offset === 'string' || (offset === undefined && !this.hasForeignAdapter);
    const mayRecover = this.server.opts.connectionStateRecovery !== undefined && typeof pid === 'string' && isOffset;
    if (mayRecover) void this.#recover(client, auth, pid, offset);
    else this.#consider(new Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>(this, client, auth), NOTHING_MISSED);
  }

  /** @internal The server was given another adapter. */
  replaceAdapter(): void {
    this.adapter = this.makeAdapter();
    this.#startAdapter();
  }

  /** @internal */
  remove(socket: { readonly id: SocketId; readonly pid?: string | undefined }): void {
    if (socket.pid !== undefined) this.#recoverable.delete(socket.pid);
    if (!this.sockets.delete(socket.id)) this.#connecting.delete(socket.id);
    if (this.sockets.size === 0 && this.#connecting.size === 0) this.onEmpty?.();
  }

  /** @internal Nobody waits for the acknowledgements of this broadcast any more. */
  forgetAcks(id: number): void {
    for (const socket of this.sockets.values()) socket.takeAck(id);
  }

  /** @internal What another server of the cluster says: the name comes first. Adapters call it. */
  _onServerSideEmit([event, ...args]: [string, ...unknown[]]): void {
    if (!RESERVED_SERVER_EVENTS.has(event)) this.tell(event, args);
  }

  /** @internal */
  override onListenerError(error: unknown, event: string | symbol, isRejection: boolean): void {
    if (!this.server.tellListenerError(error, { event, namespace: this.name })) super.onListenerError(error, event, isRejection);
  }

  async #recover(client: Client, auth: Readonly<Record<string, unknown>> | undefined, pid: string, offset: string | undefined): Promise<void> {
    let session: RestoredSession | null | undefined;
    this.#connecting.add(pid);
    client.onConnecting(this.name, null);
    this.#endFormer(pid);
    try {
      session = await this.adapter.restoreSession(pid, offset);
    } catch (error) {
      // The client starts anew, as when its session is too old.
      this.#onAdapterError(error);
    } finally {
      this.#connecting.delete(pid);
    }
    if (client.conn.readyState !== 'open') {
      if (session) this.#keepOn(session);
      client.onConnected(this.name, null);
      return;
    }
    const socket = new Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>(this, client, auth, session ?? undefined);
    this.#consider(socket, session?.missedPackets ?? NOTHING_MISSED);
  }

  /** A client that is back before its former connection was found to be dead: that one ends now, so that there is a session to restore. */
  #endFormer(pid: string): void {
    this.#recoverable.get(pid)?.client.conn.end('transport close');
  }

  /** Its client was gone before the session was here: it may come back once more. */
  #keepOn({ sid, pid, rooms, data }: RestoredSession): void {
    callSafely(() => this.adapter.persistSession({ sid, pid, rooms, data }));
  }

  #consider(socket: Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>, missedPackets: readonly unknown[][]): void {
    const isAdmitted = socket.recovered && this.server.opts.connectionStateRecovery?.skipMiddlewares;
    if (this.middlewares.length === 0 || isAdmitted) {
      this.#onDecision(socket, missedPackets, null);
      return;
    }
    this.#connecting.add(socket.id);
    socket.client.onConnecting(this.name, socket);
    runMiddlewares(this.middlewares, socket, (error) => {
      this.#connecting.delete(socket.id);
      this.#onDecision(socket, missedPackets, error);
    });
  }

  #onDecision(
    socket: Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>,
    missedPackets: readonly unknown[][],
    error: ExtendedError | null,
  ): void {
    const { client } = socket;
    const isOpen = client.conn.readyState === 'open';
    if (isOpen && error === null) {
      client.onConnected(this.name, socket);
      this.sockets.set(socket.id, socket);
      if (socket.pid !== undefined) this.#recoverable.set(socket.pid, socket);
      socket.open(missedPackets);
      this.tell('connect', [socket]);
      this.tell('connection', [socket]);
      return;
    }
    socket.leaveForGood();
    client.onConnected(this.name, null);
    if (isOpen && error !== null) refuse(client, this.name, error);
  }

  #startAdapter(): void {
    this.hasForeignAdapter = !(this.adapter instanceof Adapter);
    if (this.hasForeignAdapter) tapRooms(this.adapter, this.name, this.server.tap);
    void Promise.resolve(this.adapter.init()).catch((error: unknown) => this.#onAdapterError(error));
  }

  #onAdapterError(error: unknown): void {
    // An adapter that can't reach its medium goes on for the sockets of this server.
    if (this.adapter.listenerCount('error') > 0) this.adapter.emit('error', error);
  }
}

/** The socket's rooms as an adapter of another base class tells them. */
function tapRooms(adapter: EventEmitter, namespace: string, tap: Tap): void {
  for (const [event, type] of [
    ['join-room', 'room_join'],
    ['leave-room', 'room_leave'],
  ] as const) {
    adapter.on(event, (room: Room, socketId: SocketId) => tap.listener?.({ type, at: tapTime(), namespace, room, socketId }));
  }
}

function refuse(client: Client, namespace: string, { message, data }: ExtendedError): void {
  // Revision 4 has the message or the data, and no object around them.
  const inRevision4 = data ?? message;
  const inRevision5 = data === undefined ? { message } : { message, data };
  client.packet({ type: PACKET.CONNECT_ERROR, nsp: namespace, data: client.conn.protocol === 3 ? inRevision4 : inRevision5 }, null);
}
