import type { ReactNode } from 'react';

/** The bar over a table: the filter grows, choices and buttons stand right. */
export function Toolbar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="toolbar" aria-label={label} className="flex h-(--h-toolbar) min-w-0 shrink-0 items-center gap-2 border-b border-line px-3">
      {children}
    </div>
  );
}
