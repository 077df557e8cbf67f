import { cn } from '../../widgets/cn.ts';

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly className?: string;
  readonly testId?: string;
}

/** A number with its name over it. */
export function Figure({ label, value, className, testId }: FigureProps) {
  return (
    <div className="shrink-0">
      <p className="text-xs text-fg-3">{label}</p>
      <p className={cn('text-lg font-strong', className)} data-testid={testId}>
        {value}
      </p>
    </div>
  );
}
