import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '../../widgets/cn.ts';

interface FoldGroupProps {
  readonly name: string;
  readonly title: string;
  /** In one line, while it is folded. */
  readonly summary: string;
  readonly isFaulty?: boolean;
  /** Can be looked at, not changed. */
  readonly isReadOnly: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

/** A part of a long form that folds into one line. */
export function FoldGroup({ name, title, summary, isFaulty = false, isReadOnly, isOpen, onToggle, children }: FoldGroupProps) {
  const id = useId();
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <section aria-labelledby={id} data-testid={`server-group-${name}`}>
      <button
        type="button"
        id={id}
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex h-8 w-full items-center gap-1.5 rounded-2 px-1 text-left text-md hover:bg-hover"
      >
        <Chevron size={14} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
        <span className={cn('shrink-0', isOpen && 'font-medium')}>{title}</span>
        {!isOpen && <span className={cn('min-w-0 flex-1 truncate text-right text-xs', isFaulty ? 'text-err' : 'text-fg-3')}>{summary}</span>}
      </button>
      {isOpen && (
        <fieldset disabled={isReadOnly} aria-labelledby={id} className="flex min-w-0 flex-col gap-3 pt-1.5 pb-3 pl-6">
          {children}
        </fieldset>
      )}
    </section>
  );
}
