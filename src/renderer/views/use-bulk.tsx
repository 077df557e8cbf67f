import { type ReactNode, useState } from 'react';
import type { SourceRow } from '../../contract/rows.ts';
import type { Target } from '../../contract/target.ts';
import type { BulkAction } from './bulk-actions.ts';
import { BulkDialog } from './deferred-dialogs.ts';

interface Bulk {
  readonly open: (action: BulkAction, target: Target) => void;
  readonly dialog: ReactNode;
}

/** The dialog in which something is done with many sockets. */
export function useBulk(source: SourceRow): Bulk {
  const [asked, setAsked] = useState<{ readonly action: BulkAction; readonly target: Target } | null>(null);
  return {
    open: (action, target) => setAsked({ action, target }),
    dialog: asked && <BulkDialog source={source} target={asked.target} action={asked.action} onClose={() => setAsked(null)} />,
  };
}
