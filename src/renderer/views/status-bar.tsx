import { ArrowDownLeft, ArrowUpRight, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatClock, formatMs, formatRate, formatZone } from '../i18n/format.ts';
import { useLink } from '../stores/link.ts';
import { useMetrics } from '../stores/metrics.ts';
import { useSelectedSource } from '../stores/sources.ts';
import { cn } from '../widgets/cn.ts';
import { StateDot } from '../widgets/state-dot.tsx';

export function StatusBar() {
  const { t } = useTranslation();
  const selected = useSelectedSource();
  const status = useLink((link) => link.status);
  const since = useLink((link) => link.since);
  const source = status === 'refused' ? null : selected;
  return (
    <footer
      data-testid="status-bar"
      className={cn('flex items-center overflow-hidden border-t border-line bg-app px-1 text-xs text-fg-2', status === 'lost' && 'opacity-60')}
    >
      {source === null ? (
        <Cell>{t('status.noSource')}</Cell>
      ) : (
        <Cell>
          <StateDot state={source.state} />
          {source.state === 'running' ? t('status.sockets', { count: source.counts.sockets }) : t(`states.${source.state}`)}
        </Cell>
      )}
      {source?.state === 'running' && <Rates />}
      <span className="flex-1" />
      <span className="px-2.5 whitespace-nowrap text-fg-3">
        {status === 'lost' ? t('app.asOfShort', { time: formatClock(since) }) : t('status.localTime', { zone: formatZone(new Date()) })}
      </span>
    </footer>
  );
}

function Rates() {
  const { t } = useTranslation();
  const point = useMetrics(({ points }) => points.at(-1));
  const evicted = useMetrics(({ summary }) => summary?.evicted ?? 0);
  if (point === undefined) return null;
  return (
    <>
      <Cell title={t('status.in')}>
        <ArrowDownLeft size={12} strokeWidth={2} className="text-in" aria-hidden />
        {t('direction.in')} {formatRate(point.packetsIn)} · {formatBytes(point.bytesIn)}/s
      </Cell>
      <Cell title={t('status.out')}>
        <ArrowUpRight size={12} strokeWidth={2} className="text-out" aria-hidden />
        {t('direction.out')} {formatRate(point.packetsOut)} · {formatBytes(point.bytesOut)}/s
      </Cell>
      <Cell>{t('status.loop', { delay: formatMs(point.eventLoopDelayP99Ms) })}</Cell>
      <Cell>{t('status.memory', { bytes: formatBytes(point.rssBytes) })}</Cell>
      {evicted > 0 && (
        <Cell>
          <span className="flex items-center gap-1.25 text-warn">
            <TriangleAlert size={12} strokeWidth={2} aria-hidden />
            {t('status.evicted', { count: evicted })}
          </span>
        </Cell>
      )}
    </>
  );
}

function Cell({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <span title={title} className="flex h-3.5 items-center gap-1.25 border-r border-line px-2.5 leading-3.5 whitespace-nowrap">
      {children}
    </span>
  );
}
