import type { TFunction } from 'i18next';
import { memo, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDuration } from '../../i18n/format.ts';
import { pointAt, usePointed } from '../../stores/pointed.ts';
import { type Axis, INTERVALS, nextAxis } from '../../widgets/axis.ts';
import { ChartFrame, type CursorLine } from '../../widgets/chart-frame.tsx';
import { CHART_RIGHT, STRIP_BOTTOM, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from '../../widgets/chart-places.ts';
import { loadable } from '../../widgets/loadable.tsx';
import type { ChartSeries, TimeChart as LoadedTimeChart } from '../../widgets/time-chart.tsx';

export interface Clock {
  readonly from: number;
  readonly until: number;
}

interface ChartProps<Point> {
  readonly title: string;
  readonly points: readonly Point[];
  readonly clock: Clock;
  readonly series: readonly (ChartSeries & { readonly value: (point: Point) => number | null })[];
  readonly labels: Readonly<Record<string, string>>;
  readonly formatY: (value: number, most: number) => string;
  readonly formatValue: (value: number) => string;
  readonly hasClock?: boolean;
  /** The largest value upwards, where it is not that of a single series. */
  readonly most?: number;
  /** The largest value downwards. */
  readonly mostBelow?: number;
  readonly intervals?: number;
  /** Width of a bar. */
  readonly spanSeconds?: number;
  /** Opens a span of time. */
  readonly onOpen: ((from: number, until: number) => void) | undefined;
}

function ChartView<Point extends { readonly at: number }>(props: ChartProps<Point>) {
  const {
    title,
    onOpen,
    points,
    clock,
    series,
    labels,
    formatY,
    formatValue,
    hasClock = true,
    mostBelow = 0,
    intervals = INTERVALS,
    spanSeconds = 1,
  } = props;
  const { t } = useTranslation();
  const { from, until } = clock;
  const most = props.most ?? Math.max(0, ...points.flatMap((point) => series.map(({ value }) => value(point) ?? 0)));
  const ticks = useTicks(most, mostBelow, until, intervals);

  /** The seconds that the point stands for. */
  function openSpan(at: number): void {
    const start = nearest(points, at, spanSeconds * 1500)?.at ?? Math.floor(at / 1000) * 1000;
    onOpen?.(start, start + spanSeconds * 1000);
  }

  return (
    <>
      <Frame
        title={title}
        clock={clock}
        stepMs={spanSeconds * 1000}
        bottom={hasClock ? X_AXIS_HEIGHT : STRIP_BOTTOM}
        {...(onOpen !== undefined && { onOpen: openSpan })}
        linesAt={(at) => {
          const point = nearest(points, at, spanSeconds * 1500);
          return isKnown(point, series)
            ? linesOf(point, { series, labels, format: formatValue, ticks })
            : [gapLine(t, lastBefore(points, series, at))];
        }}
        draw={(size) => (
          <TimeChart
            size={size}
            points={points}
            series={series}
            from={from}
            until={until}
            ticks={ticks}
            formatY={formatY}
            hasClock={hasClock}
            barSize={Math.max(1, Math.floor(((size.width - Y_AXIS_WIDTH - CHART_RIGHT) * spanSeconds * 1000) / (until - from)) - 1)}
          />
        )}
      />
      <Summary {...props} />
    </>
  );
}

/** Its frame is there before it: only the lines come later. */
const TimeChart = loadable(async () => (await import('../../widgets/time-chart.tsx')).TimeChart, null) as typeof LoadedTimeChart;

/** Drawn again only when there are new points, not when the pointer moves. */
export const Chart = memo(ChartView) as unknown as typeof ChartView;

interface FrameProps {
  readonly title: string;
  readonly clock: Clock;
  readonly stepMs: number;
  readonly bottom: number;
  readonly onOpen?: (at: number) => void;
  readonly linesAt: (at: number) => readonly CursorLine[];
  readonly draw: Parameters<typeof ChartFrame>[0]['children'];
}

/** The only part that follows the pointer. */
function Frame({ title, clock, draw, ...rest }: FrameProps) {
  const at = usePointed((pointed) => pointed.at);
  return (
    <ChartFrame label={title} from={clock.from} until={clock.until} cursorAt={at} onPoint={pointAt} {...rest}>
      {draw}
    </ChartFrame>
  );
}

/** Axes have a memory: they do not shrink with every quiet second. */
function useTicks(most: number, mostBelow: number, now: number, intervals: number): readonly number[] {
  const axis = useRef<Axis>(null);
  const depth = useRef(0);
  // Idempotent for the same values and `now`: a render that is thrown away changes nothing.
  axis.current = nextAxis(axis.current, Math.max(most, mostBelow), now, intervals);
  const { max, ticks } = axis.current;
  const step = ticks[1] ?? max;
  // Downwards in the same steps, as far as it has been needed.
  depth.current = Math.max(depth.current, Math.ceil(mostBelow / step));
  const steps = Math.min(depth.current, ticks.length - 1);
  return useMemo(() => [...Array.from({ length: steps }, (_, index) => (index - steps) * step), ...ticks], [steps, step, ticks]);
}

/** The point closest to a moment, none where that is in a gap. */
function nearest<Point extends { readonly at: number }>(points: readonly Point[], at: number, reachMs: number): Point | null {
  let best: Point | null = null;
  for (const point of points) {
    if (Math.abs(point.at - at) <= reachMs && (best === null || Math.abs(point.at - at) < Math.abs(best.at - at))) best = point;
  }
  return best;
}

type Series<Point> = ChartProps<Point>['series'];

function isKnown<Point>(point: Point | null, series: Series<Point>): point is Point {
  return point !== null && series.some(({ value }) => value(point) !== null);
}

function lastBefore<Point extends { readonly at: number }>(points: readonly Point[], series: Series<Point>, at: number): Point | undefined {
  return points.findLast((point) => point.at <= at && isKnown(point, series));
}

/** What is pointed at is a gap: from when the last known value is. */
function gapLine(t: TFunction, last: { readonly at: number } | undefined): CursorLine {
  const label = last === undefined ? t('overview.noDataYet') : t('overview.noDataAfter', { time: formatClock(last.at) });
  return { label, colour: 'transparent', value: '', height: null };
}

interface Drawing<Point> {
  readonly series: Series<Point>;
  readonly labels: Readonly<Record<string, string>>;
  readonly format: (value: number) => string;
  readonly ticks: readonly number[];
}

function linesOf<Point>(point: Point, { series, labels, format, ticks }: Drawing<Point>): readonly CursorLine[] {
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  return series.map(({ id, colour, kind, value }) => {
    const known = value(point);
    // Bars stand on each other: their values are no heights.
    const height = known === null || kind === 'bar' ? null : (known - low) / (high - low);
    return { label: labels[id] ?? id, colour, value: known === null ? '–' : format(known), height };
  });
}

/** What a chart shows, in a sentence. */
function Summary<Point>({ title, points, series, clock, labels, formatValue }: ChartProps<Point>) {
  const { t } = useTranslation();
  const range = formatDuration(t, clock.until - clock.from);
  const sentences = series.map(({ id, value }) => {
    const values = points.map(value).filter((known) => known !== null);
    const name = series.length === 1 ? title : `${title}, ${labels[id] ?? id}`;
    const now = values.at(-1);
    if (now === undefined) return t('overview.summaryEmpty', { title: name, range });
    return t('overview.summary', {
      title: name,
      range,
      now: formatValue(now),
      min: formatValue(Math.min(...values)),
      max: formatValue(Math.max(...values)),
    });
  });
  return <p className="sr-only">{sentences.join(' ')}</p>;
}
