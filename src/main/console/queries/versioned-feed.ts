import type { FeedCursor } from '../../../contract/serve.ts';

const MIN_INTERVAL_MS = 200;

/** Tells the whole of something small, at most five times a second and only once `stamp` is another. */
export function versionedFeed<Batch>(stamp: (nowMs: number) => number | string, batch: (nowMs: number) => Batch): FeedCursor<Batch> {
  let takenAt = Number.NEGATIVE_INFINITY;
  let last: number | string | null = null;
  return {
    take(nowMs) {
      if (nowMs - takenAt < MIN_INTERVAL_MS) return null;
      const stamped = stamp(nowMs);
      if (stamped === last) return null;
      takenAt = nowMs;
      last = stamped;
      return batch(nowMs);
    },
    close: () => {},
  };
}
