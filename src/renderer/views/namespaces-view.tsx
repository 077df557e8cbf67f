import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { NAMESPACE_FIELDS } from '../../contract/filter-fields.ts';
import type { Capability, NamespaceRow, SourceRow } from '../../contract/rows.ts';
import { MAX_TARGETS } from '../../contract/target.ts';
import { formatCount } from '../i18n/format.ts';
import { useLiveWindow } from '../stores/live-window.ts';
import { useIsReadOnly } from '../stores/sources.ts';
import { useTableColumns } from '../stores/table-columns.ts';
import { useSelection } from '../stores/use-selection.ts';
import { filterTable, inspect, sortTable, useWorkspace } from '../stores/workspace.ts';
import { Ago } from '../widgets/ago.tsx';
import type { Column } from '../widgets/grid-types.ts';
import { EmptyState } from '../widgets/notes.tsx';

import { Toolbar } from '../widgets/toolbar.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { Count, Mono } from './cells.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { InspectorOf } from './inspector/inspector-of.tsx';
import { RowActions } from './row-actions.tsx';
import { namespaceMenu } from './row-menus.ts';
import { targetOfNamespaces } from './selection-target.ts';
import { TableFilter } from './table-filter.tsx';
import { TablePane } from './table-pane.tsx';
import { useBulk } from './use-bulk.tsx';
import { useColumnsFor } from './use-columns-for.ts';
import { WithInspector } from './with-inspector.tsx';

export function NamespacesView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const query = useWorkspace(sourceId, ({ namespaces }) => namespaces);
  const inspected = useWorkspace(sourceId, (workspace) => workspace.inspected.namespaces ?? null);
  const live = useLiveWindow('namespaces', sourceId, query, keyOfNamespace);
  const columns = useTableColumns('namespaces', useNamespaceColumns(sourceId, capabilities));
  const { filter = '' } = query.where;
  const isReadOnly = useIsReadOnly();
  const scope = `${sourceId} ${filter}`;
  const selection = useSelection({ live, keyOf: keyOfNamespace, scope, canMeanAll: false, limit: MAX_TARGETS, matched: live.matched });
  const target = targetOfNamespaces(selection.rows);
  const bulk = useBulk(source);
  const change = (next: string) => filterTable(sourceId, 'namespaces', next);

  return (
    <WithInspector
      inspector={inspected && <InspectorOf source={source} inspected={inspected} onClose={() => inspect(sourceId, null)} />}
      areSeveralChosen={selection.isAll || selection.rows.length > 1}
    >
      <Toolbar label={t('tabs.namespaces')}>
        <TableFilter
          label={t('tables.filterNamespaces')}
          fields={NAMESPACE_FIELDS}
          value={filter}
          onChange={change}
          result={filter !== '' && !live.isEmpty ? t('common.of', { count: live.matched, total: formatCount(live.total) }) : undefined}
        />
        <ColumnsMenu columns={columns} />
      </Toolbar>
      <BulkBar source={source} selection={selection} target={target} matched={live.matched} canMeanAll={false} onAct={bulk.open} />
      {bulk.dialog}
      <TablePane
        label={t('tabs.namespaces')}
        testId="grid-namespaces"
        live={live}
        columns={columns}
        keyOf={keyOfNamespace}
        sort={query.sort}
        onSort={(sort) => sortTable(sourceId, 'namespaces', sort)}
        selectedKey={inspected?.kind === 'namespace' ? inspected.namespace : null}
        onInspect={(row) => inspect(sourceId, row && { kind: 'namespace', namespace: row.namespace })}
        selection={selection}
        rowMenu={(row) => namespaceMenu(row, { t, source, isReadOnly, onAct: bulk.open, selected: selection.has(row) ? target : null })}
        isFiltered={filter !== ''}
        onClearFilter={() => change('')}
        empty={<EmptyState title={t('tables.noNamespaces')} text={t('tables.noNamespacesText')} />}
      />
    </WithInspector>
  );
}

function keyOfNamespace({ namespace }: NamespaceRow): string {
  return namespace;
}

const NEEDS: Readonly<Record<string, Capability>> = { rooms: 'rooms', in: 'counters', out: 'counters', actions: 'emit' };

function useNamespaceColumns(sourceId: string, capabilities: readonly Capability[]): readonly Column<NamespaceRow>[] {
  const { t } = useTranslation();
  const columns = useMemo<readonly Column<NamespaceRow>[]>(
    () => [
      {
        id: 'namespace',
        header: t('fields.namespace'),
        width: 'grow',
        minWidth: 160,
        sortBy: 'namespace',
        cell: (row) => <Mono text={row.namespace} isKey />,
      },
      { id: 'sockets', header: t('fields.sockets'), width: 88, align: 'right', sortBy: 'sockets', cell: (row) => <Count value={row.sockets} /> },
      { id: 'rooms', header: t('fields.rooms'), width: 88, align: 'right', sortBy: 'rooms', cell: (row) => <Count value={row.rooms} /> },
      { id: 'in', header: t('fields.packetsIn'), width: 96, align: 'right', sortBy: 'packetsIn', cell: (row) => <Count value={row.packetsIn} /> },
      { id: 'out', header: t('fields.packetsOut'), width: 96, align: 'right', sortBy: 'packetsOut', cell: (row) => <Count value={row.packetsOut} /> },
      {
        id: 'age',
        header: t('fields.age'),
        width: 104,
        align: 'right',
        sortBy: 'createdAt',
        hideBelow: 640,
        cell: (row) => <Ago at={row.createdAt} t={t} />,
      },
      {
        id: 'actions',
        header: '',
        width: 68,
        align: 'right',
        hideBelow: 860,
        cell: (row) => <RowActions sourceId={sourceId} namespace={row.namespace} />,
      },
    ],
    [t, sourceId],
  );
  return useColumnsFor(columns, NEEDS, capabilities);
}
