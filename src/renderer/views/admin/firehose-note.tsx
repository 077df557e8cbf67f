import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../i18n/format.ts';
import { useAdmin } from '../../stores/admin.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';

/** A large server sends every event of every socket: nothing of it is kept until a person wants it. */
export function FirehoseNote({ sourceId }: { readonly sourceId: string }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const firehose = useAdmin(({ admin }) => admin?.firehose ?? null);
  if (firehose === null || firehose.isAccepted) return null;
  const { sockets, eventsPerSecond } = firehose;
  return (
    <div
      role="status"
      data-testid="firehose"
      className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line bg-warn-soft px-3 py-1 text-warn"
    >
      <TriangleAlert size={14} strokeWidth={1.75} className="shrink-0" aria-hidden />
      <span className="min-w-0 flex-1">
        {t('admin.firehose', { sockets: formatCount(sockets), events: formatCount(eventsPerSecond) })}{' '}
        <span className="text-fg-2">{t('admin.firehoseHint')}</span>
      </span>
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      <Button
        size="sm"
        disabled={action.isPending}
        onClick={() => action.run(() => client.call('admin.acceptFirehose', { sourceId }))}
        data-testid="firehose-accept"
      >
        {t('admin.firehoseAccept')}
      </Button>
    </div>
  );
}
