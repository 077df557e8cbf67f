import type { Capability } from '../../contract/rows.ts';

export type BulkAction = 'emit' | 'join' | 'leave' | 'disconnect';

/** What a source can do with many sockets at once. */
export function bulkActionsOf(capabilities: readonly Capability[]): readonly BulkAction[] {
  return [
    ...(capabilities.includes('emit') ? (['emit'] as const) : []),
    ...(capabilities.includes('bulk') ? (['join', 'leave', 'disconnect'] as const) : []),
  ];
}
