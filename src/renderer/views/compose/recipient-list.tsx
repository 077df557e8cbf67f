import { Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecipientsBatch } from '../../../contract/feeds.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import { formatCount } from '../../i18n/format.ts';
import { type Draft, missingOf, targetOf } from '../../stores/drafts.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { BulkDialog } from '../deferred-dialogs.ts';
import { MissingServers } from '../missing-servers.tsx';

interface RecipientListProps {
  readonly source: SourceRow;
  readonly draft: Draft;
  readonly recipients: RecipientsBatch | null;
}

/** Who would get it, before it is sent. */
export function RecipientList({ source, draft, recipients }: RecipientListProps) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const [isBulkOpen, setIsBulkOpen] = useState(false);
  const missing = missingOf(draft);
  if (missing !== null) return <p className="px-3 py-2 text-fg-3">{missing === 'rooms' ? t('compose.chooseRooms') : t('compose.chooseSockets')}</p>;
  if (recipients === null) return null;
  const { count, of, rows, failure, evaluatedBy } = recipients;
  // Nobody is there: that is an answer, not a fault.
  if (failure?.code === 'NO_RECIPIENTS') return <p className="px-3 py-2 text-fg-3">{t('compose.noRecipients')}</p>;
  if (failure !== null) {
    return (
      <div className="px-3 py-2">
        <InlineFailure failure={failure} />
      </div>
    );
  }
  return (
    <>
      <p data-testid="compose-recipients" className="flex h-8 shrink-0 items-center gap-1.5 px-3 text-fg-3">
        {count === null ? (
          <span className="truncate">{t('bulk.unknown')}</span>
        ) : (
          <>
            <span className="shrink-0 font-strong whitespace-nowrap text-fg">{t('compose.recipients', { count })}</span>
            <span className="min-w-0 truncate" title={t(`admin.evaluatedBy.${evaluatedBy}`)}>
              {t('compose.recipientsOf', { total: formatCount(of) })}
            </span>
          </>
        )}
        <span className="flex-1" />
        {capabilities.includes('bulk') && (
          <Button size="sm" variant="ghost" icon={Users} onClick={() => setIsBulkOpen(true)} data-testid="bulk-open">
            {t('bulk.open')}
          </Button>
        )}
      </p>
      {isBulkOpen && <BulkDialog source={source} target={targetOf(draft)} onClose={() => setIsBulkOpen(false)} />}
      {recipients.nodes !== undefined && <MissingServers nodes={recipients.nodes} />}
      <ul className="min-h-0 flex-1 overflow-y-auto border-t border-line-soft">
        {rows.map(({ socketId, namespace, via }) => (
          <li key={`${namespace},${socketId}`} className="border-b border-line-soft">
            <button
              type="button"
              onClick={() => goAndInspect(sourceId, 'sockets', { kind: 'socket', namespace, socketId })}
              className="flex h-6 w-full items-center justify-between gap-3 px-3 text-left font-mono text-code hover:bg-hover"
            >
              <span className="truncate text-fg">{socketId}</span>
              <span className="shrink-0 text-xs text-fg-3">{via.length > 0 ? via.join(', ') : namespace}</span>
            </button>
          </li>
        ))}
        {count !== null && count > rows.length && (
          <li className="px-3 py-1.5 text-fg-3">{t('compose.moreRecipients', { count: count - rows.length })}</li>
        )}
      </ul>
    </>
  );
}
