import type { CallName, CallParams, CallResult } from './calls.ts';
import type { Channel } from './channel.ts';
import type { FeedBatch, FeedName, FeedParams } from './feeds.ts';
import { ContractError, parseConsoleFrame } from './frame.ts';

/** The page's end of a channel. */
export interface Client {
  /** Rejects with a `ContractError`: the handler's, `BAD_PARAMS`, `FRAME_TOO_LARGE`, or `DISCONNECTED` when the channel is gone. */
  readonly call: <Name extends CallName>(name: Name, params: CallParams<Name>) => Promise<CallResult<Name>>;
  /** Batches arrive in order, each is acknowledged once `onBatch` has returned. Returns the way to stop. */
  readonly subscribe: <Name extends FeedName>(
    feed: Name,
    params: FeedParams<Name>,
    onBatch: (batch: FeedBatch<Name>) => void,
    onFailure: (error: ContractError) => void,
  ) => () => void;
  readonly onClose: (listener: () => void) => void;
  readonly close: () => void;
}

interface PendingCall {
  resolve(result: unknown): void;
  reject(error: ContractError): void;
}

interface Subscription {
  onBatch(batch: unknown): void;
  onFailure(error: ContractError): void;
}

export function createClient(channel: Channel): Client {
  const calls = new Map<number, PendingCall>();
  const subscriptions = new Map<number, Subscription>();
  const closeListeners: (() => void)[] = [];
  let nextId = 0;
  let isClosed = false;

  channel.onFrame(onFrame);
  channel.onClose(onChannelClose);

  return {
    call(name, params) {
      return new Promise((resolve, reject) => {
        if (isClosed) {
          reject(disconnected());
          return;
        }
        const id = nextId++;
        // The console made the result by the same map the type comes from.
        calls.set(id, { resolve, reject });
        try {
          channel.send({ type: 'call', id, name, params });
        } catch (error) {
          calls.delete(id);
          reject(error);
        }
      });
    },
    subscribe(feed, params, onBatch, onFailure) {
      const id = nextId++;
      if (isClosed) {
        onFailure(disconnected());
        return () => {};
      }
      subscriptions.set(id, { onBatch, onFailure });
      channel.send({ type: 'subscribe', id, feed, params });
      return () => {
        if (subscriptions.delete(id)) channel.send({ type: 'unsubscribe', id });
      };
    },
    onClose(listener) {
      if (isClosed) listener();
      else closeListeners.push(listener);
    },
    close: () => channel.close(),
  };

  function onFrame(value: unknown): void {
    const frame = parseConsoleFrame(value);
    switch (frame.type) {
      case 'result':
        calls.get(frame.id)?.resolve(frame.result);
        calls.delete(frame.id);
        return;
      case 'failure': {
        const error = new ContractError(frame.error.code, frame.error.message, frame.error.facts);
        calls.get(frame.id)?.reject(error);
        calls.delete(frame.id);
        subscriptions.get(frame.id)?.onFailure(error);
        subscriptions.delete(frame.id);
        return;
      }
      case 'batch':
        // A batch may cross with an unsubscribe: it then has no subscription any more.
        subscriptions.get(frame.id)?.onBatch(frame.data);
        if (subscriptions.has(frame.id)) channel.send({ type: 'ack', id: frame.id, seq: frame.seq });
    }
  }

  function onChannelClose(): void {
    isClosed = true;
    for (const pending of calls.values()) pending.reject(disconnected());
    calls.clear();
    for (const subscription of subscriptions.values()) subscription.onFailure(disconnected());
    subscriptions.clear();
    for (const listener of closeListeners.splice(0)) listener();
  }
}

function disconnected(): ContractError {
  return new ContractError('DISCONNECTED', 'the console is gone');
}
