import type { ReactNode } from 'react';

interface SettingRowProps {
  readonly name: string;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}

/** One setting: what it is at the left, what it can be at the right. */
export function SettingRow({ name, hint, children }: SettingRowProps) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 border-b border-line-soft py-2 last:border-b-0">
      <span className="min-w-0">
        <span className="block text-md text-fg">{name}</span>
        {hint !== undefined && <span className="block text-sm text-fg-3">{hint}</span>}
      </span>
      <span className="flex shrink-0 items-center gap-2">{children}</span>
    </div>
  );
}
