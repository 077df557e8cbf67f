import { ContractError } from '../../../contract/frame.ts';
import type { FeedCursor, FeedHandlers } from '../../../contract/serve.ts';
import { administratorOf } from '../admin/administrator.ts';
import type { ChangeGuard } from '../change-guard.ts';
import { diallingOf } from '../client/dialling.ts';
import type { MessageDesk } from '../messages/message-desk.ts';
import type { Notices } from '../notices.ts';
import { clientOf } from '../sources/client-of.ts';
import { capable, type Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { messagesFeed } from './messages-feed.ts';
import { metricsFeed } from './metrics-feed.ts';
import { sendFeed } from './send-feed.ts';
import { sourcesFeed } from './sources-feed.ts';
import { lookingFeed, trafficFeed } from './traffic-feed.ts';
import { versionedFeed } from './versioned-feed.ts';

export function createFeedHandlers(sources: SourceRegistry, guard: ChangeGuard, notices: Notices, desk: MessageDesk): FeedHandlers {
  return {
    sources: () => sourcesFeed(sources, guard),
    notices: () =>
      versionedFeed(
        () => notices.version,
        () => ({ notices: notices.all }),
      ),
    variables: () =>
      versionedFeed(
        () => desk.variables.version,
        () => ({ variables: desk.variables.list }),
      ),
    history: () =>
      versionedFeed(
        () => desk.history.version,
        () => ({ entries: desk.history.entries }),
      ),
    messages: () => messagesFeed(desk),
    repetition: ({ repetitionId }) => {
      const repetition = desk.repetitions.get(repetitionId);
      return versionedFeed(
        () => repetition.stamp(),
        () => repetition.batch(),
      );
    },
    metrics: ofSource(metricsFeed),
    sockets: ofSource(({ rows }, params) => rows.sockets(params)),
    rooms: ofSource(({ rows }, params) => rows.rooms(params)),
    namespaces: ofSource(({ rows }, params) => rows.namespaces(params)),
    socket: ofSource(({ rows }, params) => rows.socket(params)),
    recipients: ofSource(({ rows }, params) => rows.recipients(params)),
    nodes: ofSource((source, params) => capable(source, 'nodes').rows.nodes(params)),
    traffic: ofSource((source, params) =>
      source.administrator === null ? trafficFeed(source, params) : lookingFeed(source, source.administrator, params),
    ),
    send: ofSource(sendFeed),
    connection: ofSource((source) => {
      const dialling = diallingOf(source);
      return versionedFeed(
        () => dialling.connectionVersion,
        () => dialling.describeConnection(),
      );
    }),
    doctor: ofSource((source) => {
      const { doctor } = diallingOf(source);
      return versionedFeed(
        () => doctor.version,
        () => doctor.batch(),
      );
    }),
    replies: ofSource((source) => {
      const { replies } = clientOf(source);
      return versionedFeed(
        (nowMs) => replies.stamp(nowMs),
        (nowMs) => replies.batch(nowMs),
      );
    }),
    admin: ofSource((source) => {
      const administrator = administratorOf(source);
      return versionedFeed(
        (nowMs) => administrator.adminVersion(nowMs),
        (nowMs) => administrator.describeAdmin(nowMs),
      );
    }),
    audit: ofSource((source) => capable(source, 'audit').audit()),
  };

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
