import { create } from 'zustand';
import type { FeedBatch } from '../../contract/feeds.ts';
import type { SourceRow } from '../../contract/rows.ts';
import type { SourceFolder } from '../../contract/source-list.ts';
import { forgetInspected } from './workspace.ts';

interface SourcesState {
  /** `null` until the console has answered once. */
  readonly sources: readonly SourceRow[] | null;
  readonly folders: readonly SourceFolder[];
  /** Nothing changes a server. */
  readonly isReadOnly: boolean;
  readonly selectedId: string | null;
}

export const useSources = create<SourcesState>()(() => ({ sources: null, folders: [], isReadOnly: false, selectedId: null }));

/** Keeps the selection while its source exists, else takes the first. */
export function applySources({ sources, folders, isReadOnly }: FeedBatch<'sources'>): void {
  for (const { sourceId, state } of useSources.getState().sources ?? []) {
    const now = sources.find((source) => source.sourceId === sourceId)?.state;
    // A connection that is lost and made again is one run.
    if (state === 'running' && now !== 'running' && now !== 'retrying' && now !== 'paused') forgetInspected(sourceId);
  }
  useSources.setState(({ selectedId }) => {
    const isThere = sources.some((source) => source.sourceId === selectedId);
    return { sources, folders, isReadOnly, selectedId: isThere ? selectedId : (sources[0]?.sourceId ?? null) };
  });
}

export function selectSource(sourceId: string): void {
  useSources.setState({ selectedId: sourceId });
}

export function useSelectedSource(): SourceRow | null {
  return useSources(({ sources, selectedId }) => sources?.find((source) => source.sourceId === selectedId) ?? null);
}

export function useIsReadOnly(): boolean {
  return useSources(({ isReadOnly }) => isReadOnly);
}
