import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../i18n/format.ts';
import { CHART_RIGHT, CHART_TOP, Y_AXIS_WIDTH } from './chart-places.ts';
import { type Size, useSize } from './use-size.ts';

export interface CursorLine {
  readonly label: string;
  readonly colour: string;
  readonly value: string;
  /** How high its point is, from 0 to 1 of the plot; `null`: it has none. */
  readonly height: number | null;
}

interface ChartFrameProps {
  readonly label: string;
  readonly from: number;
  readonly until: number;
  /** Of one point to the next. */
  readonly stepMs: number;
  /** The moment pointed at in any chart of the screen. */
  readonly cursorAt: number | null;
  readonly onPoint: (at: number | null) => void;
  /** What passed at that moment is wanted; without, there is nothing to open. */
  readonly onOpen?: ((at: number) => void) | undefined;
  /** What the tooltip of the pointed chart says. */
  readonly linesAt: (at: number) => readonly CursorLine[];
  /** Under the plot. */
  readonly bottom: number;
  readonly children: (size: Size) => ReactNode;
}

/**
 * A chart with the cursor drawn over it as plain boxes: moving the pointer draws no chart anew.
 * The plot begins and ends at fixed distances, so a time and a place are one division apart.
 * With the keyboard it is a slider: arrows move the cursor, Enter opens what passed there.
 */
export function ChartFrame({ label, from, until, stepMs, cursorAt, onPoint, onOpen, linesAt, bottom, children }: ChartFrameProps) {
  const { t } = useTranslation();
  const [ref, size] = useSize<HTMLDivElement>();
  const [pointed, setPointed] = useState<'pointer' | 'keyboard' | null>(null);
  const plotWidth = size.width - Y_AXIS_WIDTH - CHART_RIGHT;
  const plotHeight = size.height - CHART_TOP - bottom;
  const share = cursorAt === null ? null : (cursorAt - from) / (until - from);
  const lines = pointed !== null && cursorAt !== null ? linesAt(cursorAt) : [];

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - Y_AXIS_WIDTH;
    const isInside = x >= 0 && x <= plotWidth;
    setPointed(isInside ? 'pointer' : null);
    onPoint(isInside ? from + (x / plotWidth) * (until - from) : null);
  }

  function leave(): void {
    setPointed(null);
    onPoint(null);
  }

  function pointTo(at: number): void {
    setPointed('keyboard');
    onPoint(Math.max(from, Math.min(until, at)));
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const at = cursorAt ?? until;
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10 };
    const step = steps[event.key];
    if (step !== undefined) pointTo(cursorAt === null ? until : at + step * stepMs);
    else if (event.key === 'Home') pointTo(from);
    else if (event.key === 'End') pointTo(until);
    else if (event.key === 'Escape' && cursorAt !== null) leave();
    else if (event.key === 'Enter' && cursorAt !== null && onOpen !== undefined) onOpen(cursorAt);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={Math.round(from / 1000)}
      aria-valuemax={Math.round(until / 1000)}
      aria-valuenow={Math.round((cursorAt ?? until) / 1000)}
      aria-valuetext={[formatClock(cursorAt ?? until), ...linesAt(cursorAt ?? until).map((line) => `${line.label} ${line.value}`)].join(', ')}
      data-testid="chart"
      className="relative min-h-0 flex-1"
      onPointerMove={onPointerMove}
      onPointerLeave={leave}
      onClick={() => cursorAt !== null && pointed === 'pointer' && onOpen?.(cursorAt)}
      onKeyDown={onKeyDown}
      onBlur={leave}
    >
      <div aria-hidden className="absolute inset-0">
        {children(size)}
      </div>
      {cursorAt !== null && share !== null && share >= 0 && share <= 1 && (
        <div aria-hidden className="pointer-events-none absolute inset-y-0" style={{ left: Y_AXIS_WIDTH + share * plotWidth }}>
          <div className="absolute inset-y-0 border-l border-dashed border-chart-cursor" />
          {lines.map(
            ({ label: name, colour, height }) =>
              height !== null && (
                <span
                  key={name}
                  className="absolute size-1.5 -translate-x-1/2 -translate-y-1/2 rounded-full"
                  style={{ background: colour, top: CHART_TOP + (1 - height) * plotHeight }}
                />
              ),
          )}
          {pointed !== null && (
            <div
              className="absolute top-2 z-(--z-sticky) min-w-32 rounded-3 border border-line-strong bg-raised px-2.5 py-1.5 whitespace-nowrap shadow-popover"
              style={share > 0.6 ? { right: 10 } : { left: 10 }}
            >
              <p className="text-xs text-fg-3">{formatClock(cursorAt)}</p>
              {lines.map(({ label: name, colour, value }) => (
                <p key={name} className="flex items-center gap-1.5">
                  <span className="h-0.5 w-2.5" style={{ background: colour }} />
                  <span className="flex-1 pr-4 text-fg-2">{name}</span>
                  <span className="font-strong">{value}</span>
                </p>
              ))}
              {onOpen !== undefined && (
                <p className="mt-0.5 text-xs text-accent-fg">{pointed === 'keyboard' ? t('chart.openKey') : t('chart.open')}</p>
              )}
            </div>
          )}
        </div>
      )}
    </div>
  );
}
