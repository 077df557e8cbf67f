import type { FeedCursor } from '../../../contract/serve.ts';
import type { RowQueries } from '../sources/source.ts';

/** The rows of whichever session there is: a query goes on with the next one, from its start. */
export function sessionRows(current: () => RowQueries): RowQueries {
  return {
    sockets: (params) => following(current, (rows) => rows.sockets(params)),
    rooms: (params) => following(current, (rows) => rows.rooms(params)),
    namespaces: (params) => following(current, (rows) => rows.namespaces(params)),
    socket: (params) => following(current, (rows) => rows.socket(params)),
    recipients: (params) => following(current, (rows) => rows.recipients(params)),
    nodes: (params) => following(current, (rows) => rows.nodes(params)),
  };
}

function following<Batch>(current: () => RowQueries, open: (rows: RowQueries) => FeedCursor<Batch>): FeedCursor<Batch> {
  let followed = current();
  let cursor = open(followed);
  return {
    take(nowMs) {
      if (current() !== followed) {
        cursor.close();
        followed = current();
        cursor = open(followed);
      }
      return cursor.take(nowMs);
    },
    close: () => cursor.close(),
  };
}
