import { useMemo } from 'react';
import type { Capability } from '../../contract/rows.ts';
import type { Column } from '../widgets/grid-types.ts';

/** Those columns that the source can fill; `needs`: by their id. */
export function useColumnsFor<Row>(
  columns: readonly Column<Row>[],
  needs: Readonly<Record<string, Capability>>,
  capabilities: readonly Capability[],
): readonly Column<Row>[] {
  const key = capabilities.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the capabilities, which are a new list with every batch.
  return useMemo(
    () =>
      columns.filter(({ id }) => {
        const need = needs[id];
        return need === undefined || capabilities.includes(need);
      }),
    [columns, needs, key],
  );
}
