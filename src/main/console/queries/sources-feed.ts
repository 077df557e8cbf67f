import type { FeedBatch } from '../../../contract/feeds.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { ChangeGuard } from '../change-guard.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

/** A few hundred rows at most: compared as text, rather than kept track of. */
export function sourcesFeed(registry: SourceRegistry, guard: Pick<ChangeGuard, 'isReadOnly'>): FeedCursor<FeedBatch<'sources'>> {
  let last = '';
  return {
    take() {
      const batch = { sources: [...registry].map((source) => source.describe()), folders: registry.folders.list, isReadOnly: guard.isReadOnly };
      const text = JSON.stringify(batch);
      if (text === last) return null;
      last = text;
      return batch;
    },
    close: () => {},
  };
}
