import { Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptFile, Notice } from '../../../contract/notices.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { useClient } from '../../stores/link.ts';
import { applyNotices, notify, useNotifications } from '../../stores/notifications.ts';
import { openSettings } from '../../stores/overlays.ts';
import { useAction } from '../../stores/use-action.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { InlineFailure } from '../../widgets/notes.tsx';
import { noticeText } from './notice-text.ts';

/** What became of the saved sources, over everything else, until it is dismissed. */
export function NoticeBars() {
  useFeed('notices', {}, applyNotices);
  const notices = useNotifications((state) => state.notices);
  return notices.map((notice) => <NoticeBar key={notice.noticeId} notice={notice} />);
}

function NoticeBar({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const { noticeId, level, code, detail } = notice;
  const { title, text } = noticeText(t, notice);
  const Icon = level === 'ok' ? Info : TriangleAlert;
  return (
    <div
      role={level === 'error' ? 'alert' : 'status'}
      data-testid="notice"
      data-code={code}
      className={cn(
        'flex min-h-9 items-center gap-2.5 border-b border-line px-3 py-1 text-sm',
        level === 'ok' ? 'bg-raised' : level === 'warn' ? 'bg-warn-soft' : 'bg-err-soft',
      )}
    >
      <Icon
        size={14}
        strokeWidth={1.75}
        aria-hidden
        className={cn('shrink-0', level === 'ok' ? 'text-fg-3' : level === 'warn' ? 'text-warn' : 'text-err')}
      />
      <p className="min-w-0 flex-1 text-fg-2" title={detail}>
        <span className="font-medium text-fg">{title}</span> {text}
      </p>
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      {OFFERS_BACKUP.has(code) && <RestoreButton noticeId={noticeId} />}
      {(code === 'STORE_NEWER' || code === 'STORE_UNREADABLE') && (
        <Button size="sm" disabled={action.isPending} onClick={() => action.run(() => client.call('store.startAnew', {}))}>
          {t('notices.startAnew')}
        </Button>
      )}
      <Button size="sm" onClick={() => openSettings('data')}>
        {t('notices.details')}
      </Button>
      <IconButton
        icon={X}
        size="sm"
        label={t('notices.dismiss')}
        disabled={action.isPending}
        onClick={() => action.run(() => client.call('notice.dismiss', { noticeId }))}
      />
    </div>
  );
}

const OFFERS_BACKUP: ReadonlySet<Notice['code']> = new Set(['STORE_CORRUPT', 'STORE_DAMAGED']);

/** Brings back the last backup that has sources. */
function RestoreButton({ noticeId }: { readonly noticeId: string }) {
  const { t } = useTranslation();
  const client = useClient();
  const { run, isPending, failure } = useAction();
  const [backup, setBackup] = useState<KeptFile | null>(null);
  useEffect(() => {
    client.call('store.describe', {}).then(
      ({ files }) => setBackup(files.find(({ isBackup, sources }) => isBackup && sources !== null && sources > 0) ?? null),
      // Without it the settings tell more.
      () => {},
    );
  }, [client]);
  if (failure !== null) return <InlineFailure failure={failure} />;
  if (backup === null) return null;

  function restore({ name }: KeptFile): void {
    run(async () => {
      const { added } = await client.call('store.restore', { name });
      await client.call('notice.dismiss', { noticeId });
      notify('ok', t('data.restored', { count: added }));
    });
  }

  return (
    <Button size="sm" disabled={isPending} onClick={() => restore(backup)} data-testid="notice-restore">
      {t('notices.restore', { count: backup.sources ?? 0, time: formatDateTime(backup.at) })}
    </Button>
  );
}
