import { ArrowDownLeft, ArrowUpRight, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatClock, formatMs, formatRate, formatZone } from '../i18n/format.ts';
import { connectedNamespaces, useConnection } from '../stores/connection.ts';
import { useLink } from '../stores/link.ts';
import { useMetrics } from '../stores/metrics.ts';
import { useSelectedSource } from '../stores/sources.ts';
import { cn } from '../widgets/cn.ts';
import { StateDot } from '../widgets/state-dot.tsx';
import { Rtt } from './cells.tsx';
import { canRun, dials, isOfServers, stateWord } from './source-words.ts';

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
          {canRun(source) && <StateDot state={source.state} />}
          {source.state !== 'running' ? (
            stateWord(t, source)
          ) : !isOfServers(source) ? (
            <ConnectedNamespaces />
          ) : (
            t('status.sockets', { count: source.counts.sockets })
          )}
        </Cell>
      )}
      {source?.state === 'running' && <Rates hasProcess={source.capabilities.includes('process')} />}
      {source !== null && dials(source) && <ConnectionCells />}
      <span className="flex-1" />
      <span className="px-2.5 whitespace-nowrap text-fg-3">
        {status === 'lost' ? t('app.asOfShort', { time: formatClock(since) }) : t('status.localTime', { zone: formatZone(new Date()) })}
      </span>
    </footer>
  );
}

function ConnectedNamespaces() {
  const { t } = useTranslation();
  const count = useConnection(({ connection }) => connectedNamespaces(connection).length);
  return t('client.namespacesStatus', { count });
}

function ConnectionCells() {
  const { t } = useTranslation();
  const rttMs = useConnection(({ connection }) => (connection?.phase === 'connected' ? connection.rttMs : null));
  const reconnects = useConnection(({ connection }) => connection?.reconnects ?? 0);
  return (
    <>
      {rttMs !== null && (
        <Cell>
          RTT <Rtt ms={rttMs} />
        </Cell>
      )}
      {reconnects > 0 && <Cell>{t('client.reconnects', { count: reconnects })}</Cell>}
    </>
  );
}

/** `hasProcess`: the event loop and the memory are those of the source. */
function Rates({ hasProcess }: { readonly hasProcess: boolean }) {
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
      {hasProcess && (
        <>
          <Cell>{t('status.loop', { delay: formatMs(point.eventLoopDelayP99Ms) })}</Cell>
          <Cell>{t('status.memory', { bytes: formatBytes(point.rssBytes) })}</Cell>
        </>
      )}
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
