import { useTranslation } from 'react-i18next';
import { SOCKET_FIELDS } from '../../contract/filter-fields.ts';
import { fieldValue, withField } from '../../contract/filter-text.ts';
import type { SocketRow, SourceRow } from '../../contract/rows.ts';
import type { Target } from '../../contract/target.ts';
import { formatCount } from '../i18n/format.ts';
import { useLiveWindow } from '../stores/live-window.ts';
import { useIsReadOnly } from '../stores/sources.ts';
import { useTableColumns } from '../stores/table-columns.ts';
import { useSelection } from '../stores/use-selection.ts';
import { filterTable, inspect, sortTable, useWorkspace, type SocketsView as View, viewSockets } from '../stores/workspace.ts';
import { EmptyState } from '../widgets/notes.tsx';
import { Select } from '../widgets/select.tsx';
import { Toolbar } from '../widgets/toolbar.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { ConnectSnippet } from './connect-snippet.tsx';
import { InspectorOf } from './inspector/inspector-of.tsx';
import { NamespaceSelect } from './namespace-select.tsx';
import { socketMenu } from './row-menus.ts';
import { targetOfSockets } from './selection-target.ts';
import { hasRates, sortableBy, useSocketColumns } from './socket-columns.tsx';
import { TableFilter } from './table-filter.tsx';
import { TablePane } from './table-pane.tsx';
import { useBulk } from './use-bulk.tsx';
import { WithInspector } from './with-inspector.tsx';

export function SocketsView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const isReadOnly = useIsReadOnly();
  const query = sortableBy(
    capabilities,
    useWorkspace(sourceId, ({ sockets }) => sockets),
  );
  const chosen = useWorkspace(sourceId, ({ socketsView }) => socketsView);
  const view = hasRates(capabilities) ? chosen : 'all';
  const inspected = useWorkspace(sourceId, (workspace) => workspace.inspected.sockets ?? null);
  const live = useLiveWindow('sockets', sourceId, query, keyOfSocket);
  const columns = useTableColumns(view === 'slow' ? 'slow' : 'sockets', useSocketColumns(view, capabilities));
  const { filter = '' } = query.where;
  const scope = `${sourceId} ${filter}`;
  const selection = useSelection({ live, keyOf: keyOfSocket, scope, canMeanAll: true, matched: live.matched });
  const target: Target | null = selection.isAll ? { to: 'matching', filter } : targetOfSockets(selection.rows);
  const bulk = useBulk(source);
  const change = (next: string) => filterTable(sourceId, 'sockets', next);

  return (
    <WithInspector
      inspector={inspected && <InspectorOf source={source} inspected={inspected} onClose={() => inspect(sourceId, null)} />}
      areSeveralChosen={selection.isAll || selection.rows.length > 1}
    >
      <Toolbar label={t('tabs.sockets')}>
        <TableFilter
          label={t('tables.filterSockets')}
          fields={SOCKET_FIELDS}
          value={filter}
          onChange={change}
          result={filter !== '' && !live.isEmpty ? t('common.of', { count: live.matched, total: formatCount(live.total) }) : undefined}
        />
        <NamespaceSelect
          sourceId={sourceId}
          value={fieldValue(filter, SOCKET_FIELDS, 'ns')}
          onChange={(namespace) => change(withField(filter, SOCKET_FIELDS, 'ns', namespace))}
        />
        {hasRates(capabilities) && <ViewSelect value={view} onChange={(next) => viewSockets(sourceId, next)} />}
        <ColumnsMenu columns={columns} />
      </Toolbar>
      <BulkBar source={source} selection={selection} target={target} matched={live.matched} canMeanAll isOfSockets onAct={bulk.open} />
      {bulk.dialog}
      <TablePane
        label={t('tabs.sockets')}
        testId="grid-sockets"
        live={live}
        columns={columns}
        keyOf={keyOfSocket}
        rowData={dataOfSocket}
        sort={query.sort}
        onSort={(sort) => sortTable(sourceId, 'sockets', sort)}
        selectedKey={inspected?.kind === 'socket' ? keyOfSocket(inspected) : null}
        onInspect={(row) => inspect(sourceId, row && { kind: 'socket', namespace: row.namespace, socketId: row.socketId })}
        selection={selection}
        rowMenu={(row) => socketMenu(row, { t, source, isReadOnly, onAct: bulk.open, selected: selection.has(row) ? target : null })}
        isFiltered={filter !== ''}
        onClearFilter={() => change('')}
        empty={
          <EmptyState title={t('tables.noSockets')} text={t('tables.noSocketsText')}>
            <ConnectSnippet source={source} />
          </EmptyState>
        }
      />
    </WithInspector>
  );
}

function ViewSelect({ value, onChange }: { readonly value: View; readonly onChange: (view: View) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('socketViews.label')}
      value={value}
      options={[
        { value: 'all', label: t('socketViews.all') },
        { value: 'slow', label: t('socketViews.slow') },
      ]}
      onChange={(next) => onChange(next === 'slow' ? 'slow' : 'all')}
      testId="sockets-view"
    />
  );
}

/** An id is that of one namespace. */
function keyOfSocket({ namespace, socketId }: Pick<SocketRow, 'namespace' | 'socketId'>): string {
  return `${socketId},${namespace}`;
}

function dataOfSocket({ socketId }: SocketRow): Readonly<Record<`data-${string}`, string>> {
  return { 'data-key': socketId };
}
