import { generateId } from '../engine/generate-id.ts';
import { PACKET } from '../protocol/packet.ts';
import { Adapter, type Room, type SocketId } from './adapter.ts';
import { BroadcastOperator } from './broadcast.ts';
import type { Client } from './client.ts';
import { runMiddlewares } from './middlewares.ts';
import type { RemoteSocket } from './remote-socket.ts';
import type { Server } from './server.ts';
import { Socket } from './socket.ts';
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
  type WithTimeout,
} from './typed-events.ts';

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
}

/** An error given to `next` refuses the connection; its `data` is sent with its message. */
export interface ConnectionError extends Error {
  readonly data?: unknown;
}

export type NamespaceMiddleware<SocketType> = (socket: SocketType, next: (error?: ConnectionError | null) => void) => void;

export class Namespace<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: the program's own data, as in `socket.io`
  SocketData = any,
> extends TypedEmitter<ServerSideEvents, NamespaceReservedEvents<ListenEvents, EmitEvents, ServerSideEvents, SocketData>> {
  readonly name: string;
  readonly server: Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  readonly sockets = new Map<SocketId, Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>();
  readonly adapter: Adapter;
  protected middlewares: NamespaceMiddleware<Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>[] = [];
  #lastAckId = 0;

  constructor(server: Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData>, name: string) {
    super();
    this.server = server;
    this.name = name;
    this.adapter = this.createAdapter();
  }

  protected createAdapter(): Adapter {
    return new Adapter(this);
  }

  /** Runs before a socket is let in, in the order they were added. */
  use(middleware: NamespaceMiddleware<Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>>): this {
    this.middlewares.push(middleware);
    return this;
  }

  to(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.#everyone().to(room);
  }

  in(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.#everyone().to(room);
  }

  except(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.#everyone().except(room);
  }

  compress(compress: boolean): BroadcastOperator<EmitEvents, SocketData> {
    return this.#everyone().compress(compress);
  }

  get volatile(): BroadcastOperator<EmitEvents, SocketData> {
    return this.#everyone().volatile;
  }

  get local(): BroadcastOperator<EmitEvents, SocketData> {
    return this.#everyone().local;
  }

  /** How long acknowledgements may take, ms. */
  timeout(timeout: number): BroadcastOperator<WithTimeout<EmitEvents>, SocketData> {
    return this.#everyone().timeout(timeout);
  }

  /** To every socket of the namespace; see `BroadcastOperator.emit`. */
  override emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<WithMultipleResponses<EmitEvents>, Event>): boolean {
    return this.#everyone().emit(event, ...args);
  }

  emitWithAck<Event extends EventNames<EmitEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<EmitEvents, Event>
  ): Promise<AckResult<Last<EventParams<EmitEvents, Event>>>[]> {
    return this.#everyone().emitWithAck(event, ...args);
  }

  send(...args: EventParams<EmitEvents, 'message'>): this {
    this.#everyone().emit('message', ...(args as never));
    return this;
  }

  write(...args: EventParams<EmitEvents, 'message'>): this {
    return this.send(...args);
  }

  /** @deprecated Use `fetchSockets`. */
  allSockets(): Promise<Set<SocketId>> {
    return this.#everyone().allSockets();
  }

  fetchSockets(): Promise<RemoteSocket<EmitEvents, SocketData>[]> {
    return this.#everyone().fetchSockets();
  }

  socketsJoin(room: Room | readonly Room[]): void {
    this.#everyone().socketsJoin(room);
  }

  socketsLeave(room: Room | readonly Room[]): void {
    this.#everyone().socketsLeave(room);
  }

  disconnectSockets(close = false): void {
    this.#everyone().disconnectSockets(close);
  }

  /** @internal Lets a client in, or tells it why not. */
  connect(client: Client, auth: Readonly<Record<string, unknown>>): void {
    const socket = new Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>(this, client, generateId(), auth);
    client.onConnecting(this.name, socket);
    if (this.middlewares.length === 0) this.#onDecision(socket, null);
    else runMiddlewares(this.middlewares, socket, (error) => this.#onDecision(socket, error));
  }

  /** @internal */
  remove(socket: { readonly id: SocketId }): void {
    this.sockets.delete(socket.id);
  }

  /** @internal Acknowledgement ids are unique in the namespace, so that a broadcast can use one for all. */
  nextAckId(): number {
    return this.#lastAckId++;
  }

  /** @internal Nobody waits for the acknowledgements of this broadcast any more. */
  forgetAcks(id: number): void {
    for (const socket of this.sockets.values()) socket.acks.take(id);
  }

  #onDecision(socket: Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>, error: ConnectionError | null): void {
    const { client } = socket;
    const isOpen = client.conn.readyState === 'open';
    if (isOpen && error === null) {
      client.onConnected(this.name, socket);
      this.#open(socket);
      return;
    }
    socket.leaveForGood();
    client.onConnected(this.name, null);
    if (isOpen && error !== null) refuse(client, this.name, error);
  }

  #open(socket: Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>): void {
    this.sockets.set(socket.id, socket);
    socket.open();
    this.tell('connect', [socket]);
    this.tell('connection', [socket]);
  }

  #everyone(): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator<EmitEvents, SocketData>(this);
  }
}

function refuse(client: Client, namespace: string, error: ConnectionError): void {
  const data = error.data === undefined ? { message: error.message } : { message: error.message, data: error.data };
  client.packet({ type: PACKET.CONNECT_ERROR, nsp: namespace, data }, null);
}
