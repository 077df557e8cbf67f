// The filter of a table: words become tokens at a space, and text again by Backspace. It filters as one types, says what is wrong at
// which character, and offers the fields there are. `/` focuses it, Escape clears it and then leaves.

import { Search, TriangleAlert, X } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Fields, MAX_FILTER_LENGTH } from '../../contract/filter.ts';
import type { FieldName } from '../../contract/filter-fields.ts';
import { parseChecked } from './checked-filter.ts';
import { FilterToken } from './chip.tsx';
import { cn } from './cn.ts';
import { type Suggestion, suggestionsFor } from './filter-suggestions.ts';
import { takeAll, takeWords, useFilterText } from './use-filter-text.ts';

export interface FilterFieldProps {
  readonly label: string;
  readonly fields: Fields;
  readonly value: string;
  readonly onChange: (filter: string) => void;
  /** How much is left, inside at the right. */
  readonly result?: string | undefined;
}

export function FilterField({ label, fields, value, onChange, result }: FilterFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { tokens, draft, fault, change, settle } = useFilterText(value, fields, onChange);
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const offered = suggestionsFor(draft, fields);
  const isListOpen = isOpen && offered.length > 0;
  const isEmpty = tokens.length === 0 && draft === '';

  function type(next: string): void {
    setActive(-1);
    setIsOpen(next.trim() !== '');
    change(takeWords({ tokens, draft: next }, fields));
  }

  function clear(): void {
    setIsOpen(false);
    settle({ tokens: [], draft: '' });
    input.current?.focus();
  }

  function accept({ text, field }: Suggestion): void {
    setActive(-1);
    if (field === null) {
      setIsOpen(false);
      settle({ tokens: [...tokens, text], draft: '' });
    } else change({ tokens, draft: text });
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const chosen = isListOpen ? offered[active] : undefined;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setIsOpen(true);
      setActive(Math.max(-1, Math.min(offered.length - 1, active + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (chosen !== undefined && (event.key === 'Enter' || event.key === 'Tab')) accept(chosen);
    else if (event.key === 'Enter') {
      setIsOpen(false);
      settle(takeAll({ tokens, draft }, fields));
    } else if (event.key === 'Backspace' && draft === '' && tokens.length > 0) {
      change({ tokens: tokens.slice(0, -1), draft: tokens.at(-1) ?? '' });
    } else if (event.key === 'Escape') {
      // What is around it closes by the same key.
      event.stopPropagation();
      if (isListOpen) setIsOpen(false);
      else if (isEmpty) leave(event.currentTarget);
      else clear();
    } else return;
    event.preventDefault();
  }

  return (
    <div className="relative min-w-32 flex-1">
      <div
        className={cn(
          'flex h-(--h-control) min-w-0 items-center gap-1.5 rounded-2 border bg-main px-2 text-md focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus',
          fault === null ? 'border-line-control' : 'border-err',
        )}
      >
        <Search size={14} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
        <div className="flex min-w-0 flex-1 items-center gap-1 overflow-x-auto [scrollbar-width:none]">
          {tokens.map((token, index) => (
            <FilterToken
              // The same word may be there twice, and none has a state of its own.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above.
              key={index}
              text={token}
              isFaulty={parseChecked(token, fields).faults.length > 0}
              onRemove={() => {
                settle({ tokens: tokens.filter((_, at) => at !== index), draft });
                input.current?.focus();
              }}
            />
          ))}
          <input
            ref={input}
            data-filter
            type="text"
            role="combobox"
            aria-label={t('common.filter')}
            aria-expanded={isListOpen}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-invalid={fault !== null}
            {...(fault !== null && { 'aria-describedby': `${id}-fault` })}
            {...(isListOpen && active >= 0 && { 'aria-activedescendant': `${id}-${active}` })}
            placeholder={isEmpty ? label : ''}
            value={draft}
            maxLength={MAX_FILTER_LENGTH}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => type(event.target.value)}
            onBlur={() => {
              setIsOpen(false);
              if (draft !== '') settle(takeAll({ tokens, draft }, fields));
            }}
            onKeyDown={onKeyDown}
            className={cn('min-w-24 flex-1 bg-transparent outline-none', draft !== '' && 'font-mono text-code')}
          />
        </div>
        {result !== undefined && <span className="shrink-0 text-xs text-fg-3">{result}</span>}
        {!isEmpty && (
          <button
            type="button"
            tabIndex={-1}
            aria-label={t('common.clearFilter')}
            onClick={clear}
            className="shrink-0 rounded-1 text-fg-3 hover:text-fg"
          >
            <X size={12} strokeWidth={2} aria-hidden />
          </button>
        )}
      </div>
      {fault !== null && (
        <p
          id={`${id}-fault`}
          role="status"
          data-testid="filter-fault"
          className="absolute top-full left-0 z-(--z-popover) mt-1 flex max-w-full items-center gap-1.5 rounded-2 border border-err bg-raised px-2 py-1 text-sm text-err shadow-popover"
        >
          <TriangleAlert size={12} strokeWidth={2} className="shrink-0" aria-hidden />
          <span className="truncate">
            {t(`filter.problems.${fault.problem}`, { value: fault.value })}{' '}
            <span className="text-fg-3">{t('filter.at', { position: fault.start + 1 })}</span>
          </span>
        </p>
      )}
      {isListOpen && fault === null && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={t('filter.suggestions')}
          className="enter-popover absolute top-full left-0 z-(--z-popover) mt-1 max-h-80 w-90 max-w-full overflow-y-auto rounded-3 border border-line-strong bg-raised p-1 shadow-popover"
        >
          {offered.map((suggestion, index) => (
            <div
              key={suggestion.text}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              // Before blur, which would take the half-typed word.
              onPointerDown={(event) => {
                event.preventDefault();
                accept(suggestion);
              }}
              className={cn('flex h-6.5 items-center justify-between gap-3 rounded-2 px-2 hover:bg-hover', index === active && 'bg-active')}
            >
              <span className="shrink-0 font-mono text-code text-accent-fg">{suggestion.text}</span>
              {suggestion.field !== null && (
                // Suggestions are fields of the contract, each of which has its text.
                <span className="truncate text-xs text-fg-3">{t(`filter.fields.${suggestion.field as FieldName}`)}</span>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** To the table that it filters. */
function leave(input: HTMLInputElement): void {
  const table = input.closest('[data-pane]')?.querySelector<HTMLElement>('[data-pane-focus]');
  if (table === null || table === undefined) input.blur();
  else table.focus();
}
