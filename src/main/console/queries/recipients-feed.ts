import type { FeedBatch, FeedParams } from '../../../contract/feeds.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { Recipients } from '../messages/recipients.ts';
import type { LiveSocket } from '../sources/live-entries.ts';
import type { LiveModel } from '../sources/live-model.ts';

const MIN_INTERVAL_MS = 200;
const FILTER_INTERVAL_MS = 1000;
const MAX_ROWS = 100;

/** Who would get a message if it were sent now. */
export function recipientsFeed(
  model: LiveModel,
  recipientsOf: (target: FeedParams<'recipients'>['target']) => Recipients,
  { target }: Pick<FeedParams<'recipients'>, 'target'>,
): FeedCursor<FeedBatch<'recipients'>> {
  let takenAt = Number.NEGATIVE_INFINITY;
  let stamp = '';
  return {
    take(nowMs) {
      if (nowMs - takenAt < MIN_INTERVAL_MS) return null;
      // What a filter asks for may change with every packet, and by time alone.
      const next = target.to === 'matching' ? `${model.version} ${Math.floor(nowMs / FILTER_INTERVAL_MS)}` : String(model.version);
      if (next === stamp) return null;
      takenAt = nowMs;
      stamp = next;
      const { count, of, evaluatedBy, sockets, failure } = recipientsOf(target);
      const wanted = target.to === 'rooms' ? target.rooms : [];
      const rows: FeedBatch<'recipients'>['rows'][number][] = [];
      for (const socket of sockets) {
        if (rows.length === MAX_ROWS) break;
        rows.push({ socketId: socket.socketId, namespace: socket.namespace.name, via: roomsWith(socket, wanted) });
      }
      return { count, of, evaluatedBy, rows, failure };
    },
    close: () => {},
  };
}

function roomsWith({ namespace, socketId }: LiveSocket, wanted: readonly string[]): readonly string[] {
  return wanted.filter((room) => namespace.rooms.get(room)?.members.has(socketId) === true);
}
