import { useTranslation } from 'react-i18next';
import { formatCount, formatMs, formatRate, formatShort } from '../../i18n/format.ts';
import { useMetrics } from '../../stores/metrics.ts';
import { Y_AXIS_WIDTH } from '../../widgets/chart-places.ts';
import { Panel } from '../../widgets/panel.tsx';
import { Chart, type Clock } from './chart.tsx';
import { reasonColour } from './reasons.ts';
import { type DrawnBar, type DrawnBars, type DrawnPoint, OTHER_REASON } from './series.ts';

interface PointsProps {
  readonly points: readonly DrawnPoint[];
  readonly clock: Clock;
  readonly spanSeconds: number;
  /** Opens a span of time; there is none to open where packets are not told. */
  readonly onOpen: ((from: number, until: number) => void) | undefined;
}

const IN = { id: 'packetsIn', kind: 'area', colour: 'var(--chart-in)', value: (point: DrawnPoint) => point.packetsIn } as const;
const OUT = { id: 'packetsOut', kind: 'area', colour: 'var(--chart-out)', value: (point: DrawnPoint) => point.packetsOut } as const;
const OUT_SERIES = [OUT];
const IN_SERIES = [IN];
const SOCKETS_SERIES = [{ id: 'sockets', kind: 'area', colour: 'var(--chart-1)', value: (point: DrawnPoint) => point.sockets }] as const;
const ACK_SERIES = [
  { id: 'p99', kind: 'line', colour: 'var(--chart-p99)', value: (point: DrawnPoint) => point.ackP99Ms },
  { id: 'p95', kind: 'line', colour: 'var(--chart-p95)', value: (point: DrawnPoint) => point.ackP95Ms },
  { id: 'p50', kind: 'line', colour: 'var(--chart-p50)', value: (point: DrawnPoint) => point.ackP50Ms },
] as const;

/** Two strips on one clock: in and out differ too much for one axis. */
export function PacketsPanel({ points, clock, spanSeconds, onOpen }: PointsProps) {
  const { t } = useTranslation();
  const labels = { packetsIn: t('direction.in'), packetsOut: t('direction.out') };
  const common = { points, clock, spanSeconds, onOpen, labels, formatY: formatShort, formatValue: formatRate };
  return (
    <Panel
      title={t('overview.packetsPerSecond')}
      legend={[
        { label: labels.packetsOut, colour: OUT.colour },
        { label: labels.packetsIn, colour: IN.colour },
      ]}
    >
      <div className="flex min-h-0 flex-[5] flex-col">
        <Chart {...common} title={t('overview.packetsOut')} series={OUT_SERIES} intervals={3} hasClock={false} />
      </div>
      <div className="flex min-h-0 flex-[4] flex-col">
        <Chart {...common} title={t('overview.packetsIn')} series={IN_SERIES} intervals={2} />
      </div>
    </Panel>
  );
}

export function AckPanel({ points, clock, spanSeconds, onOpen }: PointsProps) {
  const { t } = useTranslation();
  const isEmpty = !points.some((point) => point.ackP50Ms !== null);
  const isFirstAwaited = useMetrics(({ summary }) => summary?.ackP50Ms === null);
  return (
    <Panel title={t('overview.ackLatency')} legend={[...ACK_SERIES].reverse().map(({ id, colour }) => ({ label: id, colour }))}>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <Chart
          title={t('overview.ackLatency')}
          points={points}
          clock={clock}
          spanSeconds={spanSeconds}
          onOpen={onOpen}
          series={ACK_SERIES}
          labels={{ p50: 'p50', p95: 'p95', p99: 'p99' }}
          formatY={formatMs}
          formatValue={formatMs}
        />
        {isEmpty && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center pb-5 text-fg-3" style={{ paddingLeft: Y_AXIS_WIDTH }}>
            <span className="bg-main px-2">{isFirstAwaited ? t('overview.noAcksYet') : t('overview.noAcks')}</span>
          </p>
        )}
      </div>
    </Panel>
  );
}

export function SocketsPanel({ isServer, points, clock, spanSeconds, onOpen }: PointsProps & { readonly isServer: boolean }) {
  const { t } = useTranslation();
  const title = isServer ? t('overview.connected') : t('overview.connectedNamespaces');
  return (
    <Panel title={title}>
      <Chart
        title={title}
        points={points}
        clock={clock}
        spanSeconds={spanSeconds}
        onOpen={onOpen}
        series={SOCKETS_SERIES}
        labels={{ sockets: isServer ? t('tabs.sockets') : t('tabs.namespaces') }}
        formatY={formatShort}
        formatValue={formatCount}
      />
    </Panel>
  );
}

const CONNECT_COLOUR = 'var(--chart-1)';

interface ConnectsPanelProps {
  readonly drawn: DrawnBars;
  readonly clock: Clock;
  readonly spanSeconds: number;
  /** Opens a span of time; there is none to open where packets are not told. */
  readonly onOpen: ((from: number, until: number) => void) | undefined;
}

/** Connects go up, disconnects down. */
export function ConnectsPanel({ drawn, clock, spanSeconds, onOpen }: ConnectsPanelProps) {
  const { t } = useTranslation();
  const reasons = drawn.reasons.map((reason) => ({
    id: `reason:${reason}`,
    kind: 'bar' as const,
    colour: reasonColour(reason),
    label: reason === OTHER_REASON ? t('overview.other') : reason,
    value: (bar: DrawnBar) => bar.disconnects[reason] ?? 0,
  }));
  const connects = {
    id: 'connects',
    kind: 'bar' as const,
    colour: CONNECT_COLOUR,
    label: t('overview.connects'),
    value: (bar: DrawnBar) => bar.connects,
  };
  const series = [connects, ...reasons];
  return (
    <Panel title={t('overview.connectsDisconnects')} legend={series} isSquare>
      <Chart
        title={t('overview.connectsDisconnects')}
        points={drawn.bars}
        clock={clock}
        series={series}
        labels={Object.fromEntries(series.map(({ id, label }) => [id, label]))}
        formatY={formatAbsolute}
        formatValue={formatAbsolute}
        most={drawn.most}
        mostBelow={drawn.mostBelow}
        intervals={3}
        spanSeconds={spanSeconds}
        onOpen={onOpen}
      />
    </Panel>
  );
}

function formatAbsolute(value: number, most?: number): string {
  return formatShort(Math.abs(value), most);
}
