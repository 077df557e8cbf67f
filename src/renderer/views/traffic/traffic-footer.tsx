import { useTranslation } from 'react-i18next';
import { formatBytes, formatPercent } from '../../i18n/format.ts';
import { heldShareOf, useTraffic } from '../../stores/traffic.ts';
import { cn } from '../../widgets/cn.ts';

/** `isLive`: more may pass. */
export function TrafficFooter({ isLive }: { readonly isLive: boolean }) {
  const { t } = useTranslation();
  const isFollowing = useTraffic((state) => state.isFollowing);
  const isPaused = useTraffic((state) => state.isPaused);
  const tail = useTraffic((state) => state.tail);
  return (
    <div data-testid="traffic-footer" className="flex h-6 shrink-0 items-center gap-3 border-t border-line px-3 text-xs whitespace-nowrap text-fg-3">
      {isPaused ? <Held /> : isLive && <span role="status">{isFollowing ? t('traffic.following') : t('traffic.notFollowing')}</span>}
      <span className="flex-1" />
      {tail !== null && (
        <>
          {tail.evicted > 0 && <span>{t('traffic.evicted', { count: tail.evicted })}</span>}
          <span>{t('traffic.buffer', { count: tail.nextSeq - tail.firstSeq, bytes: formatBytes(tail.logBytes) })}</span>
        </>
      )}
    </div>
  );
}

/** How many came while paused, how much of the buffer they take, and when that is too small for them. */
function Held() {
  const { t } = useTranslation();
  const held = useTraffic((state) => state.held);
  const lost = useTraffic((state) => heldShareOf(state).lost);
  const percent = useTraffic((state) => Math.round(heldShareOf(state).share * 100));
  const share = formatPercent(percent / 100);
  return (
    <>
      <span role="status" className="text-warn">
        {lost > 0 ? t('log.lost', { count: held, lost }) : t('log.held', { count: held, share })}
      </span>
      <span className="relative h-1.5 w-20 bg-active">
        <meter className="sr-only" aria-label={t('log.bufferShare')} min={0} max={100} value={percent} aria-valuetext={share} />
        <span aria-hidden className={cn('block h-full', lost > 0 ? 'bg-err' : 'bg-warn')} style={{ width: `${percent}%` }} />
      </span>
    </>
  );
}
