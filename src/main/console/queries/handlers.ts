import { ContractError } from '../../../contract/frame.ts';
import type { FeedCursor, FeedHandlers } from '../../../contract/serve.ts';
import { clientOf } from '../sources/client-of.ts';
import type { ClientSource } from '../sources/client-source.ts';
import type { Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { metricsFeed } from './metrics-feed.ts';
import { namespacesFeed } from './namespaces-feed.ts';
import { recipientsFeed } from './recipients-feed.ts';
import { roomsFeed } from './rooms-feed.ts';
import { sendFeed } from './send-feed.ts';
import { socketFeed } from './socket-feed.ts';
import { socketsFeed } from './sockets-feed.ts';
import { sourcesFeed } from './sources-feed.ts';
import { trafficFeed } from './traffic-feed.ts';
import { versionedFeed } from './versioned-feed.ts';

export function createFeedHandlers(sources: SourceRegistry): FeedHandlers {
  return {
    sources: () => sourcesFeed(sources),
    metrics: ofSource(metricsFeed),
    sockets: ofSource(socketsFeed),
    rooms: ofSource(roomsFeed),
    namespaces: ofSource(namespacesFeed),
    socket: ofSource(socketFeed),
    traffic: ofSource(trafficFeed),
    recipients: ofSource(recipientsFeed),
    send: ofSource(sendFeed),
    connection: ofClient((client) =>
      versionedFeed(
        () => client.connectionVersion,
        () => client.describeConnection(),
      ),
    ),
    replies: ofClient(({ replies }) =>
      versionedFeed(
        (nowMs) => replies.stamp(nowMs),
        (nowMs) => replies.batch(nowMs),
      ),
    ),
    doctor: ofClient(({ doctor }) =>
      versionedFeed(
        () => doctor.version,
        () => doctor.batch(),
      ),
    ),
  };

  /** The same of a client; others fail with `NOT_A_CLIENT`. */
  function ofClient<Batch>(open: (client: ClientSource) => FeedCursor<Batch>): (params: { readonly sourceId: string }) => FeedCursor<Batch> {
    return ofSource((source) => open(clientOf(source)));
  }

  /** A feed of one source, which ends with `SOURCE_GONE` when the source is removed. */
  function ofSource<Params extends { readonly sourceId: string }, Batch>(
    open: (source: Source, params: Params) => FeedCursor<Batch>,
  ): (params: Params) => FeedCursor<Batch> {
    return (params) => {
      const source = sources.get(params.sourceId);
      const cursor = open(source, params);
      return {
        take(nowMs) {
          if (!sources.has(source)) throw new ContractError('SOURCE_GONE', 'this source was removed');
          return cursor.take(nowMs);
        },
        close: () => cursor.close(),
      };
    };
  }
}
