import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../i18n/format.ts';
import { cn } from './cn.ts';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** With `null`, the field may be left empty. */
  readonly onChange: (value: number | null) => void;
  readonly isOptional?: boolean;
  readonly isWhole?: boolean;
  readonly unit?: string;
  readonly hint?: string | undefined;
  readonly testId?: string;
}

/** A number in a form: what does not fit stays as typed, and says what would. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, min, max, onChange, isOptional = false, isWhole = true, unit, hint, testId } = props;
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isFaulty = typed !== null && readNumber(typed) === undefined;
  const note = isFaulty ? t('setting.outOfRange', { min: formatCount(min), max: formatCount(max) }) : hint;

  function readNumber(text: string): number | null | undefined {
    if (text.trim() === '') return isOptional ? null : undefined;
    const number = Number(text);
    const fits = number >= min && number <= max && (!isWhole || Number.isInteger(number));
    return fits ? number : undefined;
  }

  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs text-fg-3">
        {label}
      </label>
      <span className="flex items-center gap-1.5 text-fg-3">
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={isFaulty}
          value={typed ?? (value === null ? '' : String(value))}
          onChange={(event) => {
            setTyped(event.target.value);
            const number = readNumber(event.target.value);
            if (number !== undefined) onChange(number);
          }}
          onBlur={() => {
            if (!isFaulty) setTyped(null);
          }}
          data-testid={testId}
          className={cn(
            'h-(--h-control) w-24 min-w-0 rounded-2 border bg-main px-2 text-right text-md text-fg outline-none focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-focus',
            isFaulty ? 'border-err' : 'border-line-control',
          )}
        />
        {unit}
      </span>
      {note !== undefined && <span className={cn('text-xs', isFaulty ? 'text-err' : 'text-fg-3')}>{note}</span>}
    </div>
  );
}
