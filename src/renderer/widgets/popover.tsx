import { Popover as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';

const WIDTHS = { sm: 'w-80', md: 'w-110', lg: 'w-140' } as const;

interface PopoverProps {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly width?: keyof typeof WIDTHS;
  readonly align?: 'start' | 'end';
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Popover({ label, trigger, isOpen, onOpenChange, width = 'sm', align = 'end', testId, children }: PopoverProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          role="dialog"
          aria-label={label}
          data-testid={testId}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            'enter-popover z-(--z-popover) max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-16px)] overflow-y-auto rounded-3 border border-line-strong bg-raised p-3 shadow-popover',
            WIDTHS[width],
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
