import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeRow } from '../../contract/admin-rows.ts';
import { NODE_FIELDS } from '../../contract/filter-fields.ts';
import type { SourceRow } from '../../contract/rows.ts';
import { formatBytes, formatCount, formatDuration, formatMs, formatPercent, formatRate } from '../i18n/format.ts';
import { useLiveWindow } from '../stores/live-window.ts';
import { useTableColumns } from '../stores/table-columns.ts';
import { filterTable, sortTable, useWorkspace } from '../stores/workspace.ts';
import { Ago } from '../widgets/ago.tsx';
import type { Column } from '../widgets/grid-types.ts';
import { EmptyState } from '../widgets/notes.tsx';
import { StateDot } from '../widgets/state-dot.tsx';
import { Tag } from '../widgets/tag.tsx';

import { Toolbar } from '../widgets/toolbar.tsx';
import { Count, Missing, Mono } from './cells.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { nodeMenu } from './row-menus.ts';
import { TableFilter } from './table-filter.tsx';
import { TablePane } from './table-pane.tsx';

/** The servers of a cluster, each as it last told of itself. */
export function ServersView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const query = useWorkspace(sourceId, ({ nodes }) => nodes);
  const live = useLiveWindow('nodes', sourceId, query, keyOfNode);
  const columns = useTableColumns('servers', useNodeColumns(capabilities.includes('process')));
  const { filter = '' } = query.where;
  const change = (next: string) => filterTable(sourceId, 'nodes', next);
  return (
    <div data-pane className="flex min-h-0 flex-1 flex-col">
      <Toolbar label={t('tabs.servers')}>
        <TableFilter
          label={t('servers.filter')}
          fields={NODE_FIELDS}
          value={filter}
          onChange={change}
          result={filter !== '' && !live.isEmpty ? t('common.of', { count: live.matched, total: formatCount(live.total) }) : undefined}
        />
        <ColumnsMenu columns={columns} />
      </Toolbar>
      <TablePane
        label={t('tabs.servers')}
        testId="grid-servers"
        live={live}
        columns={columns}
        keyOf={keyOfNode}
        sort={query.sort}
        onSort={(sort) => sortTable(sourceId, 'nodes', sort)}
        selectedKey={null}
        onInspect={null}
        rowMenu={(row) => nodeMenu(row, { t, source })}
        isFiltered={filter !== ''}
        onClearFilter={() => change('')}
        empty={<EmptyState title={t('servers.none')} text={t('servers.noneText')} />}
      />
    </div>
  );
}

function keyOfNode({ nodeId }: NodeRow): string {
  return nodeId;
}

function useNodeColumns(hasProcess: boolean): readonly Column<NodeRow>[] {
  const { t } = useTranslation();
  return useMemo<readonly Column<NodeRow>[]>(
    () => [
      {
        id: 'health',
        header: t('servers.health'),
        width: 72,
        cell: ({ health }) => (
          <span className="inline-flex items-center gap-1.5" data-health={health}>
            <StateDot state={health === 'live' ? 'running' : 'failed'} />
            <span className={health === 'live' ? undefined : 'text-err'}>{t(`servers.healths.${health}`)}</span>
          </span>
        ),
      },
      {
        id: 'server',
        header: t('servers.serverId'),
        width: 'grow',
        minWidth: 130,
        sortBy: 'serverId',
        cell: (row) => <ServerName row={row} t={t} />,
      },
      { id: 'host', header: t('servers.host'), width: 116, sortBy: 'hostname', cell: (row) => <Mono text={`${row.hostname}:${row.pid}`} /> },
      {
        id: 'uptime',
        header: t('servers.uptime'),
        width: 84,
        align: 'right',
        sortBy: 'uptimeSeconds',
        hideBelow: 1120,
        cell: (row) => formatDuration(t, row.uptimeSeconds * 1000),
      },
      { id: 'sockets', header: t('fields.sockets'), width: 72, align: 'right', sortBy: 'sockets', cell: (row) => <Count value={row.sockets} /> },
      { id: 'clients', header: t('servers.clients'), width: 68, align: 'right', sortBy: 'clients', cell: (row) => <Count value={row.clients} /> },
      { id: 'transports', header: t('servers.transports'), width: 156, hideBelow: 800, cell: (row) => transportsOf(row) },
      { id: 'in', header: t('servers.packetsIn'), width: 70, align: 'right', sortBy: 'packetsIn', cell: (row) => <Rate value={row.packetsIn} /> },
      { id: 'out', header: t('servers.packetsOut'), width: 70, align: 'right', sortBy: 'packetsOut', cell: (row) => <Rate value={row.packetsOut} /> },
      ...(hasProcess ? processColumns(t) : []),
      {
        id: 'seen',
        header: t('servers.lastSeen'),
        width: 70,
        align: 'right',
        sortBy: 'lastSeenAt',
        cell: (row) => <Ago at={row.lastSeenAt} t={t} />,
      },
    ],
    [t, hasProcess],
  );
}

function processColumns(t: TFunction): readonly Column<NodeRow>[] {
  return [
    {
      id: 'loop',
      header: t('servers.loop'),
      width: 70,
      align: 'right',
      sortBy: 'eventLoopDelayP99Ms',
      hideBelow: 1000,
      cell: ({ eventLoopDelayP99Ms: ms }) => (ms === null ? <Missing /> : formatMs(ms)),
    },
    {
      id: 'cpu',
      header: t('servers.cpu'),
      width: 56,
      align: 'right',
      hideBelow: 1000,
      cell: ({ cpu }) => (cpu === null ? <Missing /> : formatPercent(cpu)),
    },
    {
      id: 'rss',
      header: t('servers.rss'),
      width: 70,
      align: 'right',
      sortBy: 'rssBytes',
      hideBelow: 1000,
      cell: ({ rssBytes }) => (rssBytes === null ? <Missing /> : formatBytes(rssBytes)),
    },
  ];
}

/** Two nodes may say the same id: each is told apart by its own. */
function ServerName({ row, t }: { readonly row: NodeRow; readonly t: TFunction }) {
  const { serverId, nodeId, isDuplicate } = row;
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <Mono text={serverId} isKey />
      {isDuplicate && (
        <span title={t('servers.duplicateHint', { nodeId })} className="inline-flex min-w-0">
          <Tag tone="warn">{t('servers.duplicate')}</Tag>
        </span>
      )}
    </span>
  );
}

function Rate({ value }: { readonly value: number }) {
  return <span className={value === 0 ? 'text-fg-3' : undefined}>{formatRate(value)}</span>;
}

function transportsOf({ transports }: NodeRow): string {
  const used = Object.entries(transports).filter(([, count]) => count > 0);
  return used.map(([name, count]) => `${name} ${formatCount(count)}`).join(' · ');
}
