import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { MAX_TARGETS, type Target } from '../../contract/target.ts';
import { useIsReadOnly } from '../stores/sources.ts';
import type { Selection } from '../stores/use-selection.ts';
import { Button, IconButton } from '../widgets/button.tsx';
import { type BulkAction, bulkActionsOf } from './bulk-actions.ts';

interface BulkBarProps<Row> {
  readonly source: SourceRow;
  readonly selection: Selection<Row>;
  /** `null`: of these rows there is none, since they are of too many namespaces. */
  readonly target: Target | null;
  /** How many rows match, which all would be. */
  readonly matched: number;
  /** There is a way to mean all that match. */
  readonly canMeanAll: boolean;
  /** A row is a socket: how many rows is how many are disconnected. */
  readonly isOfSockets?: boolean;
  readonly onAct: (action: BulkAction, target: Target) => void;
}

/** Under the toolbar while several rows are selected: how many, and what can be done with them. */
export function BulkBar<Row>({ source, selection, target, matched, canMeanAll, isOfSockets = false, onAct }: BulkBarProps<Row>) {
  const { t } = useTranslation();
  const isReadOnly = useIsReadOnly();
  const count = selection.isAll ? matched : selection.rows.length;
  if (count === 0 && !selection.isAll) return null;
  return (
    <div
      role="toolbar"
      aria-label={t('selection.label')}
      data-testid="bulk-bar"
      className="flex h-8 shrink-0 items-center gap-2 border-b border-line bg-selected-dim px-3 text-sm"
    >
      <span role="status" className="font-medium whitespace-nowrap text-fg">
        {selection.isAll ? t('selection.all', { count }) : t('selection.count', { count })}
      </span>
      {canMeanAll && !selection.isAll && matched > count && (
        <button type="button" className="truncate rounded-1 text-accent-fg hover:underline" onClick={selection.selectAll}>
          {t('selection.selectAll', { count: matched })}
        </button>
      )}
      {!canMeanAll && count === selection.limit && matched > count && (
        <span className="truncate text-warn" data-testid="bulk-cut">
          {t('selection.cut', { count: matched })}
        </span>
      )}
      {target === null && <span className="truncate text-warn">{t('selection.tooManyNamespaces', { count: MAX_TARGETS })}</span>}
      <span className="flex-1" />
      {target !== null &&
        bulkActionsOf(source.capabilities).map((action) => (
          <Button
            key={action}
            size="sm"
            variant={action === 'disconnect' ? 'danger' : 'secondary'}
            disabled={isReadOnly}
            title={isReadOnly ? t('readOnly.send') : undefined}
            data-testid={`selection-${action}`}
            onClick={() => onAct(action, target)}
          >
            {action === 'disconnect' && !isOfSockets ? t('rowMenu.disconnect') : t(`selection.${action}`, { count })}
          </Button>
        ))}
      <IconButton icon={X} size="sm" label={t('selection.clear')} shortcut="Esc" onClick={selection.clear} />
    </div>
  );
}
