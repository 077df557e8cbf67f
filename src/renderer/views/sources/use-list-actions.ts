import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { SOURCES_SUFFIX } from '../../../contract/source-list.ts';
import { useClient } from '../../stores/link.ts';
import { notify } from '../../stores/notifications.ts';
import { selectSource } from '../../stores/sources.ts';
import { downloadText } from '../download.ts';
import { canRun } from '../source-words.ts';
import { useAttempt } from '../use-attempt.ts';
import type { Place } from './source-tree.ts';

export interface ListActions {
  readonly move: (sourceId: string, place: Place) => void;
  readonly moveFolder: (folderId: string, beforeId: string | null) => void;
  readonly fold: (folderId: string, isFolded: boolean) => void;
  readonly removeFolder: (folderId: string) => void;
  readonly duplicate: (source: SourceRow) => void;
  /** Of all with `null`. */
  readonly exportSources: (sourceIds: readonly string[] | null) => void;
  readonly startAll: (sources: readonly SourceRow[]) => void;
  readonly stopAll: (sources: readonly SourceRow[]) => void;
}

const FILE_NAME = `sources${SOURCES_SUFFIX}`;
const MAX_NAME = 512;

/** What is done in the list of sources. What fails is told in a toast: the list has no place for it. */
export function useListActions(): ListActions {
  const { t } = useTranslation();
  const client = useClient();
  const run = useAttempt();

  async function duplicate({ sourceId, name }: SourceRow): Promise<void> {
    const copy = await client.call('source.duplicate', { sourceId, name: t('sourceList.copyOf', { name }).slice(0, MAX_NAME) });
    selectSource(copy.sourceId);
  }

  async function exportSources(sourceIds: readonly string[] | null): Promise<void> {
    const { text, sources, secrets } = await client.call('sources.export', { sourceIds: sourceIds === null ? null : [...sourceIds] });
    downloadText(FILE_NAME, 'application/json', text);
    const left = secrets === 0 ? t('sourceList.noSecrets') : t('sourceList.secretsLeftOut', { count: secrets });
    notify('ok', t('sourceList.exported', { count: sources }), left);
  }

  return {
    move: (sourceId, place) => run(client.call('source.move', { sourceId, ...place })),
    moveFolder: (folderId, beforeId) => run(client.call('folder.move', { folderId, beforeId })),
    fold: (folderId, isFolded) => run(client.call('folder.update', { folderId, isFolded })),
    removeFolder: (folderId) => run(client.call('folder.remove', { folderId })),
    duplicate: (source) => run(duplicate(source)),
    exportSources: (sourceIds) => run(exportSources(sourceIds)),
    // Why one does not start is its own state by then.
    startAll: (sources) => {
      for (const { sourceId } of sources.filter(isAtRest)) client.call('source.start', { sourceId }).catch(() => {});
    },
    stopAll: (sources) => {
      for (const { sourceId } of sources.filter(isStoppable)) run(client.call('source.stop', { sourceId }));
    },
  };
}

/** It could be started. */
export function isAtRest(source: Pick<SourceRow, 'state' | 'capabilities'>): boolean {
  return canRun(source) && (source.state === 'stopped' || source.state === 'failed');
}

/** It could be stopped. */
export function isStoppable(source: Pick<SourceRow, 'state' | 'capabilities'>): boolean {
  return canRun(source) && !isAtRest(source);
}
