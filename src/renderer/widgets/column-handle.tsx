import { type PointerEvent, useRef } from 'react';

export const STEP_PX = 8;

interface ColumnHandleProps {
  readonly width: number;
  readonly onResize: (width: number) => void;
}

/** The right edge of a column's header, for pointers; the keyboard has Shift and the arrow keys on the header itself. */
export function ColumnHandle({ width, onResize }: ColumnHandleProps) {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);

  function onPointerDown(event: PointerEvent<HTMLSpanElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  }

  function onPointerMove(event: PointerEvent): void {
    if (drag.current !== null) onResize(drag.current.width + event.clientX - drag.current.x);
  }

  function onPointerEnd(): void {
    drag.current = null;
  }

  return (
    <span
      aria-hidden
      data-testid="column-handle"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      className="absolute inset-y-0 -right-1 z-(--z-sticky) w-2 cursor-col-resize touch-none after:absolute after:inset-y-1 after:left-1/2 after:w-px after:bg-line-strong after:opacity-0 hover:after:opacity-100"
    />
  );
}
