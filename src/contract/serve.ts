import { type CallName, type CallParams, type CallResult, calls, isCallName } from './calls.ts';
import type { Channel } from './channel.ts';
import { type FeedBatch, type FeedName, type FeedParams, feeds, isFeedName } from './feeds.ts';
import { type ConsoleFrame, ContractError, describe, parsePageFrame, toFailure } from './frame.ts';

export type CallHandlers = {
  readonly [Name in CallName]: (params: CallParams<Name>) => CallResult<Name> | Promise<CallResult<Name>>;
};

/** One subscription as the console sees it: the publisher asks it for what is new. */
export interface FeedCursor<Batch> {
  /** What changed since the last `take`, or `null`. What is not taken folds inside, in bounded memory. */
  take(nowMs: number): Batch | null;
  close(): void;
}

export type FeedHandlers = {
  /** Throws a `ContractError` when the parameters name something that is not there. */
  readonly [Name in FeedName]: (params: FeedParams<Name>) => FeedCursor<FeedBatch<Name>>;
};

/** One page on one channel. */
export interface Session {
  /** Sends a batch of each feed that has news and whose last batch was acknowledged. Call it at a steady pace. */
  publish(nowMs: number): void;
  close(): void;
}

/** Most feeds one page may hold open: `TOO_MANY_SUBSCRIPTIONS`. */
export const MAX_SUBSCRIPTIONS = 64;

interface Subscription {
  readonly cursor: FeedCursor<unknown>;
  seq: number;
  isAwaitingAck: boolean;
}

export function serve(channel: Channel, handlers: { readonly calls: CallHandlers; readonly feeds: FeedHandlers }): Session {
  const subscriptions = new Map<number, Subscription>();
  channel.onFrame(onFrame);
  channel.onClose(onClose);

  return {
    publish(nowMs) {
      for (const [id, subscription] of subscriptions) {
        if (!subscription.isAwaitingAck) publishOne(id, subscription, nowMs);
      }
    },
    close: () => channel.close(),
  };

  function publishOne(id: number, subscription: Subscription, nowMs: number): void {
    let data: unknown;
    try {
      data = subscription.cursor.take(nowMs);
    } catch (error) {
      // What it watched is gone: the page is told and may subscribe anew.
      endSubscription(id);
      fail(id, error);
      return;
    }
    if (data === null) return;
    subscription.isAwaitingAck = true;
    send({ type: 'batch', id, seq: ++subscription.seq, data });
  }

  function onFrame(value: unknown): void {
    let frame: ReturnType<typeof parsePageFrame>;
    try {
      frame = parsePageFrame(value);
    } catch {
      // A page of ours never sends such a frame; whoever does is not a page of ours.
      channel.close();
      return;
    }
    switch (frame.type) {
      case 'call':
        void runCall(frame.id, frame.name, frame.params);
        return;
      case 'subscribe':
        subscribe(frame.id, frame.feed, frame.params);
        return;
      case 'unsubscribe':
        endSubscription(frame.id);
        return;
      case 'ack': {
        const subscription = subscriptions.get(frame.id);
        if (subscription?.seq === frame.seq) subscription.isAwaitingAck = false;
      }
    }
  }

  async function runCall(id: number, name: string, params: unknown): Promise<void> {
    try {
      if (!isCallName(name)) throw new ContractError('UNKNOWN_CALL', `there is no call "${name}"`);
      const parsed = calls[name].params.safeParse(params);
      if (!parsed.success) throw new ContractError('BAD_PARAMS', `${name}: ${describe(parsed.error)}`);
      // The schema was looked up by the same name: the pair fits, though the compiler can't follow it through the union.
      const handler = handlers.calls[name] as (params: unknown) => unknown;
      send({ type: 'result', id, result: await handler(parsed.data) });
    } catch (error) {
      fail(id, error);
    }
  }

  function subscribe(id: number, name: string, params: unknown): void {
    try {
      if (!isFeedName(name)) throw new ContractError('UNKNOWN_FEED', `there is no feed "${name}"`);
      if (subscriptions.has(id)) throw new ContractError('BAD_FRAME', `subscription ${id} is open already`);
      if (subscriptions.size >= MAX_SUBSCRIPTIONS) {
        throw new ContractError('TOO_MANY_SUBSCRIPTIONS', `a page may hold ${MAX_SUBSCRIPTIONS} feeds open`);
      }
      const parsed = feeds[name].params.safeParse(params);
      if (!parsed.success) throw new ContractError('BAD_PARAMS', `${name}: ${describe(parsed.error)}`);
      const handler = handlers.feeds[name] as (params: unknown) => FeedCursor<unknown>;
      const subscription = { cursor: handler(parsed.data), seq: 0, isAwaitingAck: false };
      subscriptions.set(id, subscription);
      publishOne(id, subscription, Date.now());
    } catch (error) {
      fail(id, error);
    }
  }

  function endSubscription(id: number): void {
    subscriptions.get(id)?.cursor.close();
    subscriptions.delete(id);
  }

  function onClose(): void {
    for (const subscription of subscriptions.values()) subscription.cursor.close();
    subscriptions.clear();
  }

  function fail(id: number, error: unknown): void {
    send({ type: 'failure', id, error: toFailure(error) });
  }

  function send(frame: ConsoleFrame): void {
    channel.send(frame);
  }
}
