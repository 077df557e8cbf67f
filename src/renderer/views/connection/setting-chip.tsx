import type { ReactNode } from 'react';
import { cn } from '../../widgets/cn.ts';
import { Popover } from '../../widgets/popover.tsx';
import type { SettingSummary } from './setting-summary.ts';

interface SettingChipProps {
  readonly name: string;
  readonly label: string;
  readonly summary: SettingSummary;
  readonly width?: 'md' | 'lg';
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Its form. */
  readonly children: ReactNode;
}

/** A setting with what it is set to; opens its form. */
export function SettingChip({ name, label, summary, width = 'md', isOpen, onOpenChange, children }: SettingChipProps) {
  const { text, isWarning = false } = summary;
  return (
    <li>
      <Popover
        label={label}
        align="start"
        width={width}
        testId={`setting-form-${name}`}
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        trigger={
          <button
            type="button"
            data-testid={`client-setting-${name}`}
            className="flex h-5.5 max-w-64 items-center gap-1.5 rounded-1 border border-line-strong bg-raised px-1.75 text-sm whitespace-nowrap text-fg-2 hover:bg-active hover:text-fg data-[state=open]:bg-active data-[state=open]:text-fg"
          >
            {label}
            {text !== '' && <span className={cn('truncate', isWarning ? 'text-warn' : 'text-fg-3')}>{text}</span>}
          </button>
        }
      >
        <h2 className="mb-2 text-md font-strong">{label}</h2>
        {children}
      </Popover>
    </li>
  );
}
