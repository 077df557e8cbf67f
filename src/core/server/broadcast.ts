import { asError, UsageError } from '../errors.ts';
import type { AckCallback } from '../events/acks.ts';
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
} from '../events/typed-events.ts';
import { RESERVED_EVENTS } from '../protocol/decode.ts';
import { PACKET } from '../protocol/packet.ts';
import type { BroadcastFlags, BroadcastOptions, BroadcastPacket, Room, SocketId } from './adapter.ts';
import { BroadcastAcks } from './broadcast-acks.ts';
import type { Namespace } from './namespace.ts';
import { RemoteSocket, type RemoteSocketDetails } from './remote-socket.ts';
import type { Socket } from './socket.ts';

const NO_ROOMS: ReadonlySet<Room> = new Set();

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
  readonly #signal: AbortSignal | undefined;

  constructor(
    nsp: Namespace,
    rooms: ReadonlySet<Room> = NO_ROOMS,
    except: ReadonlySet<Room> = NO_ROOMS,
    flags: BroadcastFlags = {},
    signal?: AbortSignal,
  ) {
    this.#nsp = nsp;
    this.#rooms = rooms;
    this.#except = except;
    this.#flags = flags;
    this.#signal = signal;
  }

  to(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator(this.#nsp, withRooms(this.#rooms, room), this.#except, this.#flags, this.#signal);
  }

  in(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return this.to(room);
  }

  except(room: Room | readonly Room[]): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator(this.#nsp, this.#rooms, withRooms(this.#except, room), this.#flags, this.#signal);
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
    return new BroadcastOperator(this.#nsp, this.#rooms, this.#except, { ...this.#flags, timeout }, this.#signal);
  }

  /** Acknowledgements are waited for until `signal` aborts: then the error is its reason. */
  withSignal(signal: AbortSignal): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator(this.#nsp, this.#rooms, this.#except, this.#flags, signal);
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
    else this.#broadcast({ type: PACKET.EVENT, nsp: this.#nsp.name, data: [event, ...args] });
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

  /**
   * Sends an event and hands over the acknowledgements one by one, as they come. Throws, after those that came in time,
   * what `emitWithAck` would reject with.
   *
   *   for await (const answer of io.timeout(1000).acknowledgements('ping')) …
   */
  async *acknowledgements<Event extends EventNames<EmitEvents>>(
    event: Event,
    ...args: ArgsWithoutAck<EmitEvents, Event>
  ): AsyncGenerator<AckResult<Last<EventParams<EmitEvents, Event>>>, void, undefined> {
    checkEventName(event);
    const arrived: AckResult<Last<EventParams<EmitEvents, Event>>>[] = [];
    let settled: { readonly error: unknown } | undefined;
    let wake: (() => void) | undefined;
    const acks = this.#emitWithCallback([event, ...args], (error) => {
      settled = { error };
      wake?.();
    });
    acks.onResponse = (response) => {
      // What a client answers is of the type that the program says.
      arrived.push(response as (typeof arrived)[number]);
      wake?.();
    };
    try {
      for (;;) {
        yield* arrived.splice(0);
        if (arrived.length > 0) continue;
        if (settled !== undefined) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (settled.error instanceof Error) throw settled.error;
    } finally {
      // Whoever stops listening waits for no more.
      acks.fail(new Error('nobody waits for the acknowledgements any more'));
    }
  }

  /** @deprecated Use `fetchSockets`. */
  allSockets(): Promise<Set<SocketId>> {
    return this.#nsp.adapter.sockets(this.#rooms);
  }

  /**
   * The sockets of the whole cluster; those of this server are themselves. When a server does not answer in time it
   * rejects with an error whose `responses` are the sockets that are known, those of this server at least.
   */
  async fetchSockets(): Promise<RemoteSocket<EmitEvents, SocketData>[]> {
    try {
      return this.#asRemote(await this.#nsp.adapter.fetchSockets(this.#options()));
    } catch (error) {
      throw await this.#withKnownSockets(asError(error));
    }
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

  #broadcast(packet: BroadcastPacket): void {
    this.#nsp.adapter.broadcast(packet, this.#address(packet));
  }

  #emitWithCallback(data: readonly unknown[], callback: AckCallback): BroadcastAcks {
    const packet: BroadcastPacket = { type: PACKET.EVENT, nsp: this.#nsp.name, data };
    const { adapter } = this.#nsp;
    const signal = this.#signal;
    const onAbort = (): void => acks.fail(asError(signal?.reason));
    const acks = new BroadcastAcks(this.#flags.timeout, (error, responses) => {
      signal?.removeEventListener('abort', onAbort);
      if (error !== null && packet.id !== undefined) this.#nsp.forgetAcks(packet.id);
      if (this.#flags.expectSingleResponse) callback(error, error === null ? responses[0] : null);
      else callback(error, responses);
    });
    if (signal?.aborted) {
      queueMicrotask(onAbort);
      return acks;
    }
    signal?.addEventListener('abort', onAbort);
    adapter.broadcastWithAck(packet, this.#address(packet), acks.addClients, acks.addResponse);
    // Also with nobody to ask, the callback comes after `emit` has returned.
    adapter.serverCount().then(acks.expectServers, (error: unknown) => acks.fail(asError(error)));
    return acks;
  }

  #asRemote(sockets: readonly (Socket | RemoteSocketDetails)[]): RemoteSocket<EmitEvents, SocketData>[] {
    return sockets.map((socket) => {
      // A socket of this process is itself: it has all that a remote one has, and answers the same.
      if ('client' in socket) return socket as unknown as RemoteSocket<EmitEvents, SocketData>;
      const alone = new BroadcastOperator<EmitEvents, SocketData>(this.#nsp, new Set([socket.id]), new Set(), { expectSingleResponse: true });
      return new RemoteSocket(socket, alone);
    });
  }

  async #withKnownSockets(error: Error & { responses?: unknown }): Promise<Error> {
    const local = { rooms: this.#rooms, except: this.#except, flags: { ...this.#flags, local: true } };
    const known = Array.isArray(error.responses)
      ? (error.responses as (Socket | RemoteSocketDetails)[])
      : await this.#nsp.adapter.fetchSockets(local);
    return Object.assign(error, { responses: this.#asRemote(known) });
  }

  /** The options of this broadcast, kept for the tap when the adapter won't hand them on. */
  #address(packet: BroadcastPacket): BroadcastOptions {
    const options = this.#options();
    if (this.#nsp.hasForeignAdapter) this.#nsp.server.foreignBroadcasts.address(packet, options);
    return options;
  }

  #options(): BroadcastOptions {
    return { rooms: this.#rooms, except: this.#except, flags: this.#flags };
  }

  #with(flags: BroadcastFlags): BroadcastOperator<EmitEvents, SocketData> {
    return new BroadcastOperator(this.#nsp, this.#rooms, this.#except, { ...this.#flags, ...flags }, this.#signal);
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
