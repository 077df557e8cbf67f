import { useTranslation } from 'react-i18next';
import type { RecipientsBatch } from '../../../contract/feeds.ts';
import { formatCount } from '../../i18n/format.ts';
import { type Draft, missingOf } from '../../stores/drafts.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { InlineFailure } from '../../widgets/notes.tsx';

interface RecipientListProps {
  readonly sourceId: string;
  readonly draft: Draft;
  readonly recipients: RecipientsBatch | null;
}

/** Who would get it, before it is sent. */
export function RecipientList({ sourceId, draft, recipients }: RecipientListProps) {
  const { t } = useTranslation();
  const missing = missingOf(draft);
  if (missing !== null) return <p className="px-3 py-2 text-fg-3">{missing === 'rooms' ? t('compose.chooseRooms') : t('compose.chooseSockets')}</p>;
  if (recipients === null) return null;
  const { of, rows, failure } = recipients;
  // Where only the server knows, the rows are all that can be said.
  const count = recipients.count ?? rows.length;
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
        <span className="font-strong text-fg">{t('compose.recipients', { count })}</span>
        {t('compose.recipientsOf', { total: formatCount(of) })}
      </p>
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
        {count > rows.length && <li className="px-3 py-1.5 text-fg-3">{t('compose.moreRecipients', { count: count - rows.length })}</li>}
      </ul>
    </>
  );
}
