import { Bell } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../../i18n/format.ts';
import { clearNotifications, markRead, type Notification, useNotifications } from '../../stores/notifications.ts';
import { openNotifications, useOverlays } from '../../stores/overlays.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Popover } from '../../widgets/popover.tsx';
import { noticeText } from './notice-text.ts';

/** Whatever was said in passing, to be read again. */
export function Notifications() {
  const { t } = useTranslation();
  const isOpen = useOverlays(({ areNotificationsOpen }) => areNotificationsOpen);
  const unread = useNotifications((state) => state.unread);
  return (
    <span className="relative">
      <Popover
        label={t('notifications.title')}
        width="md"
        testId="notifications"
        isOpen={isOpen}
        onOpenChange={(open) => {
          openNotifications(open);
          markRead();
        }}
        trigger={
          <IconButton
            icon={Bell}
            iconSize={16}
            label={unread === 0 ? t('notifications.title') : t('notifications.unread', { count: unread })}
            data-testid="notifications-open"
          />
        }
      >
        <List />
      </Popover>
      {unread > 0 && <span aria-hidden className="pointer-events-none absolute top-0.5 right-0.5 size-2 rounded-full bg-accent" />}
    </span>
  );
}

function List() {
  const { t } = useTranslation();
  const notifications = useNotifications((state) => state.notifications);
  const notices = useNotifications((state) => state.notices);
  if (notifications.length === 0 && notices.length === 0) return <p className="text-md text-fg-3">{t('notifications.empty')}</p>;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 className="text-md font-strong">{t('notifications.title')}</h2>
        {notifications.length > 0 && (
          <Button size="sm" variant="ghost" onClick={clearNotifications}>
            {t('notifications.clear')}
          </Button>
        )}
      </div>
      <ul className="flex flex-col">
        {notices.map((notice) => (
          <Item key={notice.noticeId} at={notice.at} level={notice.level === 'ok' ? 'ok' : 'error'} {...noticeText(t, notice)} />
        ))}
        {notifications.map((notification) => (
          <Item key={notification.id} {...notification} />
        ))}
      </ul>
    </div>
  );
}

function Item({ at, level, title, text }: Pick<Notification, 'at' | 'level' | 'title' | 'text'>) {
  return (
    <li className="flex gap-3 border-t border-line py-1.5 text-sm first:border-t-0" data-selectable>
      <time className="shrink-0 font-mono text-code text-fg-3">{formatClock(at)}</time>
      <span className="min-w-0">
        <span className={cn('block', level === 'error' ? 'text-err' : 'text-fg')}>{title}</span>
        {text !== '' && <span className="block text-fg-2">{text}</span>}
      </span>
    </li>
  );
}
