import { UsageError } from '../errors.ts';
import { RESERVED_EVENTS } from '../protocol/decode.ts';
import { PACKET } from '../protocol/packet.ts';
import { type AckCallback, ackTimeout } from './acks.ts';
import type { BroadcastFlags, BroadcastOptions, BroadcastPacket, Room, SocketId } from './adapter.ts';
import type { Namespace } from './namespace.ts';
import { RemoteSocket } from './remote-socket.ts';
import type {
  AckResult,
  ArgsWithoutAck,
  DefaultEventsMap,
  EventNames,
  EventParams,
  EventsMap,
  Last,
  WithMultipleResponses,
  WithTimeout,
} from './typed-events.ts';

/**
 * Who gets a broadcast, and how. Immutable: each modifier returns a new one.
 *
 *   io.to('a').to('b').except('c').emit('hello')     everyone in a or b who is not in c, once
 */
export class BroadcastOperator<EmitEvents extends EventsMap = DefaultEventsMap, SocketData = unknown> {
  readonly #nsp: Namespace;
  readonly #rooms: ReadonlySet<Room>;
  readonly #except: ReadonlySet<Room>;
  readonly #flags: BroadcastFlags;

  constructor(nsp: Namespace, rooms: ReadonlySet<Room> = new Set(), except: ReadonlySet<Room> = new Set(), flags: BroadcastFlags = {}) {
    this.#nsp = nsp;
    this.#rooms = rooms;
    this.#except = except;
    this.#flags = flags;
  }

  to(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator(this.#nsp, withRooms(this.#rooms, room), this.#except, this.#flags);
  }

  in(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.to(room);
  }

  except(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator(this.#nsp, this.#rooms, withRooms(this.#except, room), this.#flags);
  }

  compress(compress: boolean): BroadcastOperator<EmitEvents, SocketData> {
    return this.#with({ compress });
  }

  get volatile(): BroadcastOperator<EmitEvents, SocketData> {
    return this.#with({ volatile: true });
  }

  get local(): BroadcastOperator<EmitEvents, SocketData> {
    return this.#with({ local: true });
  }

  /** How long acknowledgements may take, ms. */
  timeout(timeout: number): BroadcastOperator<WithTimeout<EmitEvents>, SocketData> {
    return new BroadcastOperator(this.#nsp, this.#rooms, this.#except, { ...this.#flags, timeout });
  }

  /**
   * With a callback as the last argument, it is called once with all acknowledgements, or with an error whose
   * `responses` are those that came in time. Throws a UsageError `RESERVED_EVENT`.
   */
  emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<WithMultipleResponses<EmitEvents>, Event>): true;
  emit(event: string, ...args: unknown[]): true {
    checkEventName(event);
    const last = args.at(-1);
    if (typeof last === 'function') this.#emitWithCallback([event, ...args.slice(0, -1)], last as AckCallback);
    else this.#nsp.adapter.broadcast({ type: PACKET.EVENT, nsp: this.#nsp.name, data: [event, ...args] }, this.#options());
    return true;
  }

  /** Resolves with all acknowledgements; rejects with an error that has those which came in time as `responses`. */
  emitWithAck<Event extends EventNames<EmitEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<EmitEvents, Event>
  ): Promise<AckResult<Last<EventParams<EmitEvents, Event>>>[]>;
  emitWithAck(event: string, ...args: unknown[]): Promise<unknown[]> {
    checkEventName(event);
    return new Promise((resolve, reject) => {
      this.#emitWithCallback([event, ...args], (error, responses) => {
        if (error instanceof Error) reject(Object.assign(error, { responses }));
        else resolve(responses as unknown[]);
      });
    });
  }

  /** @deprecated Use `fetchSockets`. */
  allSockets(): Promise<Set<SocketId>> {
    return this.#nsp.adapter.sockets(this.#rooms);
  }

  async fetchSockets(): Promise<RemoteSocket<EmitEvents, SocketData>[]> {
    const sockets = await this.#nsp.adapter.fetchSockets(this.#options());
    return sockets.map((socket) => {
      // A socket of this process is itself: it has all that a remote one has, and answers the same.
      if ('client' in socket) return socket as unknown as RemoteSocket<EmitEvents, SocketData>;
      const alone = new BroadcastOperator<EmitEvents, SocketData>(this.#nsp, new Set([socket.id]), new Set(), { expectSingleResponse: true });
      return new RemoteSocket(socket, alone);
    });
  }

  socketsJoin(room: Room | readonly Room[]): void {
    this.#nsp.adapter.addSockets(this.#options(), asArray(room));
  }

  socketsLeave(room: Room | readonly Room[]): void {
    this.#nsp.adapter.delSockets(this.#options(), asArray(room));
  }

  disconnectSockets(close = false): void {
    this.#nsp.adapter.disconnectSockets(this.#options(), close);
  }

  #emitWithCallback(data: readonly unknown[], callback: AckCallback): void {
    const packet: BroadcastPacket = { type: PACKET.EVENT, nsp: this.#nsp.name, data };
    const responses: unknown[] = [];
    let expected = -1;
    let isSettled = false;
    const settle = (error: Error | null): void => {
      isSettled = true;
      clearTimeout(timer);
      if (this.#flags.expectSingleResponse) callback(error, error === null ? responses[0] : null);
      else callback(error, responses);
    };
    // Without `timeout()` it fails at once, unless nobody is asked.
    const timeoutMs = this.#flags.timeout ?? 0;
    const timer = setTimeout(() => {
      if (packet.id !== undefined) this.#nsp.forgetAcks(packet.id);
      settle(ackTimeout(timeoutMs));
    }, timeoutMs);
    const settleWhenComplete = (): void => {
      if (!isSettled && responses.length === expected) settle(null);
    };
    this.#nsp.adapter.broadcastWithAck(
      packet,
      this.#options(),
      (count) => {
        expected = count;
        // Also with nobody to ask the callback comes after `emit` has returned.
        queueMicrotask(settleWhenComplete);
      },
      (response) => {
        responses.push(response);
        settleWhenComplete();
      },
    );
  }

  #options(): BroadcastOptions {
    return { rooms: this.#rooms, except: this.#except, flags: this.#flags };
  }

  #with(flags: BroadcastFlags): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator(this.#nsp, this.#rooms, this.#except, { ...this.#flags, ...flags });
  }
}

/** Throws a UsageError for a name that belongs to the library. */
export function checkEventName(event: unknown): void {
  if (RESERVED_EVENTS.has(event)) throw new UsageError('RESERVED_EVENT', `"${String(event)}" is a reserved event name`);
}

function withRooms(rooms: ReadonlySet<Room>, added: Room | readonly Room[]): ReadonlySet<Room> {
  const all = new Set(rooms);
  for (const room of asArray(added)) all.add(room);
  return all;
}

/** Whatever is not an array is one room: programs without types name rooms by numbers too. */
export function asArray(room: Room | readonly Room[]): readonly Room[] {
  return isArray(room) ? room : [room];
}

// `Array.isArray` does not narrow a readonly array.
function isArray(room: Room | readonly Room[]): room is readonly Room[] {
  return Array.isArray(room);
}
