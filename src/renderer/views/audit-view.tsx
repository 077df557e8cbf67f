import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRow } from '../../contract/admin-rows.ts';
import type { SourceRow } from '../../contract/rows.ts';
import { formatClock } from '../i18n/format.ts';
import { useRowHeight } from '../stores/settings.ts';
import { useFeed } from '../stores/use-feed.ts';
import { Button } from '../widgets/button.tsx';
import type { Column } from '../widgets/grid-types.ts';
import { EmptyState, FailureNote } from '../widgets/notes.tsx';
import { VirtualGrid } from '../widgets/virtual-grid.tsx';
import { Missing, Mono } from './cells.tsx';

const OUTCOME_CLASSES = { done: 'text-fg-2', refused: 'text-warn', failed: 'text-err' } as const;

/** Who administered the server, and what was done: the last hundred entries, newest first. */
export function AuditView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId } = source;
  const rowHeight = useRowHeight();
  const [entries, setEntries] = useState<readonly AuditRow[] | null>(null);
  const { failure, retry } = useFeed('audit', { sourceId }, (batch) => setEntries(batch.entries));
  const columns = useAuditColumns();
  const rowAt = useCallback((index: number) => entries?.[index], [entries]);
  if (failure !== null) {
    return (
      <FailureNote failure={failure}>
        <Button onClick={retry}>{t('app.tryAgain')}</Button>
      </FailureNote>
    );
  }
  if (entries?.length === 0) return <EmptyState title={t('audit.none')} text={t('audit.noneText')} />;
  return (
    <div data-pane className="flex min-h-0 flex-1 flex-col">
      <VirtualGrid
        label={t('tabs.audit')}
        testId="grid-audit"
        columns={columns}
        rowHeight={rowHeight}
        rowCount={entries?.length ?? 0}
        rowAt={rowAt}
        keyOf={keyOfEntry}
      />
    </div>
  );
}

/** Entries have no id: two that are alike in all of this are alike. */
function keyOfEntry({ at, nodeId, action, target }: AuditRow): string {
  return `${at} ${nodeId} ${action} ${target}`;
}

function useAuditColumns(): readonly Column<AuditRow>[] {
  const { t } = useTranslation();
  return useMemo<readonly Column<AuditRow>[]>(
    () => [
      { id: 'at', header: t('fields.time'), width: 84, cell: (row) => <Mono text={formatClock(row.at)} /> },
      { id: 'user', header: t('audit.user'), width: 120, cell: ({ user }) => (user === null ? <Missing /> : user) },
      { id: 'address', header: t('fields.address'), width: 120, hideBelow: 760, cell: (row) => <Mono text={row.address} /> },
      { id: 'action', header: t('audit.action'), width: 120, cell: (row) => <span className="text-fg">{row.action}</span> },
      { id: 'target', header: t('audit.target'), width: 'grow', minWidth: 160, cell: (row) => <Mono text={row.target} /> },
      {
        id: 'outcome',
        header: t('audit.outcome'),
        width: 88,
        cell: ({ outcome }) => <span className={OUTCOME_CLASSES[outcome]}>{t(`audit.outcomes.${outcome}`)}</span>,
      },
      { id: 'node', header: t('audit.node'), width: 132, hideBelow: 960, cell: (row) => <Mono text={row.nodeId} /> },
    ],
    [t],
  );
}
