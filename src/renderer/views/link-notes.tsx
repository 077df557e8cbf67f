import { Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../i18n/format.ts';
import { useLink } from '../stores/link.ts';
import { Button } from '../widgets/button.tsx';

/** Over stale data: it stays, dimmed, with the time it is from. */
export function LostBanner() {
  const { t } = useTranslation();
  const since = useLink((link) => link.since);
  return (
    <div role="status" className="flex h-8 items-center gap-2 border-b border-line bg-warn-soft px-4 text-sm text-warn">
      <Unplug size={14} strokeWidth={1.75} aria-hidden />
      <span className="font-medium">{t('app.lost')}</span>
      <span className="text-fg-2">{t('app.asOf', { time: formatClock(since) })}</span>
    </div>
  );
}

/** The whole page: nothing works without a session. */
export function RefusedPage() {
  const { t } = useTranslation();
  return (
    <main className="grid place-items-center bg-main p-6">
      <div className="flex max-w-130 flex-col items-start gap-3">
        <h1 className="text-xl font-strong">{t('app.refusedTitle')}</h1>
        <p className="text-md text-fg-2">{t('app.refusedText')}</p>
        <Button onClick={() => window.location.reload()}>{t('app.tryAgain')}</Button>
      </div>
    </main>
  );
}
