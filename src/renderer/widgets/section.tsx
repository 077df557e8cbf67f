import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A foldable part of the inspector. */
export function Section({ title, note, isOpen, onToggle, action, children }: SectionProps) {
  const id = useId();
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <section aria-labelledby={id} className="border-b border-line">
      <div className="flex h-(--h-section) items-center pr-2">
        <button
          type="button"
          id={id}
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex h-full flex-1 items-center gap-1 pl-2 text-left font-strong text-fg hover:bg-hover"
        >
          <Chevron size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />
          {title}
          {note !== undefined && <span className="ml-0.5 font-normal text-fg-3">{note}</span>}
        </button>
        {action}
      </div>
      {isOpen && <div className="pr-3 pb-2.5 pl-6.5">{children}</div>}
    </section>
  );
}

/** Names and values in two columns. */
export function KeyValues({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-y-1 leading-4.5">{children}</dl>;
}

export function KeyValue({ name, isMono = false, children }: { readonly name: string; readonly isMono?: boolean; readonly children: ReactNode }) {
  return (
    <>
      <dt className="truncate pr-2 text-fg-3" title={name}>
        {name}
      </dt>
      <dd data-selectable className={isMono ? 'font-mono text-code break-all text-fg' : 'break-words text-fg'}>
        {children}
      </dd>
    </>
  );
}
