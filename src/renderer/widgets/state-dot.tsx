import type { SourceState } from '../../contract/rows.ts';
import { cn } from './cn.ts';

const HALF = 'ring-[1.5px] ring-inset ring-current text-warn bg-[linear-gradient(90deg,currentColor_50%,transparent_50%)]';
const SHAPES: Readonly<Record<SourceState, string>> = {
  running: 'bg-current text-ok',
  stopped: 'ring-[1.5px] ring-inset ring-current text-fg-3',
  starting: HALF,
  stopping: HALF,
  retrying: HALF,
  paused: HALF,
  failed: 'bg-current text-err',
};

/** Never alone: a word stands beside it. */
export function StateDot({ state }: { readonly state: SourceState }) {
  return <span aria-hidden className={cn('inline-block size-1.75 shrink-0 rounded-full', SHAPES[state])} />;
}
