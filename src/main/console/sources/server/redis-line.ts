// The two connections that the official adapter over Redis works with. Both packages are loaded only when a server is set so.

import type { RedisClientType } from 'redis';
import { ContractError } from '../../../../contract/frame.ts';
import type { Failure } from '../../../../contract/rows.ts';
import type { ServerOptions } from '../../../../core/server/index.ts';
import { withoutCredentials } from '../../store/secrets.ts';

const CONNECT_TIMEOUT_MS = 5000;
const MAX_RETRY_DELAY_MS = 3000;

export interface RedisLine {
  readonly adapter: ServerOptions['adapter'];
  /** `null` while Redis is there. It is tried again by itself. */
  readonly trouble: Failure | null;
  close(): void;
}

/** Fails with `REDIS_UNREACHABLE`, which names the address without the credentials in it. */
export async function connectRedis(url: string): Promise<RedisLine> {
  const { createClient } = await import('redis');
  const { createAdapter } = await import('@socket.io/redis-adapter');
  const address = withoutCredentials(url);
  const lost = new Map<string, string>();
  let isUp = false;
  const reconnectStrategy = (retries: number): number | false => isUp && Math.min(100 * 2 ** Math.min(retries, 10), MAX_RETRY_DELAY_MS);
  const clients: RedisClientType[] = [];
  try {
    // What is told to other servers while Redis is away is told to nobody; what is listened to is listened to again.
    const publisher = open('publisher', true);
    const subscriber = open('subscriber', false);
    await Promise.all([publisher.connect(), subscriber.connect()]);
    isUp = true;
    return {
      adapter: createAdapter(forgiving(publisher), forgiving(subscriber)),
      get trouble() {
        const [message] = lost.values();
        return message === undefined ? null : { code: 'REDIS_LOST', message: `${address}: ${message}`, facts: { url: address } };
      },
      close,
    };
  } catch (error) {
    close();
    throw new ContractError('REDIS_UNREACHABLE', `can not connect to ${address}: ${messageOf(error)}`, { url: address });
  }

  function open(name: string, disableOfflineQueue: boolean): RedisClientType {
    const client: RedisClientType = createClient({ url, disableOfflineQueue, socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy } });
    clients.push(client);
    client.on('error', (error: unknown) => lost.set(name, messageOf(error)));
    client.on('ready', () => lost.delete(name));
    return client;
  }

  function close(): void {
    isUp = false;
    for (const client of clients) if (client.isOpen) client.destroy();
  }
}

/** The adapter waits for nothing that it tells a client to do: what fails of it would end the process. */
function forgiving(client: RedisClientType): RedisClientType {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, args);
        if (result instanceof Promise) result.catch(() => {});
        return result;
      };
    },
  });
}

function messageOf(error: unknown): string {
  // Of several addresses that were tried Node tells the messages one by one only.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
