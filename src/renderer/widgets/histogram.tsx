interface HistogramProps {
  readonly counts: readonly number[];
  readonly maxLabel: string;
  /** For screen readers. */
  readonly label: string;
}

/** Counts in equal buckets from zero. */
export function Histogram({ counts, maxLabel, label }: HistogramProps) {
  const most = Math.max(1, ...counts);
  return (
    <div role="img" aria-label={label} className="w-44 shrink-0">
      <div className="flex h-8 items-end gap-px border-b border-line-strong">
        {counts.map((count, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place.
          <span key={index} className="flex-1 bg-chart-1" style={{ height: count === 0 ? 0 : `${Math.max(4, (count / most) * 100)}%` }} />
        ))}
      </div>
      <div className="flex justify-between text-xs text-fg-3">
        <span>0</span>
        <span>{maxLabel}</span>
      </div>
    </div>
  );
}
