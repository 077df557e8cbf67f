import { Separator as Handle } from 'react-resizable-panels';
import { cn } from './cn.ts';

const LINE =
  'relative shrink-0 bg-line outline-none after:absolute after:z-(--z-sticky) after:transition-colors after:duration-(--t-fast) hover:after:bg-focus/60 focus-visible:after:bg-focus data-[separator=active]:after:bg-focus';

interface SeparatorProps {
  readonly label: string;
  /** Between panes that lie over each other. */
  readonly isHorizontal?: boolean;
}

/** The 1 px line between two panes; its grip is wider. Arrow keys move it. */
export function Separator({ label, isHorizontal = false }: SeparatorProps) {
  return (
    <Handle
      aria-label={label}
      className={cn(LINE, isHorizontal ? 'h-px after:inset-x-0 after:-top-0.5 after:h-1.25' : 'w-px after:inset-y-0 after:-left-0.5 after:w-1.25')}
    />
  );
}
