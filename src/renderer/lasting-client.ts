import type { Channel } from '../contract/channel.ts';
import { type Client, createClient } from '../contract/client.ts';
import type { FeedBatch, FeedName, FeedParams } from '../contract/feeds.ts';
import { ContractError } from '../contract/frame.ts';
import { SessionRefusedError } from './connect.ts';

/** `refused` is final until somebody starts over; `lost` is being retried. */
export type LinkStatus = 'connecting' | 'open' | 'lost' | 'refused';

export interface LastingClientOptions {
  readonly open: () => Promise<Channel>;
  readonly onStatus: (status: LinkStatus) => void;
  /** Waits before a new attempt; the last one repeats. */
  readonly retryDelaysMs?: readonly number[];
}

interface LastingSubscription {
  /** Subscribes on a fresh client; returns the way to stop. */
  readonly attach: (client: Client) => () => void;
  detach: () => void;
}

const RETRY_DELAYS_MS = [250, 500, 1000, 2000, 4000];

/**
 * A client whose subscriptions outlive the channel: each starts anew on the next one, with a first batch again.
 * Calls do not: one in flight fails with `DISCONNECTED`, because nobody knows whether it was carried out.
 */
export function createLastingClient({ open, onStatus, retryDelaysMs = RETRY_DELAYS_MS }: LastingClientOptions): Client {
  const subscriptions = new Set<LastingSubscription>();
  let current: Client | null = null;
  let isClosed = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  onStatus('connecting');
  void connect();

  return {
    call(name, params) {
      return current === null ? Promise.reject(new ContractError('DISCONNECTED', 'the console is gone')) : current.call(name, params);
    },
    subscribe(feed, params, onBatch, onFailure) {
      const subscription: LastingSubscription = {
        attach: (client) => attachFeed(client, feed, params, onBatch, onEnd),
        detach: () => {},
      };
      subscriptions.add(subscription);
      if (current !== null) subscription.detach = subscription.attach(current);
      return () => {
        subscriptions.delete(subscription);
        subscription.detach();
      };

      function onEnd(error: ContractError): void {
        subscriptions.delete(subscription);
        onFailure(error);
      }
    },
    onClose: () => {},
    close() {
      isClosed = true;
      clearTimeout(timer);
      current?.close();
    },
  };

  async function connect(): Promise<void> {
    try {
      const channel = await open();
      if (isClosed) channel.close();
      else adopt(createClient(channel));
    } catch (error) {
      if (error instanceof SessionRefusedError) onStatus('refused');
      else retry();
    }
  }

  function adopt(client: Client): void {
    current = client;
    attempt = 0;
    client.onClose(onLost);
    onStatus('open');
    for (const subscription of subscriptions) subscription.detach = subscription.attach(client);
  }

  function onLost(): void {
    current = null;
    if (!isClosed) retry();
  }

  function retry(): void {
    onStatus('lost');
    const delay = retryDelaysMs[Math.min(attempt, retryDelaysMs.length - 1)] ?? 1000;
    attempt += 1;
    timer = setTimeout(() => void connect(), delay);
  }
}

function attachFeed<Name extends FeedName>(
  client: Client,
  feed: Name,
  params: FeedParams<Name>,
  onBatch: (batch: FeedBatch<Name>) => void,
  onEnd: (error: ContractError) => void,
): () => void {
  return client.subscribe(feed, params, onBatch, (error) => {
    if (error.code !== 'DISCONNECTED') onEnd(error);
  });
}
