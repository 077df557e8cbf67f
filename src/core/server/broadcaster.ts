import {
  type AckResult,
  type ArgsWithoutAck,
  type EventNames,
  type EventParams,
  type EventsMap,
  type Last,
  TypedEmitter,
  type WithMultipleResponses,
  type WithTimeout,
} from '../events/typed-events.ts';
import type { Room, SocketId } from './adapter.ts';
import type { BroadcastOperator } from './broadcast.ts';
import type { RemoteSocket } from './remote-socket.ts';

/** What a namespace, and a server for its namespace `/`, can say to all of its sockets. */
export abstract class Broadcaster<
  EmitEvents extends EventsMap,
  ServerSideEvents extends EventsMap,
  SocketData,
  ReservedEvents extends EventsMap,
> extends TypedEmitter<ServerSideEvents, ReservedEvents> {
  /** @internal */
  abstract everyone(): BroadcastOperator<EmitEvents, SocketData>;

  /** Everyone in `room`; of several rooms, everyone who is in one of them. */
  to(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.everyone().to(room);
  }

  in(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.everyone().to(room);
  }

  /** Everyone who is not in `room`. */
  except(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.everyone().except(room);
  }

  compress(compress: boolean): BroadcastOperator<EmitEvents, SocketData> {
    return this.everyone().compress(compress);
  }

  /** May be dropped for sockets whose connection can't take it now. */
  get volatile(): BroadcastOperator<EmitEvents, SocketData> {
    return this.everyone().volatile;
  }

  /** Only the sockets of this server of a cluster. */
  get local(): BroadcastOperator<EmitEvents, SocketData> {
    return this.everyone().local;
  }

  /** How long acknowledgements may take, ms. */
  timeout(timeout: number): BroadcastOperator<WithTimeout<EmitEvents>, SocketData> {
    return this.everyone().timeout(timeout);
  }

  /** Acknowledgements are waited for until `signal` aborts. */
  withSignal(signal: AbortSignal): BroadcastOperator<EmitEvents, SocketData> {
    return this.everyone().withSignal(signal);
  }

  /** See `BroadcastOperator.emit`. */
  override emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<WithMultipleResponses<EmitEvents>, Event>): boolean {
    return this.everyone().emit(event, ...args);
  }

  emitWithAck<Event extends EventNames<EmitEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<EmitEvents, Event>
  ): Promise<AckResult<Last<EventParams<EmitEvents, Event>>>[]> {
    return this.everyone().emitWithAck(event, ...args);
  }

  send(...args: EventParams<EmitEvents, 'message'>): this {
    // A map may have no such event: then it has no arguments either.
    this.everyone().emit('message', ...(args as never));
    return this;
  }

  write(...args: EventParams<EmitEvents, 'message'>): this {
    return this.send(...args);
  }

  /** @deprecated Use `fetchSockets`. */
  allSockets(): Promise<Set<SocketId>> {
    return this.everyone().allSockets();
  }

  /** The sockets of the whole cluster. */
  fetchSockets(): Promise<RemoteSocket<EmitEvents, SocketData>[]> {
    return this.everyone().fetchSockets();
  }

  socketsJoin(room: Room | readonly Room[]): void {
    this.everyone().socketsJoin(room);
  }

  socketsLeave(room: Room | readonly Room[]): void {
    this.everyone().socketsLeave(room);
  }

  /** Everyone leaves `room`. */
  closeRoom(room: Room): void {
    this.everyone().to(room).socketsLeave(room);
  }

  /** `close`: their whole connections; else this namespace. */
  disconnectSockets(close = false): void {
    this.everyone().disconnectSockets(close);
  }
}
