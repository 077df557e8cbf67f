import type { FeedBatch } from '../../../contract/feeds.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { MessageDesk } from '../messages/message-desk.ts';
import { versionedFeed } from './versioned-feed.ts';

/** The first who looks has the folder opened; what keeps it from opening ends the feed. */
export function messagesFeed(desk: MessageDesk): FeedCursor<FeedBatch<'messages'>> {
  const feed = versionedFeed(
    () => desk.messagesVersion,
    () => desk.messages(),
  );
  let failure: unknown = null;
  desk.folder().catch((error: unknown) => {
    failure = error;
  });
  return {
    take(nowMs) {
      if (failure !== null) throw failure;
      return feed.take(nowMs);
    },
    close: () => feed.close(),
  };
}
