import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../i18n/format.ts';
import { useTraffic } from '../../stores/traffic.ts';

export function TrafficFooter() {
  const { t } = useTranslation();
  const isFollowing = useTraffic((state) => state.isFollowing);
  const isPaused = useTraffic((state) => state.isPaused);
  const held = useTraffic((state) => state.held);
  const tail = useTraffic((state) => state.tail);
  const state = isPaused ? t('traffic.pausedNew', { count: held }) : isFollowing ? t('traffic.following') : t('traffic.notFollowing');
  return (
    <div className="flex h-6 shrink-0 items-center gap-3 border-t border-line px-3 text-xs whitespace-nowrap text-fg-3">
      <span role="status" className={isPaused ? 'text-warn' : undefined}>
        {state}
      </span>
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
