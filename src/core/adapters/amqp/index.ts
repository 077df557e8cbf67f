import type { DefaultEventsMap, EventsMap } from '../../events/typed-events.ts';
import type { Namespace } from '../../server/namespace.ts';
import { CarrierAdapter } from '../carrier/carrier-adapter.ts';
import { Emitter, type EmitterOptions } from '../carrier/emitter.ts';
import type { ClusterAdapterOptions } from '../cluster/cluster-adapter-with-heartbeat.ts';
import { AmqpCarrier, type AmqpSource } from './amqp-carrier.ts';

export { Emitter, type EmitterOptions } from '../carrier/emitter.ts';
export type { AmqpSource } from './amqp-carrier.ts';
export type { AmqpChannel, AmqpConnection } from './amqp-connection.ts';

export interface AmqpOptions {
  /** The exchange that the cluster shares. `socket.io`. */
  readonly exchange?: string;
  /** Between two tries to connect again, ms. 1000. */
  readonly reconnectDelay?: number;
}

/**
 * For the server's `adapter` option: a cluster over `amqplib`. Given a function that connects, it connects again when the
 * connection is lost; given a connection, this server is alone from then on.
 */
export function createAdapter(source: AmqpSource, options: AmqpOptions & ClusterAdapterOptions = {}): (nsp: Namespace) => CarrierAdapter {
  const carrier = amqpCarrier(source, options);
  return (nsp) => new CarrierAdapter(nsp, carrier, options);
}

/** For a process that only sends. Before it closes the connection, `await emitter.drained()`: else the last may be lost. */
export async function createEmitter<EmitEvents extends EventsMap = DefaultEventsMap, ServerSideEvents extends EventsMap = DefaultEventsMap>(
  source: AmqpSource,
  options: AmqpOptions & EmitterOptions = {},
): Promise<Emitter<EmitEvents, ServerSideEvents>> {
  const carrier = amqpCarrier(source, options);
  await carrier.open();
  return new Emitter(carrier, options);
}

function amqpCarrier(source: AmqpSource, { exchange = 'socket.io', reconnectDelay = 1000 }: AmqpOptions): AmqpCarrier {
  return new AmqpCarrier(source, { exchange, reconnectDelayMs: reconnectDelay });
}
