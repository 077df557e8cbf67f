import { memo } from 'react';
import { Area, Bar, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts';
import { formatClock, formatMinute } from '../i18n/format.ts';
import { timeTicks } from './axis.ts';
import { CHART_RIGHT, CHART_TOP, STRIP_BOTTOM, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from './chart-places.ts';
import type { Size } from './use-size.ts';

export interface ChartSeries {
  readonly id: string;
  readonly colour: string;
  readonly kind: 'area' | 'line' | 'bar';
}

interface TimeChartProps<Point> {
  readonly size: Size;
  readonly points: readonly Point[];
  readonly series: readonly (ChartSeries & { readonly value: (point: Point) => number | null })[];
  readonly from: number;
  readonly until: number;
  readonly ticks: readonly number[];
  /** Told the largest tick as well: the numbers of an axis look alike. */
  readonly formatY: (value: number, most: number) => string;
  /** The strip above another one leaves the clock to it. */
  readonly hasClock?: boolean;
  readonly barSize?: number;
}

function TimeChartView<Point>(props: TimeChartProps<Point>) {
  const { size, points, series, from, until, ticks, formatY, hasClock = true, barSize } = props;
  const { width, height } = size;
  if (width === 0 || height === 0) return null;
  const isShort = until - from < 300_000;
  return (
    <ComposedChart
      width={width}
      height={height}
      data={points}
      margin={{ top: CHART_TOP, right: CHART_RIGHT, bottom: hasClock ? 0 : STRIP_BOTTOM, left: 0 }}
      stackOffset="sign"
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
      <XAxis
        type="number"
        dataKey="at"
        domain={[from, until]}
        ticks={[...timeTicks(from, until)]}
        tickFormatter={isShort ? formatClock : formatMinute}
        hide={!hasClock}
        height={X_AXIS_HEIGHT}
        axisLine={false}
        tickLine={false}
        tick={{ fill: 'var(--chart-axis)', fontSize: 'var(--text-xs)' }}
        tickMargin={4}
        interval="equidistantPreserveStart"
        minTickGap={16}
        allowDataOverflow
      />
      <YAxis
        width={Y_AXIS_WIDTH}
        domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
        ticks={[...ticks]}
        tickFormatter={(value: number) => formatY(value, ticks.at(-1) ?? value)}
        interval={0}
        axisLine={false}
        tickLine={false}
        tick={{ fill: 'var(--chart-axis)', fontSize: 'var(--text-xs)' }}
        tickMargin={4}
        allowDataOverflow
      />
      {series.map(({ id, colour, kind, value }) => {
        const common = { dataKey: value, isAnimationActive: false, name: id } as const;
        if (kind === 'bar') return <Bar key={id} {...common} stackId="bars" fill={colour} {...(barSize !== undefined && { barSize })} />;
        const line = { ...common, stroke: colour, strokeWidth: 1.5, dot: false, activeDot: false, type: 'linear', connectNulls: false } as const;
        if (kind === 'line') return <Line key={id} {...line} dot={dotOf(points, value, colour)} />;
        return <Area key={id} {...line} fill={colour} fillOpacity="var(--chart-fill)" />;
      })}
    </ComposedChart>
  );
}

/** A point with a gap on both sides has no line to be seen by: it gets a dot. */
function dotOf<Point>(points: readonly Point[], value: (point: Point) => number | null, colour: string) {
  const isKnown = (index: number) => {
    const point = points[index];
    return point !== undefined && value(point) !== null;
  };
  return ({ cx, cy, index = 0 }: { readonly cx?: number; readonly cy?: number; readonly index?: number }) => {
    const isAlone = isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1);
    return isAlone ? <circle key={index} cx={cx} cy={cy} r={1.5} fill={colour} /> : <g key={index} />;
  };
}

/** Lines, areas or bars on a fixed clock: drawn anew only when its props change. */
export const TimeChart = memo(TimeChartView) as unknown as typeof TimeChartView;
