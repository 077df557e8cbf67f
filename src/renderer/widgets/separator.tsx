import { Separator as Handle } from 'react-resizable-panels';

/** The 1 px line between two panes; its grip is wider. Arrow keys move it. */
export function Separator({ label }: { readonly label: string }) {
  return (
    <Handle
      aria-label={label}
      className="relative w-px shrink-0 bg-line outline-none after:absolute after:inset-y-0 after:-left-0.5 after:z-(--z-sticky) after:w-1.25 after:transition-colors after:duration-(--t-fast) hover:after:bg-focus/60 focus-visible:after:bg-focus data-[separator=active]:after:bg-focus"
    />
  );
}
