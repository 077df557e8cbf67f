// What a process that serves no clients tells the servers of a cluster: a worker, a job. It gets no answers.

import { UsageError } from '../../errors.ts';
import type { DefaultEventsMap, EventNames, EventParams, EventsMap } from '../../events/typed-events.ts';
import { PACKET } from '../../protocol/packet.ts';
import type { Room } from '../../server/adapter.ts';
import { asArray, checkEventName } from '../../server/broadcast.ts';
import { EMITTER_ID, type MessageBody, type MessageOptions, MessageType } from '../cluster/message.ts';
import type { Carrier } from './carrier.ts';
import { encodeMessage } from './codec.ts';
import { headOf } from './message-head.ts';

export interface EmitterOptions {
  /** Told when a message could not be sent. Without it, that is an unhandled rejection. */
  readonly onError?: (error: unknown) => void;
}

interface Target {
  readonly nsp: string;
  readonly options: MessageOptions;
}

const EVERYONE: Target = { nsp: '/', options: { rooms: [], except: [], flags: {} } };

/** Immutable, as a `BroadcastOperator` is: each modifier returns a new one. */
export class Emitter<EmitEvents extends EventsMap = DefaultEventsMap, ServerSideEvents extends EventsMap = DefaultEventsMap> {
  readonly #carrier: Carrier;
  readonly #options: EmitterOptions;
  readonly #target: Target;

  constructor(carrier: Carrier, options: EmitterOptions = {}, target: Target = EVERYONE) {
    this.#carrier = carrier;
    this.#options = options;
    this.#target = target;
  }

  /** The same for another namespace. */
  of(name: string): Emitter<EmitEvents, ServerSideEvents> {
    const nsp = name.startsWith('/') ? name : `/${name}`;
    return new Emitter(this.#carrier, this.#options, { ...this.#target, nsp });
  }

  to(room: Room | readonly Room[]): Emitter<EmitEvents, ServerSideEvents> {
    return this.#with({ rooms: [...this.#target.options.rooms, ...asArray(room)] });
  }

  in(room: Room | readonly Room[]): Emitter<EmitEvents, ServerSideEvents> {
    return this.to(room);
  }

  except(room: Room | readonly Room[]): Emitter<EmitEvents, ServerSideEvents> {
    return this.#with({ except: [...this.#target.options.except, ...asArray(room)] });
  }

  get volatile(): Emitter<EmitEvents, ServerSideEvents> {
    return this.#with({ flags: { ...this.#target.options.flags, volatile: true } });
  }

  compress(compress: boolean): Emitter<EmitEvents, ServerSideEvents> {
    return this.#with({ flags: { ...this.#target.options.flags, compress } });
  }

  /** To the clients. Throws a UsageError `RESERVED_EVENT`, or `INVALID_OPTION` for an acknowledgement. */
  emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<EmitEvents, Event>): true;
  emit(event: string, ...args: unknown[]): true {
    checkEventName(event);
    refuseCallback(args);
    this.#send({ type: MessageType.BROADCAST, data: { opts: this.#target.options, packet: { type: PACKET.EVENT, data: [event, ...args] } } });
    return true;
  }

  /** To the servers, which get it as an event of their namespace. */
  serverSideEmit<Event extends EventNames<ServerSideEvents>>(event: Event, ...args: EventParams<ServerSideEvents, Event>): void;
  serverSideEmit(event: string, ...args: unknown[]): void {
    refuseCallback(args);
    this.#send({ type: MessageType.SERVER_SIDE_EMIT, data: { packet: [event, ...args] } });
  }

  socketsJoin(room: Room | readonly Room[]): void {
    this.#send({ type: MessageType.SOCKETS_JOIN, data: { opts: this.#target.options, rooms: asArray(room) } });
  }

  socketsLeave(room: Room | readonly Room[]): void {
    this.#send({ type: MessageType.SOCKETS_LEAVE, data: { opts: this.#target.options, rooms: asArray(room) } });
  }

  /** `close`: their whole connections; else this namespace. */
  disconnectSockets(close = false): void {
    this.#send({ type: MessageType.DISCONNECT_SOCKETS, data: { opts: this.#target.options, close } });
  }

  /** Resolves once the medium has taken all that was sent before: then its connection may be closed. Rejects when it can't. */
  drained(): Promise<void> {
    return this.#carrier.flush();
  }

  #with(change: Partial<MessageOptions>): Emitter<EmitEvents, ServerSideEvents> {
    const { nsp, options } = this.#target;
    return new Emitter(this.#carrier, this.#options, { nsp, options: { ...options, ...change } });
  }

  #send(body: MessageBody): void {
    const { nsp } = this.#target;
    const message = { ...body, uid: EMITTER_ID, nsp };
    const sent = this.#carrier.send({ nsp, server: null }, encodeMessage(headOf(message), message));
    void (this.#options.onError === undefined ? sent : sent.catch(this.#options.onError));
  }
}

function refuseCallback(args: readonly unknown[]): void {
  if (typeof args.at(-1) === 'function') throw new UsageError('INVALID_OPTION', 'an emitter gets no acknowledgements');
}
