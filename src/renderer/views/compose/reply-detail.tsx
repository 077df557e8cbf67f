import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SendResultRow } from '../../../contract/rows.ts';
import { formatMs } from '../../i18n/format.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { JsonBlock } from '../../widgets/json-text.tsx';
import { useReply } from './use-reply.ts';

interface ReplyDetailProps {
  readonly sourceId: string;
  readonly sendId: string;
  readonly row: SendResultRow;
  /** There is a list of sockets to go to. */
  readonly hasSockets: boolean;
  readonly onClose: () => void;
}

/** What one recipient answered. */
export function ReplyDetail({ sourceId, sendId, row, hasSockets, onClose }: ReplyDetailProps) {
  const { t } = useTranslation();
  const { socketId, namespace, state, latencyMs } = row;
  const { text, isCut } = useReply(sourceId, sendId, row);
  return (
    <aside aria-label={t('fields.reply')} data-testid="reply-detail" className="flex w-80 shrink-0 flex-col border-l border-line bg-side">
      <header className="flex h-8 shrink-0 items-center gap-1 pr-1 pl-3">
        <span className="min-w-0 flex-1 truncate font-mono text-code text-fg" title={`${namespace} ${socketId}`}>
          {socketId}
        </span>
        <CopyButton text={text} label={t('results.copyReply')} />
        <IconButton icon={X} size="sm" label={t('common.close')} onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-auto px-3 pb-3">
        <p className="mb-2 text-fg-3">
          {t(`compose.states.${state}`)}
          {latencyMs !== null && ` · ${formatMs(latencyMs)}`}
        </p>
        <JsonBlock text={pretty(text)} />
        {isCut && <p className="mt-2 text-warn">{t('results.cut', { count: text.length })}</p>}
        {hasSockets && (
          <Button size="sm" className="mt-3" onClick={() => goAndInspect(sourceId, 'sockets', { kind: 'socket', namespace, socketId })}>
            {t('results.openSocket')}
          </Button>
        )}
      </div>
    </aside>
  );
}

/** Whole JSON in lines; what the console cut stays as it is. */
function pretty(reply: string): string {
  try {
    return JSON.stringify(JSON.parse(reply), null, 2);
  } catch {
    return reply;
  }
}
