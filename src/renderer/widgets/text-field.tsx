import { Eye, EyeOff } from 'lucide-react';
import { type InputHTMLAttributes, type ReactNode, type Ref, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { cn } from './cn.ts';

const BOX =
  'flex min-w-0 items-center gap-1.5 rounded-2 border border-line-control bg-main px-2 text-md focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  /** Where the label stands: above in forms, inside in bars. */
  readonly labelAt?: 'above' | 'inside' | 'hidden';
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly isMono?: boolean;
  readonly isLarge?: boolean;
  /** Inside, at the right. */
  readonly action?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField({ label, labelAt = 'above', error, hint, isMono = false, isLarge = false, action, className, ...rest }: TextFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      {labelAt === 'above' && (
        <label htmlFor={id} className="text-xs text-fg-3">
          {label}
        </label>
      )}
      <div className={cn(BOX, isLarge ? 'h-(--h-control-lg)' : 'h-(--h-control)', error !== undefined && 'border-err')}>
        {labelAt === 'inside' && (
          <label htmlFor={id} className="shrink-0 text-xs text-fg-3">
            {label}
          </label>
        )}
        <input
          id={id}
          aria-label={labelAt === 'hidden' ? label : undefined}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          spellCheck={false}
          autoComplete="off"
          className={cn('min-w-0 flex-1 bg-transparent outline-none disabled:text-fg-3', isMono && 'font-mono text-code')}
          {...rest}
        />
        {action}
      </div>
      {note !== undefined && (
        <span id={`${id}-note`} className={cn('text-xs', error === undefined ? 'text-fg-3' : 'text-err')}>
          {note}
        </span>
      )}
    </div>
  );
}

/** Masked until it is looked at. */
export function SecretField({ label, ...rest }: Omit<TextFieldProps, 'type'>) {
  const { t } = useTranslation();
  const [isRevealed, setIsRevealed] = useState(false);
  return (
    <TextField
      {...rest}
      label={label}
      type={isRevealed ? 'text' : 'password'}
      action={
        <IconButton
          icon={isRevealed ? EyeOff : Eye}
          size="sm"
          label={t(isRevealed ? 'inspector.hide' : 'inspector.reveal', { name: label })}
          onClick={() => setIsRevealed(!isRevealed)}
          className="-mr-1.5"
        />
      }
    />
  );
}
