import { type PointerEvent, type ReactNode, useState } from 'react';
import { formatClock } from '../i18n/format.ts';
import { CHART_RIGHT, Y_AXIS_WIDTH } from './time-chart.tsx';
import { type Size, useSize } from './use-size.ts';

export interface CursorLine {
  readonly label: string;
  readonly colour: string;
  readonly value: string;
}

interface ChartFrameProps {
  readonly from: number;
  readonly until: number;
  /** The moment pointed at in any chart of the screen. */
  readonly cursorAt: number | null;
  readonly onPoint: (at: number | null) => void;
  /** What the tooltip of the pointed chart says. */
  readonly linesAt: (at: number) => readonly CursorLine[];
  readonly children: (size: Size) => ReactNode;
}

/**
 * A chart with the cursor drawn over it as plain boxes: moving the pointer draws no chart anew.
 * The plot begins and ends at fixed distances, so a time and a place are one division apart.
 */
export function ChartFrame({ from, until, cursorAt, onPoint, linesAt, children }: ChartFrameProps) {
  const [ref, size] = useSize<HTMLDivElement>();
  const [isPointed, setIsPointed] = useState(false);
  const plotWidth = size.width - Y_AXIS_WIDTH - CHART_RIGHT;
  const share = cursorAt === null ? null : (cursorAt - from) / (until - from);

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - Y_AXIS_WIDTH;
    const isInside = x >= 0 && x <= plotWidth;
    setIsPointed(isInside);
    onPoint(isInside ? from + (x / plotWidth) * (until - from) : null);
  }

  return (
    <div
      ref={ref}
      className="relative min-h-0 flex-1"
      onPointerMove={onPointerMove}
      onPointerLeave={() => {
        setIsPointed(false);
        onPoint(null);
      }}
    >
      <div aria-hidden className="absolute inset-0">
        {children(size)}
      </div>
      {cursorAt !== null && share !== null && share >= 0 && share <= 1 && (
        <div aria-hidden className="pointer-events-none absolute inset-y-0" style={{ left: Y_AXIS_WIDTH + share * plotWidth }}>
          <div className="absolute inset-y-0 border-l border-dashed border-chart-cursor" />
          {isPointed && (
            <div
              className="absolute top-2 z-(--z-sticky) min-w-32 rounded-3 border border-line-strong bg-raised px-2.5 py-1.5 whitespace-nowrap shadow-popover"
              style={share > 0.6 ? { right: 10 } : { left: 10 }}
            >
              <p className="text-xs text-fg-3">{formatClock(cursorAt)}</p>
              {linesAt(cursorAt).map(({ label, colour, value }) => (
                <p key={label} className="flex items-center gap-1.5">
                  <span className="h-0.5 w-2.5" style={{ background: colour }} />
                  <span className="flex-1 pr-4 text-fg-2">{label}</span>
                  <span className="font-strong">{value}</span>
                </p>
              ))}
            </div>
          )}
        </div>
      )}
    </div>
  );
}
