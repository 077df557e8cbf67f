// Bytes over AMQP 0-9-1: one direct exchange; each namespace of each server has a queue of its own, which goes with its
// connection, bound to the key of the namespace and to the server's own.

import { createHash } from 'node:crypto';
import { TransportError } from '../../errors.ts';
import type { Address, Carrier, Receiver } from '../carrier/carrier.ts';
import type { AmqpChannel, AmqpConnection } from './amqp-connection.ts';

export interface AmqpCarrierOptions {
  readonly exchange: string;
  /** Between two tries to connect again. */
  readonly reconnectDelayMs: number;
}

/** An open connection is used as long as it lasts; a function is called for another one when it is gone. */
export type AmqpSource = AmqpConnection | (() => Promise<AmqpConnection>);

interface Subscription {
  readonly addresses: readonly Address[];
  readonly receiver: Receiver;
  /** While the channel is there. */
  queue: string | null;
}

interface Link {
  readonly connection: AmqpConnection;
  readonly channel: AmqpChannel;
}

/** Bytes a routing key may have: AMQP's short string. */
const MAX_KEY_BYTES = 255;

export class AmqpCarrier implements Carrier {
  readonly #source: AmqpSource;
  readonly #options: AmqpCarrierOptions;
  readonly #subscriptions = new Set<Subscription>();
  #link: Promise<Link> | null = null;
  /** Open, and with nothing that waits for it: what is sent now is with the connection before `send` returns. */
  #open: Link | null = null;
  #waiting = 0;
  #retryTimer: NodeJS.Timeout | undefined;

  constructor(source: AmqpSource, options: AmqpCarrierOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Connects, where it has not: rejects when it can't. */
  async open(): Promise<void> {
    const link = await this.#linked();
    if (this.#waiting === 0 && this.#link !== null) this.#open = link;
  }

  async send(address: Address, bytes: Buffer): Promise<void> {
    if (this.#open !== null) {
      this.#publish(this.#open, address, bytes);
      return;
    }
    this.#waiting++;
    try {
      const link = await this.#linked();
      this.#publish(link, address, bytes);
      // Those that waited have gone first; and it may have closed in the meantime.
      if (this.#waiting === 1 && this.#link !== null) this.#open = link;
    } finally {
      this.#waiting--;
    }
  }

  async flush(): Promise<void> {
    const { channel } = await this.#linked();
    // A channel is served in order: what is answered comes behind what was published.
    await channel.assertExchange(this.#options.exchange, 'direct', { durable: false });
  }

  async receive(addresses: readonly Address[], receiver: Receiver): Promise<() => Promise<void>> {
    const subscription: Subscription = { addresses, receiver, queue: null };
    this.#subscriptions.add(subscription);
    const stop = (): Promise<void> => this.#stop(subscription);
    try {
      const { channel } = await this.#linked();
      if (subscription.queue === null) await this.#consume(channel, subscription);
    } catch (error) {
      // With a function to connect with, it is tried again.
      if (typeof this.#source !== 'function') throw error;
      receiver.onError(lost(error));
    }
    return stop;
  }

  #publish({ channel }: Link, address: Address, bytes: Buffer): void {
    channel.publish(this.#options.exchange, routingKey(address), bytes);
  }

  #linked(): Promise<Link> {
    // One try at a time, however much there is to send.
    if (this.#retryTimer !== undefined) return Promise.reject(lost(undefined));
    this.#link ??= this.#connect();
    return this.#link;
  }

  async #connect(): Promise<Link> {
    try {
      const connection = typeof this.#source === 'function' ? await this.#source() : this.#source;
      const channel = await connection.createChannel();
      let cause: unknown;
      const onError = (error: unknown): void => {
        cause = error;
      };
      connection.on('error', onError);
      channel.on('error', onError);
      channel.on('close', () => this.#onClose(connection, cause));
      await channel.assertExchange(this.#options.exchange, 'direct', { durable: false });
      for (const subscription of this.#subscriptions) await this.#consume(channel, subscription);
      return { connection, channel };
    } catch (error) {
      this.#link = null;
      this.#retryLater();
      throw error;
    }
  }

  #onClose(connection: AmqpConnection, cause: unknown): void {
    this.#link = null;
    this.#open = null;
    // A channel may end without its connection, which then is of no use: most often it has ended too.
    if (typeof this.#source === 'function') connection.close().catch(() => {});
    for (const subscription of this.#subscriptions) {
      subscription.queue = null;
      subscription.receiver.onError(lost(cause));
    }
    this.#retryLater();
  }

  /** Whoever only sends connects again when there is something to send. */
  #retryLater(): void {
    if (typeof this.#source !== 'function' || this.#subscriptions.size === 0 || this.#retryTimer !== undefined) return;
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = undefined;
      // Its failure sets the timer again.
      this.#linked().catch(() => {});
    }, this.#options.reconnectDelayMs);
    this.#retryTimer.unref();
  }

  async #consume(channel: AmqpChannel, subscription: Subscription): Promise<void> {
    const { exchange } = this.#options;
    const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true, durable: false });
    subscription.queue = queue;
    for (const address of subscription.addresses) await channel.bindQueue(queue, exchange, routingKey(address));
    await channel.consume(queue, (message) => message !== null && subscription.receiver.onBytes(message.content), { noAck: true });
  }

  async #stop(subscription: Subscription): Promise<void> {
    const link = await this.#link?.catch(() => null);
    // With its connection, a queue goes by itself.
    if (link && subscription.queue !== null) await link.channel.deleteQueue(subscription.queue).catch(() => {});
    this.#subscriptions.delete(subscription);
    if (this.#subscriptions.size > 0) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#link = null;
    this.#open = null;
    if (!link) return;
    // Whoever gave a connection closes it.
    await (typeof this.#source === 'function' ? link.connection.close() : link.channel.close());
  }
}

function routingKey({ nsp, server }: Address): string {
  const key = server === null ? `all ${nsp}` : `to ${server} ${nsp}`;
  return Buffer.byteLength(key) <= MAX_KEY_BYTES ? key : createHash('sha256').update(key).digest('base64url');
}

function lost(cause: unknown): TransportError {
  return new TransportError('CLUSTER_UNREACHABLE', 'the connection to the AMQP broker is gone', { cause });
}
