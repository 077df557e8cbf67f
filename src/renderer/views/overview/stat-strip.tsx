import { useTranslation } from 'react-i18next';
import { bytesParts, formatBytes, formatCount, formatMs, msParts } from '../../i18n/format.ts';
import { useMetrics } from '../../stores/metrics.ts';
import { cn } from '../../widgets/cn.ts';
import { Sparkline } from '../../widgets/sparkline.tsx';

/** Points of a sparkline: the last minute, whatever the range. */
const SPARK_POINTS = 60;

interface StatStripProps {
  /** It has many sockets. */
  readonly isServer: boolean;
  readonly hasAcks: boolean;
  /** The process is that of the source. */
  readonly hasProcess: boolean;
  readonly className?: string;
}

export function StatStrip({ isServer, hasAcks, hasProcess, className }: StatStripProps) {
  const { t } = useTranslation();
  const points = useMetrics((metrics) => metrics.points);
  const summary = useMetrics((metrics) => metrics.summary);
  const recent = points.slice(-SPARK_POINTS);
  const last = recent.at(-1);
  if (last === undefined || summary === null) return <div className={className} />;
  const [rss, rssUnit] = bytesParts(last.rssBytes);
  const [loop, loopUnit] = msParts(last.eventLoopDelayP99Ms);
  const ack = summary.ackP95Ms === null ? null : msParts(summary.ackP95Ms);
  return (
    <dl className={cn('grid divide-x divide-line', 'auto-cols-fr grid-flow-col', className)}>
      <Stat
        label={isServer ? t('overview.connected') : t('overview.connectedNamespaces')}
        value={formatCount(last.sockets)}
        note={
          isServer
            ? t('overview.peak', { peak: formatCount(summary.peakSockets), clients: formatCount(summary.clients) })
            : t('overview.peakOnly', { peak: formatCount(summary.peakSockets) })
        }
        spark={recent.map((point) => point.sockets)}
        colour="var(--chart-1)"
      />
      <Stat
        label={t('overview.packetsIn')}
        value={formatCount(last.packetsIn)}
        unit="/s"
        note={`${formatBytes(last.bytesIn)}/s`}
        spark={recent.map((point) => point.packetsIn)}
        colour="var(--chart-in)"
      />
      <Stat
        label={t('overview.packetsOut')}
        value={formatCount(last.packetsOut)}
        unit="/s"
        note={`${formatBytes(last.bytesOut)}/s`}
        spark={recent.map((point) => point.packetsOut)}
        colour="var(--chart-out)"
      />
      {hasAcks && (
        <Stat
          label={t('overview.ackP95')}
          value={ack?.[0] ?? '–'}
          unit={ack?.[1]}
          note={
            summary.ackP50Ms === null && summary.ackPending === 0
              ? t('overview.noAcksYet')
              : t('overview.ackDetail', {
                  p50: summary.ackP50Ms === null ? '–' : formatMs(summary.ackP50Ms),
                  pending: formatCount(summary.ackPending),
                })
          }
          spark={recent.map((point) => point.ackP95Ms)}
          colour="var(--chart-p95)"
        />
      )}
      {hasProcess && (
        <>
          <Stat
            label={t('overview.loop')}
            value={loop}
            unit={loopUnit}
            note={t('overview.loopDetail', { max: formatMs(summary.eventLoopDelayMaxMs) })}
            spark={recent.map((point) => point.eventLoopDelayP99Ms)}
            colour="var(--chart-6)"
          />
          <Stat
            label={t('overview.memory')}
            value={rss}
            unit={rssUnit}
            note={t('overview.heap', { used: formatBytes(summary.heapUsedBytes), total: formatBytes(summary.heapTotalBytes) })}
            spark={recent.map((point) => point.rssBytes)}
            colour="var(--chart-6)"
          />
        </>
      )}
    </dl>
  );
}

interface StatProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string | undefined;
  readonly note: string;
  readonly spark: readonly (number | null)[];
  readonly colour: string;
}

function Stat({ label, value, unit, note, spark, colour }: StatProps) {
  return (
    <div className="relative flex min-w-0 flex-col justify-center px-3">
      <dt className="truncate text-xs text-fg-3" title={label}>
        {label}
      </dt>
      <dd className="min-w-0">
        <span className="text-xl font-strong tracking-tight whitespace-nowrap">
          {value}
          {unit !== undefined && <span className="ml-0.75 text-sm font-normal tracking-normal text-fg-3">{unit}</span>}
        </span>
        <p className="truncate text-xs text-fg-3" title={note}>
          {note}
        </p>
        <span className="absolute right-3 bottom-[30px] @max-[960px]:hidden">
          <Sparkline values={spark} colour={colour} />
        </span>
      </dd>
    </div>
  );
}
