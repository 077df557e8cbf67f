import { Plug, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../widgets/button.tsx';
import { composeToNamespace, composeToRoom, showSockets } from './go.ts';

interface RowActionsProps {
  readonly sourceId: string;
  readonly namespace: string;
  readonly room?: string;
}

/** Shown while the row is pointed at; the inspector has the same actions for the keyboard. */
export function RowActions({ sourceId, namespace, room }: RowActionsProps) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex align-middle opacity-0 group-focus-within/row:opacity-100 in-[[data-index]:hover]:opacity-100 in-[[aria-selected=true]]:opacity-100">
      <IconButton icon={Plug} size="sm" tabIndex={-1} label={t('tables.showSockets')} onClick={() => showSockets(sourceId, namespace, room)} />
      <IconButton
        icon={Send}
        size="sm"
        tabIndex={-1}
        label={t('tables.broadcast')}
        onClick={() => (room === undefined ? composeToNamespace(sourceId, namespace) : composeToRoom(sourceId, namespace, room))}
      />
    </span>
  );
}
