import type { Client } from '../../contract/client.ts';
import { useTraffic } from './traffic.ts';

/** `null`: it is none any more. What it came to is told by the feed. */
export async function setBookmark(client: Client, sourceId: string, seq: number, note: string | null): Promise<void> {
  await client.call('traffic.bookmark', { sourceId, seq, note });
}

export async function toggleBookmark(client: Client, sourceId: string, seq: number): Promise<void> {
  const isSet = useTraffic.getState().bookmarks.some((bookmark) => bookmark.seq === seq);
  await setBookmark(client, sourceId, seq, isSet ? null : '');
}

export function useIsBookmarked(seq: number): boolean {
  return useTraffic(({ bookmarks }) => bookmarks.some((bookmark) => bookmark.seq === seq));
}
