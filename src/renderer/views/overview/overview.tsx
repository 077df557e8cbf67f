import { Pause } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { formatClock } from '../../i18n/format.ts';
import { useCommands } from '../../stores/commands.ts';
import { useMetrics } from '../../stores/metrics.ts';
import { pointAt, usePointed } from '../../stores/pointed.ts';
import { changeSettings, RANGES_SECONDS, useSettings } from '../../stores/settings.ts';
import { cn } from '../../widgets/cn.ts';
import { EmptyState } from '../../widgets/notes.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { Toolbar } from '../../widgets/toolbar.tsx';
import { ConnectSnippet } from '../connect-snippet.tsx';
import { showSpan } from '../go.ts';
import { isOfServers, listens } from '../source-words.ts';
import { BusiestPanels } from './busiest-panels.tsx';
import { AckPanel, ConnectsPanel, PacketsPanel, SocketsPanel } from './chart-panels.tsx';
import { ClientsPanel } from './clients-panel.tsx';
import { clockSecondsFor, drawBars, drawPoints, MAX_DRAWN_BARS, MAX_DRAWN_POINTS, spanSecondsFor } from './series.ts';
import { StatStrip } from './stat-strip.tsx';

const RANGE_OPTIONS = RANGES_SECONDS.map((seconds) => ({ seconds, value: String(seconds) }));

export function Overview({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const rangeSeconds = useSettings((settings) => settings.rangeSeconds);
  const isHeld = usePointed(({ at }) => at !== null);
  const summary = useMetrics((metrics) => metrics.summary);
  useEffect(() => () => pointAt(null), []);
  useCommands(
    RANGE_OPTIONS.map(({ seconds }) => ({
      id: `overview.range.${seconds}`,
      title: t('chart.range', { range: t(`overview.ranges.s${seconds}`) }),
      group: 'here',
      run: () => changeSettings({ rangeSeconds: seconds }),
    })),
  );

  if (listens(source) && summary !== null && summary.peakSockets === 0 && source.counts.sockets === 0) {
    return (
      <div data-pane className="min-h-0 flex-1 overflow-y-auto">
        <EmptyState title={t('overview.waitingTitle')} text={t('overview.waitingText')}>
          <ConnectSnippet source={source} />
        </EmptyState>
      </div>
    );
  }
  return (
    <div data-pane className="flex min-h-0 flex-1 flex-col">
      <Toolbar label={t('tabs.overview')}>
        <Segmented
          label={t('overview.range')}
          value={String(rangeSeconds)}
          options={RANGE_OPTIONS.map(({ seconds, value }) => ({ value, label: t(`overview.ranges.s${seconds}`) }))}
          onChange={(value) => {
            const option = RANGE_OPTIONS.find((candidate) => candidate.value === value);
            if (option !== undefined) changeSettings({ rangeSeconds: option.seconds });
          }}
        />
        <AllSince rangeSeconds={rangeSeconds} />
        <span className="flex-1" />
        {isHeld && (
          <span role="status" className="flex items-center gap-1.5 text-fg-2">
            <Pause size={14} strokeWidth={1.75} aria-hidden />
            {t('overview.held')}
          </span>
        )}
      </Toolbar>
      <Panels source={source} rangeSeconds={rangeSeconds} isHeld={isHeld} />
    </div>
  );
}

/** Says why the clock of the charts is shorter than the range. */
function AllSince({ rangeSeconds }: { readonly rangeSeconds: number }) {
  const { t } = useTranslation();
  const since = useMetrics(({ points }) => (clockSecondsFor(points, rangeSeconds) < rangeSeconds ? points[0]?.at : undefined));
  return since === undefined ? null : <span className="text-fg-3">{t('overview.allSince', { time: formatClock(since) })}</span>;
}

interface PanelsProps {
  readonly source: SourceRow;
  readonly rangeSeconds: number;
  readonly isHeld: boolean;
}

function Panels({ source, rangeSeconds, isHeld }: PanelsProps) {
  const { capabilities } = source;
  const isServer = isOfServers(source);
  const hasAcks = capabilities.includes('ack');
  const hasBusiest = capabilities.includes('traffic');
  const { sourceId } = source;
  const onOpen = useMemo(() => (hasBusiest ? (from: number, until: number) => showSpan(sourceId, from, until) : undefined), [hasBusiest, sourceId]);
  const points = useHeld(
    useMetrics((metrics) => metrics.points),
    isHeld,
  );
  const seconds = clockSecondsFor(points, rangeSeconds);
  const spanSeconds = spanSecondsFor(seconds, MAX_DRAWN_POINTS);
  const drawn = useMemo(() => drawPoints(points, spanSeconds), [points, spanSeconds]);
  const barSpan = spanSecondsFor(seconds, MAX_DRAWN_BARS);
  const bars = useMemo(() => drawBars(points, barSpan), [points, barSpan]);
  const until = points.at(-1)?.at ?? 0;
  const clock = useMemo(() => ({ from: until - seconds * 1000, until }), [until, seconds]);

  return (
    <div className="@container min-h-0 flex-1 overflow-y-auto">
      <div
        className={cn(
          'grid h-full grid-cols-6 divide-y divide-line',
          hasBusiest
            ? 'grid-rows-[80px_minmax(186px,1.2fr)_minmax(160px,1fr)_minmax(160px,1fr)]'
            : 'grid-rows-[80px_minmax(186px,1.2fr)_minmax(160px,1fr)]',
        )}
      >
        <StatStrip isServer={isServer} hasAcks={hasAcks} hasProcess={capabilities.includes('process')} className="col-span-6" />
        <div className={cn('col-span-6 grid divide-x divide-line', hasAcks && 'grid-cols-[minmax(0,5fr)_minmax(0,3fr)]')}>
          <PacketsPanel key={seconds} points={drawn} clock={clock} spanSeconds={spanSeconds} onOpen={onOpen} />
          {hasAcks && <AckPanel key={`ack ${seconds}`} points={drawn} clock={clock} spanSeconds={spanSeconds} onOpen={onOpen} />}
        </div>
        <div className="col-span-6 grid grid-cols-3 divide-x divide-line">
          <SocketsPanel key={seconds} isServer={isServer} points={drawn} clock={clock} spanSeconds={spanSeconds} onOpen={onOpen} />
          <ConnectsPanel key={`bars ${seconds}`} drawn={bars} clock={clock} spanSeconds={barSpan} onOpen={onOpen} />
          <ClientsPanel isServer={isServer} />
        </div>
        {hasBusiest && <BusiestPanels sourceId={source.sourceId} capabilities={capabilities} className="col-span-6" />}
      </div>
    </div>
  );
}

/** The value as it was when holding began. */
function useHeld<Value>(value: Value, isHeld: boolean): Value {
  const kept = useRef(value);
  if (!isHeld) kept.current = value;
  return kept.current;
}
