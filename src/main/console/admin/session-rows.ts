import type { FeedCursor } from '../../../contract/serve.ts';
import type { RowQueries } from '../sources/source.ts';

/** The rows of whichever session there is: a query goes on with the next one, from its start. `null`: it is not known yet which that is. */
export function sessionRows(current: () => RowQueries | null): RowQueries {
  return {
    sockets: (params) => following(current, (rows) => rows.sockets(params)),
    rooms: (params) => following(current, (rows) => rows.rooms(params)),
    namespaces: (params) => following(current, (rows) => rows.namespaces(params)),
    socket: (params) => following(current, (rows) => rows.socket(params)),
    recipients: (params) => following(current, (rows) => rows.recipients(params)),
    nodes: (params) => following(current, (rows) => rows.nodes(params)),
  };
}

/** A cursor of whatever there is, and of the next in its place; none while there is `null`. */
export function following<Owner, Batch>(current: () => Owner | null, open: (owner: Owner) => FeedCursor<Batch>): FeedCursor<Batch> {
  let followed: Owner | null = null;
  let cursor: FeedCursor<Batch> | null = null;
  const follow = (): void => {
    const owner = current();
    if (owner === null || owner === followed) return;
    cursor?.close();
    followed = owner;
    cursor = open(owner);
  };
  follow();
  return {
    take(nowMs) {
      follow();
      return cursor?.take(nowMs) ?? null;
    },
    close: () => cursor?.close(),
  };
}
