import type { FeedBatch, FeedParams } from '../../../contract/feeds.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import { recipientsOf } from '../messages/recipients.ts';
import type { LiveSocket } from '../sources/live-entries.ts';
import type { Source } from '../sources/source.ts';

const MIN_INTERVAL_MS = 200;
const MAX_ROWS = 100;

/** Who would get a message if it were sent now. */
export function recipientsFeed(
  source: Pick<Source, 'model' | 'capabilities'>,
  { target }: FeedParams<'recipients'>,
): FeedCursor<FeedBatch<'recipients'>> {
  let takenAt = Number.NEGATIVE_INFINITY;
  let version: number | null = null;
  return {
    take(nowMs) {
      const { model } = source;
      if (version === model.version || nowMs - takenAt < MIN_INTERVAL_MS) return null;
      takenAt = nowMs;
      version = model.version;
      const { count, of, sockets, failure } = recipientsOf(source, target);
      const wanted = target.to === 'rooms' ? target.rooms : [];
      const rows: FeedBatch<'recipients'>['rows'][number][] = [];
      for (const socket of sockets) {
        if (rows.length === MAX_ROWS) break;
        rows.push({ socketId: socket.socketId, namespace: socket.namespace.name, via: roomsWith(socket, wanted) });
      }
      return { count, of, rows, failure };
    },
    close: () => {},
  };
}

function roomsWith({ namespace, socketId }: LiveSocket, wanted: readonly string[]): readonly string[] {
  return wanted.filter((room) => namespace.rooms.get(room)?.members.has(socketId) === true);
}
