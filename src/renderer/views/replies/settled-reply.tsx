import { useTranslation } from 'react-i18next';
import type { ReplyRequestRow } from '../../../contract/client-rows.ts';
import { formatClockMs } from '../../i18n/format.ts';
import { JsonBlock } from '../../widgets/json-text.tsx';
import { settledWords } from './reply-row.tsx';

/** What was asked and what was sent, to read. */
export function SettledReply({ request }: { readonly request: ReplyRequestRow }) {
  const { t } = useTranslation();
  const { event, namespace, at, preview, reply } = request;
  return (
    <div className="min-h-0 min-w-0 flex-1 overflow-y-auto px-3 py-2">
      <h3 className="truncate font-mono text-code text-fg">{event}</h3>
      <p className="text-fg-3">
        {formatClockMs(at)} · <span className="font-mono text-code">{namespace}</span> · {settledWords(t, request)}
      </p>
      <h4 className="mt-3 mb-1 text-xs text-fg-3">{t('replies.request')}</h4>
      <JsonBlock text={preview} />
      <h4 className="mt-3 mb-1 text-xs text-fg-3">{t('replies.answer')}</h4>
      {reply === null ? <p className="text-fg-3">{t('replies.noAnswer')}</p> : <JsonBlock text={reply} />}
    </div>
  );
}
