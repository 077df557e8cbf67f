import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminSessionRow } from '../../../contract/admin-rows.ts';
import { formatDuration } from '../../i18n/format.ts';
import { changing } from '../../stores/confirmation.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { useNow } from '../../widgets/now.ts';
import { Tag } from '../../widgets/tag.tsx';

export interface SessionsDialogProps {
  readonly sourceId: string;
  readonly onClose: () => void;
}

/** Where this user is logged in at the server, and the way to end each. */
export function SessionsDialog({ sourceId, onClose }: SessionsDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const now = useNow();
  const { run, failure, isPending } = useAction();
  const [sessions, setSessions] = useState<readonly AdminSessionRow[] | null>(null);

  const load = useCallback(async () => setSessions((await client.call('admin.sessions', { sourceId })).sessions), [client, sourceId]);
  useEffect(() => run(load), [run, load]);

  const end = (handle: string) =>
    run(async () => {
      await changing(sourceId, (confirm) => client.call('admin.revokeSession', { sourceId, handle, ...confirm }));
      await load();
    });

  return (
    <Dialog title={t('admin.sessionsTitle')} description={t('admin.sessionsText')} isOpen isWide onClose={onClose} testId="sessions-dialog">
      <ul className="mt-3 min-h-16 flex-1 overflow-y-auto border-y border-line" aria-busy={sessions === null}>
        {sessions?.map(({ handle, user, createdAt, lastSeenAt, isOwn }) => (
          <li key={handle} data-testid="session-row" className="flex h-9 items-center gap-3 border-b border-line-soft px-2 last:border-b-0">
            <span className="w-32 truncate font-mono text-code text-fg" title={handle}>
              {handle}
            </span>
            <span className="min-w-0 flex-1 truncate">{user}</span>
            {isOwn && <Tag tone="ok">{t('admin.own')}</Tag>}
            <span className="text-fg-3">{t('admin.since', { duration: formatDuration(t, now - createdAt) })}</span>
            <span className="text-fg-3">{t('admin.seen', { duration: formatDuration(t, now - lastSeenAt) })}</span>
            <Button size="sm" variant="danger" disabled={isPending || isOwn} onClick={() => end(handle)}>
              {t('admin.endSession')}
            </Button>
          </li>
        ))}
        {sessions?.length === 0 && <li className="px-2 py-2 text-fg-3">{t('admin.noSessions')}</li>}
      </ul>
      {failure !== null && <InlineFailure failure={failure} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
