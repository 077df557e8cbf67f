import { type KeyboardEvent, useId, useState } from 'react';
import { Chip } from './chip.tsx';
import { cn } from './cn.ts';

interface ChipInputProps {
  readonly label: string;
  readonly placeholder: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly suggestions?: readonly { readonly value: string; readonly note?: string }[];
  readonly onType?: (text: string) => void;
  readonly testId?: string;
}

const MAX_SUGGESTIONS = 8;

/** Names typed or picked: Enter or a comma takes one, Backspace in the empty field gives the last one back as text. */
export function ChipInput({ label, placeholder, values, onChange, suggestions = [], onType, testId }: ChipInputProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const offered = suggestions
    .filter(({ value }) => !values.includes(value) && value.toLowerCase().includes(text.toLowerCase()))
    .slice(0, MAX_SUGGESTIONS);
  const isListOpen = isOpen && offered.length > 0;

  function type(next: string): void {
    setText(next);
    setActive(-1);
    setIsOpen(true);
    onType?.(next);
  }

  function add(value: string): void {
    const name = value.trim();
    if (name !== '' && !values.includes(name)) onChange([...values, name]);
    type('');
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    switch (event.key) {
      case 'Enter':
        // Ctrl+Enter is the page's: it sends.
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        add(offered[active]?.value ?? text);
        return;
      case ',':
        event.preventDefault();
        add(text);
        return;
      case 'Backspace':
        if (text !== '' || values.length === 0) return;
        event.preventDefault();
        type(values.at(-1) ?? '');
        onChange(values.slice(0, -1));
        return;
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        setIsOpen(true);
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setActive((current) => Math.max(-1, Math.min(offered.length - 1, current + step)));
        return;
      }
      case 'Escape':
        setIsOpen(false);
    }
  }

  return (
    <div className="relative min-w-0 flex-1">
      <div className="flex max-h-28 min-h-(--h-control) flex-wrap items-center gap-1 overflow-y-auto rounded-2 border border-line-control bg-main px-1 py-0.5 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus">
        {values.map((value) => (
          <Chip key={value} text={value} onRemove={() => onChange(values.filter((other) => other !== value))} />
        ))}
        <input
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded={isListOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(active >= 0 && { 'aria-activedescendant': `${id}-${active}` })}
          data-testid={testId}
          placeholder={values.length === 0 ? placeholder : ''}
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => type(event.target.value)}
          onFocus={() => {
            setIsOpen(true);
            onType?.(text);
          }}
          onBlur={() => {
            add(text);
            setIsOpen(false);
          }}
          onKeyDown={onKeyDown}
          className="h-5.5 min-w-16 flex-1 bg-transparent px-1 font-mono text-code outline-none"
        />
      </div>
      {isListOpen && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          className="enter-popover absolute inset-x-0 top-full z-(--z-popover) mt-1 rounded-3 border border-line-strong bg-raised p-1 shadow-popover"
        >
          {offered.map(({ value, note }, index) => (
            <div
              key={value}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              // Before blur, which would take the half-typed text.
              onPointerDown={(event) => {
                event.preventDefault();
                add(value);
              }}
              className={cn('flex h-6.5 items-center justify-between gap-3 rounded-2 px-2 hover:bg-hover', index === active && 'bg-active')}
            >
              <span className="truncate font-mono text-code">{value}</span>
              {note !== undefined && <span className="shrink-0 text-xs text-fg-3">{note}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
