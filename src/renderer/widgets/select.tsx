import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { cn } from './cn.ts';

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly isMono?: boolean }[];
  readonly onChange: (value: string) => void;
  readonly isMono?: boolean;
  /** As wide as its place, in forms. */
  readonly isWide?: boolean;
  readonly testId?: string;
}

export function Select({ label, value, options, onChange, isMono = false, isWide = false, testId }: SelectProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange}>
      <Radix.Trigger
        aria-label={label}
        data-testid={testId}
        className={cn(
          'inline-flex h-(--h-control) shrink-0 items-center gap-1.5 rounded-2 border border-line-control bg-main pr-1.5 pl-2 text-md text-fg hover:bg-hover',
          isWide ? 'w-full' : 'max-w-52',
          isMono && 'font-mono text-code',
        )}
      >
        <span className="min-w-0 flex-1 truncate text-left">
          <Radix.Value />
        </span>
        <Radix.Icon className="text-fg-3">
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="enter-popover z-(--z-dialog) max-h-80 max-w-96 min-w-(--radix-select-trigger-width) rounded-3 border border-line-strong bg-raised p-1 shadow-popover"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex h-(--h-control) items-center gap-2 rounded-2 px-2 text-md text-fg outline-none data-[highlighted]:bg-active"
              >
                <span className={cn('min-w-0 flex-1 truncate', option.isMono === true && 'font-mono text-code')}>
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                </span>
                <Radix.ItemIndicator className="text-accent-fg">
                  <Check size={14} strokeWidth={2} aria-hidden />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
