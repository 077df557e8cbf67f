import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const TONES = {
  plain: 'bg-active text-fg-2',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  err: 'bg-err-soft text-err',
} as const;

interface TagProps {
  readonly tone?: keyof typeof TONES;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** A word about what stands before it. */
export function Tag({ tone = 'plain', testId, children }: TagProps) {
  return (
    <span data-testid={testId} className={cn('inline-flex h-4 shrink-0 items-center rounded-1 px-1.25 text-xs whitespace-nowrap', TONES[tone])}>
      {children}
    </span>
  );
}
