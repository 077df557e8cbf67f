import { ToggleGroup } from 'radix-ui';
import { cn } from './cn.ts';

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly testId?: string }[];
  readonly onChange: (value: Value) => void;
  /** Every choice as wide as the others, over the whole width. */
  readonly isWide?: boolean;
}

/** Two to five choices, one of them taken. */
export function Segmented<Value extends string>({ label, value, options, onChange, isWide = false }: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option !== undefined) onChange(option.value);
      }}
      className={cn('inline-flex h-6.5 shrink-0 rounded-2 border border-line-strong', isWide && 'flex w-full')}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          data-testid={option.testId}
          className={cn(
            'border-r border-line-strong text-sm whitespace-nowrap text-fg-2 transition-colors duration-(--t-fast) first:rounded-l-1 last:rounded-r-1 last:border-r-0 hover:bg-hover',
            'data-[state=on]:bg-active data-[state=on]:font-medium data-[state=on]:text-fg',
            isWide ? 'min-w-0 flex-auto truncate px-1.5' : 'px-2.25',
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
