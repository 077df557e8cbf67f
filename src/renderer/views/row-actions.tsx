import { useTranslation } from 'react-i18next';
import { composeToNamespace, composeToRoom, showSockets } from './go.ts';

interface RowActionsProps {
  readonly sourceId: string;
  readonly namespace: string;
  readonly room?: string;
}

const LINK = 'rounded-1 text-accent-fg hover:underline focus-visible:underline';

/** Shown while the row is pointed at; the inspector has the same actions for the keyboard. */
export function RowActions({ sourceId, namespace, room }: RowActionsProps) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex gap-3 opacity-0 group-focus-within/row:opacity-100 in-[[data-index]:hover]:opacity-100 in-[[aria-selected=true]]:opacity-100">
      <button type="button" tabIndex={-1} className={LINK} onClick={() => showSockets(sourceId, namespace, room)}>
        {t('tables.showSockets')}
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={LINK}
        onClick={() => (room === undefined ? composeToNamespace(sourceId, namespace) : composeToRoom(sourceId, namespace, room))}
      >
        {t('tables.broadcast')}
      </button>
    </span>
  );
}
