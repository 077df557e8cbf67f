import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability, SocketRow, SourceRow } from '../../contract/rows.ts';
import { formatCount } from '../i18n/format.ts';
import { useLiveWindow } from '../stores/live-window.ts';
import { changeWhere, changeWorkspace, inspect, type Query, useWorkspace } from '../stores/workspace.ts';
import { Ago } from '../widgets/ago.tsx';
import { FilterToken } from '../widgets/chip.tsx';
import type { Column } from '../widgets/grid-types.ts';
import { EmptyState } from '../widgets/notes.tsx';
import { Snippet } from '../widgets/snippet.tsx';
import { FilterField } from '../widgets/text-field.tsx';
import { Toolbar } from '../widgets/toolbar.tsx';
import { Count, Missing, Mono, Rtt } from './cells.tsx';
import { InspectorOf } from './inspector/inspector-of.tsx';
import { NamespaceSelect } from './namespace-select.tsx';
import { addressOf, clientSnippets } from './snippets.ts';
import { listens } from './source-words.ts';
import { TablePane } from './table-pane.tsx';
import { useColumnsFor } from './use-columns-for.ts';
import { WithInspector } from './with-inspector.tsx';

type Where = Query<'sockets'>['where'];
type SortBy = Query<'sockets'>['sort']['by'];

export function SocketsView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const query = useWorkspace(sourceId, ({ sockets }) => sockets);
  const inspected = useWorkspace(sourceId, (workspace) => workspace.inspected.sockets ?? null);
  const live = useLiveWindow('sockets', sourceId, query, keyOfSocket);
  const columns = useSocketColumns(capabilities);
  const isFiltered = Object.keys(query.where).length > 0;

  function filter(change: { readonly [Key in keyof Where]?: Where[Key] | undefined }): void {
    changeWorkspace(sourceId, { sockets: { ...query, where: changeWhere(query.where, change) } });
  }

  return (
    <WithInspector inspector={inspected && <InspectorOf source={source} inspected={inspected} onClose={() => inspect(sourceId, null)} />}>
      <Toolbar label={t('tabs.sockets')}>
        <FilterField
          label={t('tables.filterSockets')}
          value={query.where.text ?? ''}
          onChange={(text) => filter({ text })}
          result={isFiltered && !live.isEmpty ? t('common.of', { count: live.matched, total: formatCount(live.total) }) : undefined}
        >
          {query.where.room !== undefined && (
            <FilterToken name={t('tables.inRoom')} value={query.where.room} onRemove={() => filter({ room: undefined })} />
          )}
        </FilterField>
        <NamespaceSelect sourceId={sourceId} value={query.where.namespace} onChange={(namespace) => filter({ namespace })} />
      </Toolbar>
      <TablePane
        label={t('tabs.sockets')}
        testId="grid-sockets"
        live={live}
        columns={columns}
        keyOf={keyOfSocket}
        sort={query.sort}
        // The header offers this feed's own columns only.
        onSort={({ by, isDescending }) => changeWorkspace(sourceId, { sockets: { ...query, sort: { by: by as SortBy, isDescending } } })}
        selectedKey={inspected?.kind === 'socket' ? inspected.socketId : null}
        onInspect={(row) => inspect(sourceId, row && { kind: 'socket', namespace: row.namespace, socketId: row.socketId })}
        isFiltered={isFiltered}
        onClearFilter={() => changeWorkspace(sourceId, { sockets: { ...query, where: {} } })}
        empty={
          <EmptyState title={t('tables.noSockets')} text={t('tables.noSocketsText')}>
            {listens(source) && <Snippet title={t('start.pointClient')} variants={clientSnippets(t, addressOf(source), source.server)} />}
          </EmptyState>
        }
      />
    </WithInspector>
  );
}

function keyOfSocket({ socketId }: SocketRow): string {
  return socketId;
}

const NEEDS: Readonly<Record<string, Capability>> = { rtt: 'counters', in: 'counters', out: 'counters', idle: 'counters' };

function useSocketColumns(capabilities: readonly Capability[]): readonly Column<SocketRow>[] {
  const { t } = useTranslation();
  const columns = useMemo<readonly Column<SocketRow>[]>(
    () => [
      { id: 'socket', header: t('fields.socket'), width: 188, sortBy: 'socketId', cell: (row) => <Mono text={row.socketId} isKey /> },
      { id: 'namespace', header: t('fields.namespace'), width: 96, sortBy: 'namespace', cell: (row) => <Mono text={row.namespace} /> },
      { id: 'transport', header: t('fields.transport'), width: 104, sortBy: 'transport', cell: (row) => row.transport },
      { id: 'address', header: t('fields.address'), width: 'grow', minWidth: 96, sortBy: 'address', cell: (row) => <Mono text={row.address} /> },
      {
        id: 'connected',
        header: t('fields.connected'),
        width: 96,
        align: 'right',
        sortBy: 'connectedAt',
        hideBelow: 900,
        cell: (row) => <Ago at={row.connectedAt} t={t} />,
      },
      {
        id: 'rooms',
        header: t('fields.rooms'),
        width: 64,
        align: 'right',
        sortBy: 'rooms',
        hideBelow: 760,
        cell: (row) => <Count value={row.rooms} />,
      },
      { id: 'rtt', header: t('fields.rtt'), width: 72, align: 'right', sortBy: 'rttMs', cell: (row) => <Rtt ms={row.rttMs} /> },
      {
        id: 'in',
        header: t('fields.packetsIn'),
        width: 76,
        align: 'right',
        sortBy: 'packetsIn',
        hideBelow: 800,
        cell: (row) => <Count value={row.packetsIn} />,
      },
      {
        id: 'out',
        header: t('fields.packetsOut'),
        width: 76,
        align: 'right',
        sortBy: 'packetsOut',
        hideBelow: 800,
        cell: (row) => <Count value={row.packetsOut} />,
      },
      {
        id: 'idle',
        header: t('fields.idle'),
        width: 76,
        align: 'right',
        sortBy: 'lastPacketAt',
        cell: ({ lastPacketAt }) => (lastPacketAt === null ? <Missing /> : <Ago at={lastPacketAt} t={t} />),
      },
    ],
    [t],
  );
  return useColumnsFor(columns, NEEDS, capabilities);
}
