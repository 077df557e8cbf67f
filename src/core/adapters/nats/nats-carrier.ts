// Bytes over NATS: a subject for each namespace, and one for each server of it.
//
//   <prefix>.<namespace>.all      <prefix>.<namespace>.to.<server>

import { TransportError } from '../../errors.ts';
import type { Address, Carrier, Receiver } from '../carrier/carrier.ts';

/** What is used of a connection of `@nats-io/transport-node`, which connects again by itself. */
export interface NatsConnection {
  publish(subject: string, payload: Uint8Array): void;
  subscribe(subject: string, options: { callback: (error: Error | null, message: { readonly data: Uint8Array }) => void }): NatsSubscription;
  /** Resolves when the server has taken what was sent before. */
  flush(): Promise<void>;
  /** Resolves when the connection is gone for good. */
  closed(): Promise<unknown>;
}

export interface NatsSubscription {
  unsubscribe(): void;
}

export class NatsCarrier implements Carrier {
  readonly #connection: NatsConnection;
  readonly #prefix: string;

  constructor(connection: NatsConnection, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
  }

  async send(address: Address, bytes: Buffer): Promise<void> {
    // Throws when the connection is closed, or they are more than the server takes.
    this.#connection.publish(this.#subject(address), bytes);
  }

  flush(): Promise<void> {
    return this.#connection.flush();
  }

  async receive(addresses: readonly Address[], receiver: Receiver): Promise<() => Promise<void>> {
    const callback = (error: Error | null, { data }: { readonly data: Uint8Array }): void => {
      if (error === null) receiver.onBytes(data);
      else receiver.onError(error);
    };
    const subscriptions = addresses.map((address) => this.#connection.subscribe(this.#subject(address), { callback }));
    let isStopped = false;
    void this.#connection.closed().then((cause) => {
      if (!isStopped) receiver.onError(new TransportError('CLUSTER_UNREACHABLE', 'the connection to NATS was closed', { cause }));
    });
    await this.#connection.flush();
    return async () => {
      isStopped = true;
      for (const subscription of subscriptions) subscription.unsubscribe();
    };
  }

  #subject({ nsp, server }: Address): string {
    const namespace = `${this.#prefix}.${subjectToken(nsp)}`;
    return server === null ? `${namespace}.all` : `${namespace}.to.${subjectToken(server)}`;
  }
}

/** Without what has a meaning in a subject: white space, `.`, `*` and `>`. */
function subjectToken(name: string): string {
  return encodeURIComponent(name).replace(/[.*]/g, (character) => (character === '.' ? '%2E' : '%2A'));
}
