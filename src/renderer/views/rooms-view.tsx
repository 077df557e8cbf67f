import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability, RoomRow, SourceRow } from '../../contract/rows.ts';
import { formatCount } from '../i18n/format.ts';
import { useLiveWindow } from '../stores/live-window.ts';
import { changeWhere, changeWorkspace, inspect, type Query, useWorkspace } from '../stores/workspace.ts';
import { Ago } from '../widgets/ago.tsx';
import type { Column } from '../widgets/grid-types.ts';
import { EmptyState } from '../widgets/notes.tsx';
import { FilterField } from '../widgets/text-field.tsx';
import { Checkbox } from '../widgets/toggles.tsx';
import { Toolbar } from '../widgets/toolbar.tsx';
import { Count, Mono } from './cells.tsx';
import { InspectorOf } from './inspector/inspector-of.tsx';
import { NamespaceSelect } from './namespace-select.tsx';
import { RowActions } from './row-actions.tsx';
import { TablePane } from './table-pane.tsx';
import { useColumnsFor } from './use-columns-for.ts';
import { WithInspector } from './with-inspector.tsx';

type Where = Query<'rooms'>['where'];
type SortBy = Query<'rooms'>['sort']['by'];

export function RoomsView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const query = useWorkspace(sourceId, ({ rooms }) => rooms);
  const inspected = useWorkspace(sourceId, (workspace) => workspace.inspected.rooms ?? null);
  const live = useLiveWindow('rooms', sourceId, query, keyOfRoom);
  const columns = useRoomColumns(sourceId, capabilities);
  const { withOwnRooms = false, ...restricting } = query.where;
  const isFiltered = Object.keys(restricting).length > 0;

  function filter(change: { readonly [Key in keyof Where]?: Where[Key] | undefined }): void {
    changeWorkspace(sourceId, { rooms: { ...query, where: changeWhere(query.where, change) } });
  }

  return (
    <WithInspector inspector={inspected && <InspectorOf source={source} inspected={inspected} onClose={() => inspect(sourceId, null)} />}>
      <Toolbar label={t('tabs.rooms')}>
        <FilterField
          label={t('tables.filterRooms')}
          value={query.where.text ?? ''}
          onChange={(text) => filter({ text })}
          result={isFiltered && !live.isEmpty ? t('common.of', { count: live.matched, total: formatCount(live.total) }) : undefined}
        />
        <Checkbox
          label={t('tables.ownRooms')}
          hint={t('tables.ownRoomsHint')}
          isOn={withOwnRooms}
          onChange={(isOn) => filter({ withOwnRooms: isOn })}
        />
        <NamespaceSelect sourceId={sourceId} value={query.where.namespace} onChange={(namespace) => filter({ namespace })} />
      </Toolbar>
      <TablePane
        label={t('tabs.rooms')}
        testId="grid-rooms"
        live={live}
        columns={columns}
        keyOf={keyOfRoom}
        rowData={dataOfRoom}
        sort={query.sort}
        // The header offers this feed's own columns only.
        onSort={({ by, isDescending }) => changeWorkspace(sourceId, { rooms: { ...query, sort: { by: by as SortBy, isDescending } } })}
        selectedKey={inspected?.kind === 'room' ? `${inspected.namespace},${inspected.room}` : null}
        onInspect={(row) => inspect(sourceId, row && { kind: 'room', namespace: row.namespace, room: row.room })}
        isFiltered={isFiltered}
        onClearFilter={() => filter({ text: undefined, namespace: undefined })}
        empty={<EmptyState title={t('tables.noRooms')} text={t('tables.noRoomsText')} />}
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
        width: 196,
        align: 'right',
        hideBelow: 800,
        cell: (row) => <RowActions sourceId={sourceId} namespace={row.namespace} room={row.room} />,
      },
    ],
    [t, sourceId],
  );
  return useColumnsFor(columns, NEEDS, capabilities);
}
