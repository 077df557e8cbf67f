import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export interface LegendItem {
  readonly label: string;
  readonly colour: string;
}

interface PanelProps {
  readonly title: string;
  readonly legend?: readonly LegendItem[];
  readonly isSquare?: boolean;
  readonly note?: string | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A flush part of the overview: title left, legend or note right. */
export function Panel({ title, legend, isSquare = false, note, className, children }: PanelProps) {
  return (
    <section aria-label={title} className={cn('flex min-h-0 min-w-0 flex-col overflow-hidden', className)}>
      <header className="flex h-8 shrink-0 items-center gap-3 px-3">
        <h2 className="max-w-3/5 shrink-0 truncate font-strong" title={title}>
          {title}
        </h2>
        <span className="flex-1" />
        {note !== undefined && <span className="truncate text-xs text-fg-3">{note}</span>}
        {legend !== undefined && (
          <ul className="flex min-w-0 gap-2.5 overflow-hidden text-xs text-fg-2">
            {legend.map(({ label, colour }) => (
              <li key={label} className={cn('flex items-center gap-1.25', label.length <= 8 ? 'shrink-0' : 'min-w-12 shrink')} title={label}>
                <span aria-hidden className={cn('shrink-0', isSquare ? 'size-2 rounded-[1px]' : 'h-0.5 w-2.5')} style={{ background: colour }} />
                <span className="truncate">{label}</span>
              </li>
            ))}
          </ul>
        )}
      </header>
      {children}
    </section>
  );
}
