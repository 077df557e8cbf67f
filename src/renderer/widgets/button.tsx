import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { cn } from './cn.ts';
import { Tooltip } from './tooltip.tsx';

const VARIANTS = {
  primary: 'border-accent bg-accent text-on-solid font-medium hover:bg-accent-hover hover:border-accent-hover disabled:border-line',
  secondary: 'border-line-strong bg-raised text-fg hover:bg-active disabled:border-line',
  ghost: 'border-transparent text-fg-2 hover:bg-active hover:text-fg',
  danger: 'border-line-strong bg-raised text-err hover:bg-err-soft disabled:border-line',
  solidDanger: 'border-err-solid bg-err-solid text-on-solid font-medium hover:brightness-110 disabled:border-line',
} as const;
const SIZES = {
  sm: 'h-(--h-control-sm) px-2 text-sm',
  md: 'h-(--h-control) px-2.5 text-md',
  lg: 'h-(--h-control-lg) px-3.5 text-md',
} as const;
const BASE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-2 border transition-colors duration-(--t-fast) disabled:pointer-events-none disabled:bg-transparent disabled:text-fg-4';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: keyof typeof VARIANTS;
  readonly size?: keyof typeof SIZES;
  readonly icon?: LucideIcon | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ variant = 'secondary', size = 'md', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={cn(BASE, VARIANTS[variant], SIZES[size], className)} {...rest}>
      {Icon !== undefined && <Icon size={14} strokeWidth={1.75} aria-hidden />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  readonly icon: LucideIcon;
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly shortcut?: string;
  readonly iconSize?: number;
}

const SQUARES = { sm: 'size-(--h-control-sm)', md: 'size-(--h-control)', lg: 'size-(--h-control-lg)' } as const;

export function IconButton({ icon: Icon, label, shortcut, variant = 'ghost', size = 'md', iconSize = 14, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button type="button" aria-label={label} className={cn(BASE, VARIANTS[variant], SQUARES[size], className)} {...rest}>
        <Icon size={iconSize} strokeWidth={iconSize <= 12 ? 2 : 1.75} aria-hidden />
      </button>
    </Tooltip>
  );
}
