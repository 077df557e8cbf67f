import type { ReactNode } from 'react';

/** The bar over a table: the filter grows, choices and buttons stand right, in a line of their own where there is no room. */
export function Toolbar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div
      role="toolbar"
      aria-label={label}
      className="flex min-h-(--h-toolbar) min-w-0 shrink-0 flex-wrap items-center gap-x-1.5 gap-y-1 border-b border-line px-3 py-1"
    >
      {children}
    </div>
  );
}
