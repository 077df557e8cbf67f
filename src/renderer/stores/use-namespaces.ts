import { useState } from 'react';
import type { NamespaceRow } from '../../contract/rows.ts';
import { useFeed } from './use-feed.ts';

const MAX_OFFERED = 200;

/** The namespaces of a source for a choice; the oldest ones where there are very many. */
export function useNamespaces(sourceId: string): readonly NamespaceRow[] {
  const [rows, setRows] = useState<readonly NamespaceRow[]>([]);
  const params = { sourceId, where: {}, sort: { by: 'createdAt' as const, isDescending: false }, offset: 0, limit: MAX_OFFERED };
  useFeed('namespaces', params, (batch) => setRows(batch.rows));
  return rows;
}
