import type { DefaultEventsMap, EventNames, EventParams, EventsMap, WithTimeout } from '../events/typed-events.ts';
import type { Room, SocketId } from './adapter.ts';
import type { BroadcastOperator } from './broadcast.ts';
import type { Handshake } from './handshake.ts';

/** What is known of a socket wherever it is. */
export interface RemoteSocketDetails {
  readonly id: SocketId;
  readonly handshake: Handshake;
  readonly rooms: ReadonlySet<Room>;
  readonly data: unknown;
}

/** A socket as `fetchSockets` answers: of this process or another of the cluster. */
export class RemoteSocket<EmitEvents extends EventsMap = DefaultEventsMap, SocketData = unknown> {
  readonly id: SocketId;
  readonly handshake: Handshake;
  readonly rooms: ReadonlySet<Room>;
  readonly data: SocketData;
  readonly #operator: BroadcastOperator<EmitEvents, SocketData>;

  /** `operator`: to this socket alone. */
  constructor(details: RemoteSocketDetails, operator: BroadcastOperator<EmitEvents, SocketData>) {
    this.id = details.id;
    this.handshake = details.handshake;
    this.rooms = new Set(details.rooms);
    this.data = details.data as SocketData;
    this.#operator = operator;
  }

  emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<EmitEvents, Event>): true {
    // One socket answers where a broadcast expects several: the callback's type is the caller's.
    return this.#operator.emit(event, ...(args as never));
  }

  /** How long an acknowledgement may take, ms. */
  timeout(timeout: number): BroadcastOperator<WithTimeout<EmitEvents>, SocketData> {
    return this.#operator.timeout(timeout);
  }

  join(room: Room | readonly Room[]): void {
    this.#operator.socketsJoin(room);
  }

  leave(room: Room | readonly Room[]): void {
    this.#operator.socketsLeave(room);
  }

  disconnect(close = false): this {
    this.#operator.disconnectSockets(close);
    return this;
  }
}
