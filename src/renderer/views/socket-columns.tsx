import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability, SocketRow } from '../../contract/rows.ts';
import type { Query, SocketsView } from '../stores/workspace.ts';
import { Ago } from '../widgets/ago.tsx';
import type { Column } from '../widgets/grid-types.ts';
import { Count, Missing, Mono, Pending, PerSecond, Rtt } from './cells.tsx';
import { useColumnsFor } from './use-columns-for.ts';

const NEEDS: Readonly<Record<string, Capability>> = {
  rtt: 'counters',
  in: 'counters',
  out: 'counters',
  idle: 'counters',
  pending: 'counters',
  rate: 'counters',
};
/** What says whether one takes what is sent to it. */
const SLOW: readonly string[] = ['socket', 'pending', 'rate', 'rtt', 'idle', 'namespace', 'transport', 'address'];
const SLOW_FROM: Readonly<Record<string, number>> = { transport: 840, namespace: 720 };
const NOT_AT_FIRST: readonly string[] = ['engine', 'protocol', 'pending', 'rate'];

/** What waits to be sent and the rates of all sockets can be told, and sorted by. */
export function hasRates(capabilities: readonly Capability[]): boolean {
  return capabilities.includes('counters') && capabilities.includes('filter');
}

/** A source may have come back with fewer words: what it can not sort by any more is not asked of it. */
export function sortableBy(capabilities: readonly Capability[], query: Query<'sockets'>): Query<'sockets'> {
  const { by } = query.sort;
  if (capabilities.includes('filter') || (by !== 'bufferedBytes' && by !== 'ratePerSecond')) return query;
  return { ...query, sort: { by: 'connectedAt', isDescending: false } };
}

/** Those of a view come first; the others can be chosen. */
export function useSocketColumns(view: SocketsView, capabilities: readonly Capability[]): readonly Column<SocketRow>[] {
  const { t } = useTranslation();
  // Elsewhere the server sorts, and has no words for these.
  const isSorted = capabilities.includes('filter');
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
      {
        id: 'pending',
        header: t('fields.buffered'),
        width: 84,
        align: 'right',
        ...(isSorted && { sortBy: 'bufferedBytes' }),
        cell: (row) => <Pending bytes={row.bufferedBytes} />,
      },
      ...(isSorted ? [rateColumn(t)] : []),
      { id: 'protocol', header: t('fields.protocol'), width: 92, align: 'right', cell: (row) => (row.protocol === 0 ? <Missing /> : row.protocol) },
      { id: 'engine', header: t('fields.engineId'), width: 188, cell: (row) => <Mono text={row.engineId} /> },
    ],
    [t, isSorted],
  );
  const inView = useMemo(() => (view === 'slow' ? slowColumns(columns) : columns.map(firstColumn)), [columns, view]);
  return useColumnsFor(inView, NEEDS, capabilities);
}

function firstColumn(column: Column<SocketRow>): Column<SocketRow> {
  return { ...column, isOptional: NOT_AT_FIRST.includes(column.id) };
}

/** What matters of these comes first; where they are from has the place that is left. */
function slowColumns(columns: readonly Column<SocketRow>[]): readonly Column<SocketRow>[] {
  const rankOf = ({ id }: Column<SocketRow>) => (SLOW.includes(id) ? SLOW.indexOf(id) : SLOW.length);
  return columns
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map((column) => ({ ...column, isOptional: !SLOW.includes(column.id), hideBelow: SLOW_FROM[column.id] ?? 0 }));
}

function rateColumn(t: TFunction): Column<SocketRow> {
  return {
    id: 'rate',
    header: t('fields.rate'),
    width: 76,
    align: 'right',
    sortBy: 'ratePerSecond',
    cell: (row) => <PerSecond rate={row.ratePerSecond} />,
  };
}
