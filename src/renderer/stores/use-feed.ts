import { useEffect, useEffectEvent, useState } from 'react';
import type { FeedBatch, FeedName, FeedParams } from '../../contract/feeds.ts';
import type { Failure } from '../../contract/rows.ts';
import { useClient } from './link.ts';

export interface FeedState {
  readonly failure: Failure | null;
  readonly retry: () => void;
}

/** Holds a subscription while mounted; `null` parameters mean none. Parameters are compared by value. */
export function useFeed<Name extends FeedName>(
  feed: Name,
  params: FeedParams<Name> | null,
  onBatch: (batch: FeedBatch<Name>, params: FeedParams<Name>) => void,
): FeedState {
  const client = useClient();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const key = params === null ? null : JSON.stringify(params);
  const apply = useEffectEvent(onBatch);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` starts over, `key` stands for `params`.
  useEffect(() => {
    setFailure(null);
    if (key === null) return;
    // What was made from `params` a line above.
    const current = JSON.parse(key) as FeedParams<Name>;
    return client.subscribe(feed, current, (batch) => apply(batch, current), setFailure);
  }, [client, feed, key, attempt]);

  return { failure, retry: () => setAttempt((count) => count + 1) };
}
