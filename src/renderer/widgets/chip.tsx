import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

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
  readonly name: string;
  readonly value: string;
  readonly onRemove: () => void;
}

/** One part of a filter that was set by an action rather than typed. */
export function FilterToken({ name, value, onRemove }: TokenProps) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex h-5 max-w-64 shrink-0 items-center gap-1 rounded-1 bg-active pr-0.75 pl-1.5 font-mono text-xs">
      <span className="truncate">
        <span className="text-accent-fg">{name}:</span>
        {value}
      </span>
      <button type="button" aria-label={t('common.remove', { name })} onClick={onRemove} className="shrink-0 rounded-1 text-fg-3 hover:text-fg">
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}
