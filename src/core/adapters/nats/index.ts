import type { DefaultEventsMap, EventsMap } from '../../events/typed-events.ts';
import type { Namespace } from '../../server/namespace.ts';
import { CarrierAdapter } from '../carrier/carrier-adapter.ts';
import { Emitter, type EmitterOptions } from '../carrier/emitter.ts';
import type { ClusterAdapterOptions } from '../cluster/cluster-adapter-with-heartbeat.ts';
import { NatsCarrier, type NatsConnection } from './nats-carrier.ts';

export { Emitter, type EmitterOptions } from '../carrier/emitter.ts';
export type { NatsConnection, NatsSubscription } from './nats-carrier.ts';

export interface NatsOptions {
  /** Of the subjects. `socket.io`. */
  readonly prefix?: string;
}

const PREFIX = 'socket.io';

/** For the server's `adapter` option: a cluster over a connection of `@nats-io/transport-node`. */
export function createAdapter(connection: NatsConnection, options: NatsOptions & ClusterAdapterOptions = {}): (nsp: Namespace) => CarrierAdapter {
  const carrier = new NatsCarrier(connection, options.prefix ?? PREFIX);
  return (nsp) => new CarrierAdapter(nsp, carrier, options);
}

/** For a process that only sends. Before it closes the connection, `await emitter.drained()`. */
export async function createEmitter<EmitEvents extends EventsMap = DefaultEventsMap, ServerSideEvents extends EventsMap = DefaultEventsMap>(
  connection: NatsConnection,
  options: NatsOptions & EmitterOptions = {},
): Promise<Emitter<EmitEvents, ServerSideEvents>> {
  return new Emitter(new NatsCarrier(connection, options.prefix ?? PREFIX), options);
}
