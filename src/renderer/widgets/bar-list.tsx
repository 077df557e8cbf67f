import { formatCount } from '../i18n/format.ts';

interface BarListProps {
  readonly title: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly labelOf?: (name: string) => string;
  /** `rank` counts from zero, the largest first. */
  readonly colourOf: (name: string, rank: number) => string;
}

/** Shares of a whole, largest first. */
export function BarList({ title, counts, labelOf = (name) => name, colourOf }: BarListProps) {
  const entries = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  return (
    <div className="px-3 pb-1.5">
      <h3 className="pb-0.5 text-xs text-fg-3">{title}</h3>
      <ul className="grid grid-cols-[minmax(72px,auto)_minmax(0,1fr)_auto_36px] items-center gap-x-3 gap-y-0.5">
        {entries.map(([name, count], index) => (
          <li key={name} className="contents">
            <span className="truncate">{labelOf(name)}</span>
            <span aria-hidden className="h-1.25 bg-chart-grid">
              <span className="block h-full" style={{ width: `${(count / total) * 100}%`, background: colourOf(name, index) }} />
            </span>
            <span className="text-right">{formatCount(count)}</span>
            <span className="text-right text-fg-3">{Math.round((count / total) * 100)}%</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
