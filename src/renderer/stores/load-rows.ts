import type { Client } from '../../contract/client.ts';
import { type FeedBatch, type FeedName, type FeedParams, MAX_WINDOW_ROWS } from '../../contract/feeds.ts';

/** The first batch of a feed, and no more of it. */
function once<Name extends FeedName>(client: Client, feed: Name, params: FeedParams<Name>): Promise<FeedBatch<Name>> {
  return new Promise((resolve, reject) => {
    const stop = client.subscribe(
      feed,
      params,
      (batch) => {
        resolve(batch);
        stop();
      },
      reject,
    );
  });
}

/** Rows of a window that is not in view, as they are now. */
export async function loadRows<Row>(
  client: Client,
  feed: 'sockets' | 'rooms' | 'namespaces' | 'nodes',
  query: object,
  first: number,
  last: number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let offset = first; offset <= last; offset += MAX_WINDOW_ROWS) {
    const limit = Math.min(MAX_WINDOW_ROWS, last - offset + 1);
    // The query is that of the feed, and its rows are those asked for.
    const window = await once(client, feed, { ...query, offset, limit } as unknown as FeedParams<typeof feed>);
    rows.push(...(window.rows as unknown as readonly Row[]));
  }
  return rows;
}
