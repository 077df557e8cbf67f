import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ROOM_FIELDS } from '../../contract/filter-fields.ts';
import { fieldValue, withField } from '../../contract/filter-text.ts';
import type { Capability, RoomRow, SourceRow } from '../../contract/rows.ts';
import { formatCount } from '../i18n/format.ts';
import { useLiveWindow } from '../stores/live-window.ts';
import { useIsReadOnly } from '../stores/sources.ts';
import { useTableColumns } from '../stores/table-columns.ts';
import { useSelection } from '../stores/use-selection.ts';
import { changeWorkspace, filterTable, inspect, sortTable, useWorkspace } from '../stores/workspace.ts';
import { Ago } from '../widgets/ago.tsx';
import type { Column } from '../widgets/grid-types.ts';
import { EmptyState } from '../widgets/notes.tsx';

import { Checkbox } from '../widgets/toggles.tsx';
import { Toolbar } from '../widgets/toolbar.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { Count, Mono } from './cells.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { ConnectSnippet } from './connect-snippet.tsx';
import { InspectorOf } from './inspector/inspector-of.tsx';
import { NamespaceSelect } from './namespace-select.tsx';
import { RowActions } from './row-actions.tsx';
import { roomMenu } from './row-menus.ts';
import { targetOfRooms } from './selection-target.ts';
import { TableFilter } from './table-filter.tsx';
import { TablePane } from './table-pane.tsx';
import { useBulk } from './use-bulk.tsx';
import { useColumnsFor } from './use-columns-for.ts';
import { WithInspector } from './with-inspector.tsx';

export function RoomsView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const query = useWorkspace(sourceId, ({ rooms }) => rooms);
  const inspected = useWorkspace(sourceId, (workspace) => workspace.inspected.rooms ?? null);
  const live = useLiveWindow('rooms', sourceId, query, keyOfRoom);
  const columns = useTableColumns('rooms', useRoomColumns(sourceId, capabilities));
  const { withOwnRooms = false, filter = '' } = query.where;
  const isReadOnly = useIsReadOnly();
  const scope = `${sourceId} ${filter} ${withOwnRooms}`;
  const selection = useSelection({ live, keyOf: keyOfRoom, scope, canMeanAll: false, matched: live.matched });
  const target = targetOfRooms(selection.rows);
  const bulk = useBulk(source);
  const change = (next: string) => filterTable(sourceId, 'rooms', next);

  return (
    <WithInspector
      inspector={inspected && <InspectorOf source={source} inspected={inspected} onClose={() => inspect(sourceId, null)} />}
      areSeveralChosen={selection.isAll || selection.rows.length > 1}
    >
      <Toolbar label={t('tabs.rooms')}>
        <TableFilter
          label={t('tables.filterRooms')}
          fields={ROOM_FIELDS}
          value={filter}
          onChange={change}
          result={filter !== '' && !live.isEmpty ? t('common.of', { count: live.matched, total: formatCount(live.total) }) : undefined}
        />
        <Checkbox
          label={t('tables.ownRooms')}
          hint={t('tables.ownRoomsHint')}
          isOn={withOwnRooms}
          onChange={(isOn) => changeWorkspace(sourceId, { rooms: { ...query, where: { filter, withOwnRooms: isOn } } })}
        />
        <NamespaceSelect
          sourceId={sourceId}
          value={fieldValue(filter, ROOM_FIELDS, 'ns')}
          onChange={(namespace) => change(withField(filter, ROOM_FIELDS, 'ns', namespace))}
        />
        <ColumnsMenu columns={columns} />
      </Toolbar>
      <BulkBar source={source} selection={selection} target={target} matched={live.matched} canMeanAll={false} onAct={bulk.open} />
      {bulk.dialog}
      <TablePane
        label={t('tabs.rooms')}
        testId="grid-rooms"
        live={live}
        columns={columns}
        keyOf={keyOfRoom}
        rowData={dataOfRoom}
        sort={query.sort}
        onSort={(sort) => sortTable(sourceId, 'rooms', sort)}
        selectedKey={inspected?.kind === 'room' ? `${inspected.namespace},${inspected.room}` : null}
        onInspect={(row) => inspect(sourceId, row && { kind: 'room', namespace: row.namespace, room: row.room })}
        selection={selection}
        rowMenu={(row) => roomMenu(row, { t, source, isReadOnly, onAct: bulk.open, selected: selection.has(row) ? target : null })}
        isFiltered={filter !== ''}
        onClearFilter={() => change('')}
        empty={
          <EmptyState title={t('tables.noRooms')} text={t('tables.noRoomsText')}>
            {source.counts.sockets === 0 && <ConnectSnippet source={source} />}
          </EmptyState>
        }
      />
    </WithInspector>
  );
}

function keyOfRoom({ namespace, room }: RoomRow): string {
  return `${namespace},${room}`;
}

function dataOfRoom({ room }: RoomRow): Readonly<Record<`data-${string}`, string>> {
  return { 'data-key': room };
}

const NEEDS: Readonly<Record<string, Capability>> = { broadcasts: 'counters', actions: 'emit' };

function useRoomColumns(sourceId: string, capabilities: readonly Capability[]): readonly Column<RoomRow>[] {
  const { t } = useTranslation();
  const columns = useMemo<readonly Column<RoomRow>[]>(
    () => [
      { id: 'room', header: t('fields.room'), width: 'grow', minWidth: 160, sortBy: 'room', cell: (row) => <Mono text={row.room} isKey /> },
      { id: 'namespace', header: t('fields.namespace'), width: 144, sortBy: 'namespace', cell: (row) => <Mono text={row.namespace} /> },
      { id: 'sockets', header: t('fields.sockets'), width: 88, align: 'right', sortBy: 'sockets', cell: (row) => <Count value={row.sockets} /> },
      {
        id: 'broadcasts',
        header: t('fields.broadcasts'),
        width: 96,
        align: 'right',
        sortBy: 'broadcasts',
        cell: (row) => <Count value={row.broadcasts} />,
      },
      { id: 'age', header: t('fields.age'), width: 104, align: 'right', sortBy: 'createdAt', cell: (row) => <Ago at={row.createdAt} t={t} /> },
      {
        id: 'actions',
        header: '',
        width: 68,
        align: 'right',
        hideBelow: 800,
        cell: (row) => <RowActions sourceId={sourceId} namespace={row.namespace} room={row.room} />,
      },
    ],
    [t, sourceId],
  );
  return useColumnsFor(columns, NEEDS, capabilities);
}
