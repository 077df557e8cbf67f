import { useState } from 'react';
import type { RecipientsBatch } from '../../../contract/feeds.ts';
import { type Draft, missingOf, targetOf } from '../../stores/drafts.ts';
import { useFeed } from '../../stores/use-feed.ts';

/** Who would get the draft now; `null` while the target names nobody, the answer is awaited, or nobody asks. */
export function useRecipients(sourceId: string | null, draft: Draft): RecipientsBatch | null {
  const target = targetOf(draft);
  const key = JSON.stringify(target);
  const isComplete = missingOf(draft) === null;
  const [answer, setAnswer] = useState<{ readonly key: string; readonly batch: RecipientsBatch } | null>(null);
  useFeed('recipients', isComplete && sourceId !== null ? { sourceId, target } : null, (batch, params) =>
    setAnswer({ key: JSON.stringify(params.target), batch }),
  );
  // The answer to another target is not shown as one to this.
  return isComplete && answer?.key === key ? answer.batch : null;
}
