import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from './cn.ts';

interface ChipProps {
  readonly text: string;
  readonly removeLabel?: string;
  readonly onRemove?: (() => void) | undefined;
  readonly testId?: string;
  readonly isDisabled?: boolean;
}

/** A removable name: a room, a socket id. */
export function Chip({ text, removeLabel, onRemove, testId, isDisabled = false }: ChipProps) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex h-5.5 max-w-full items-center gap-1 rounded-1 border border-line-strong bg-raised pr-1 pl-1.75 font-mono text-xs text-fg">
      <span className="truncate" title={text} data-selectable>
        {text}
      </span>
      {onRemove === undefined ? (
        <span className="w-0.75" />
      ) : (
        <button
          type="button"
          disabled={isDisabled}
          data-testid={testId}
          aria-label={removeLabel ?? t('common.remove', { name: text })}
          onClick={onRemove}
          className="grid size-4 shrink-0 place-items-center rounded-1 text-fg-3 hover:bg-active hover:text-fg disabled:text-fg-4"
        >
          <X size={12} strokeWidth={2} aria-hidden />
        </button>
      )}
    </span>
  );
}

interface TokenProps {
  readonly text: string;
  readonly isFaulty: boolean;
  readonly onRemove: () => void;
}

/** A word of a filter: its field stands out from its value. The keyboard takes it back by Backspace. */
export function FilterToken({ text, isFaulty, onRemove }: TokenProps) {
  const { t } = useTranslation();
  const [, field = '', value = text] = /^(-?[a-z][a-z\d]*(?::|>=|<=|>|<))(.*)$/is.exec(text) ?? [];
  return (
    <span
      data-testid="filter-token"
      data-faulty={isFaulty}
      title={text}
      className={cn(
        'inline-flex h-5 max-w-64 shrink-0 items-center gap-1 rounded-1 pr-0.75 pl-1.5 font-mono text-xs',
        isFaulty ? 'bg-err-soft text-err' : 'bg-active text-fg',
      )}
    >
      <span className="truncate">
        <span className={isFaulty ? undefined : 'text-accent-fg'}>{field}</span>
        {value}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('common.remove', { name: text })}
        onClick={onRemove}
        className="shrink-0 rounded-1 text-fg-3 hover:text-fg"
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}
