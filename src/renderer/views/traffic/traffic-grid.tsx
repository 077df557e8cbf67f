import { ChevronDown } from 'lucide-react';
import { type Ref, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PacketFilter } from '../../../contract/calls.ts';
import type { Failure, PacketRow, SourceRow } from '../../../contract/rows.ts';
import { useClient } from '../../stores/link.ts';
import { useRowHeight } from '../../stores/settings.ts';
import type { TableColumns } from '../../stores/table-columns.ts';
import { fillTrafficGap, prependTraffic, setFollowing, trafficLog, useTraffic } from '../../stores/traffic.ts';
import type { Gap, LogItem } from '../../stores/traffic-log.ts';
import { useAction } from '../../stores/use-action.ts';
import type { Selection } from '../../stores/use-selection.ts';
import { changeWorkspace, type Inspected, inspect } from '../../stores/workspace.ts';
import { Button } from '../../widgets/button.tsx';
import { EmptyState, FailureNote } from '../../widgets/notes.tsx';
import type { MenuEntries } from '../../widgets/row-menu.tsx';
import { type GridHandle, type GridScroll, VirtualGrid } from '../../widgets/virtual-grid.tsx';
import { ConnectSnippet } from '../connect-snippet.tsx';
import { canRun } from '../source-words.ts';
import { GapRow, LossRow } from './gap-row.tsx';

const PAGE_ROWS = 200;
const GAP_ROWS = 500;

export interface TrafficGridHandle {
  /** Whether the row is here. */
  reveal(seq: number): boolean;
}

interface TrafficGridProps {
  readonly source: SourceRow;
  readonly selection: Selection<LogItem>;
  readonly where: PacketFilter;
  readonly columns: TableColumns<LogItem>;
  readonly inspected: Inspected | null;
  readonly failure: Failure | null;
  readonly onRetry: () => void;
  readonly onFollow: () => void;
  readonly rowMenu: (row: PacketRow) => MenuEntries;
  readonly onBookmark: (seq: number) => void;
  readonly ref?: Ref<TrafficGridHandle>;
}

export function TrafficGrid(props: TrafficGridProps) {
  const { source, selection, where, columns, inspected, failure, onRetry, onFollow, rowMenu, onBookmark } = props;
  const { sourceId } = source;
  const { t } = useTranslation();
  const client = useClient();
  const paging = useAction();
  const rowHeight = useRowHeight();
  const grid = useRef<GridHandle>(null);
  const shift = useRef(0);
  const version = useTraffic((state) => state.version);
  const length = useTraffic((state) => state.length);
  const tail = useTraffic((state) => state.tail);
  const isFollowing = useTraffic((state) => state.isFollowing && !state.isPaused);
  const selectedSeq = inspected?.kind === 'packet' ? inspected.seq : null;
  const isPicking = inspected?.kind === 'packet' && inspected.isPicking === true;
  const relatedKeys = useMemo(() => relatedTo(inspected, version), [inspected, version]);

  useImperativeHandle(props.ref, () => ({
    reveal(seq) {
      const index = trafficLog.indexOf(seq);
      if (index === -1) return false;
      setFollowing(false);
      grid.current?.reveal(index);
      return true;
    },
  }));

  // Rows were put in before those in view: these stay where they are.
  useLayoutEffect(() => {
    if (shift.current > 0) grid.current?.shift(shift.current);
    shift.current = 0;
  });

  function onScroll({ isAtStart, isAtEnd, isUpward }: GridScroll): void {
    const { isPaused } = useTraffic.getState();
    if (isAtEnd && !isFollowing && !isPaused) onFollow();
    else if (!isAtEnd && isUpward) setFollowing(false);
    if (isAtStart && isUpward && !isAtEnd) loadOlder();
  }

  function loadOlder(): void {
    const oldest = trafficLog.oldest;
    if (oldest === null || paging.isPending || useTraffic.getState().hasReachedStart) return;
    paging.run(async () => {
      const page = await client.call('traffic.page', { sourceId, where, beforeSeq: oldest.seq, limit: PAGE_ROWS });
      shift.current += prependTraffic(page);
    });
  }

  function loadGap(gap: Gap): void {
    paging.run(async () => {
      fillTrafficGap(gap, await client.call('traffic.page', { sourceId, where, beforeSeq: Math.floor(gap.beforeSeq), limit: GAP_ROWS }));
    });
  }

  if (failure !== null) {
    return (
      <FailureNote failure={failure}>
        <Button onClick={onRetry}>{t('app.tryAgain')}</Button>
        {(where.filter ?? '') !== '' && (
          <Button onClick={() => changeWorkspace(sourceId, { traffic: withoutFilter(where) })}>{t('common.clearFilter')}</Button>
        )}
      </FailureNote>
    );
  }
  if (length === 0 && tail !== null)
    return (
      <NoPackets
        source={source}
        isFiltered={(where.filter ?? '') !== ''}
        onClear={() => changeWorkspace(sourceId, { traffic: withoutFilter(where) })}
      />
    );
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <VirtualGrid<LogItem>
        ref={grid}
        label={t('tabs.traffic')}
        testId="grid-traffic"
        columns={columns.columns}
        onResize={columns.resize}
        rowHeight={rowHeight}
        rowCount={length}
        rowAt={(index) => trafficLog.at(index)}
        keyOf={keyOfItem}
        selectedKey={selectedSeq === null ? null : String(selectedSeq)}
        relatedKeys={relatedKeys}
        pickedKeys={selection.keys}
        onPick={selection.pick}
        onKey={(key, item) => {
          if (key !== 'b' || item.type !== 'packet') return false;
          onBookmark(item.row.seq);
          return true;
        }}
        onOpen={(item) => {
          if (item.type !== 'packet') return;
          // What is being read stays in view.
          setFollowing(false);
          if (isPicking && selectedSeq !== null && selectedSeq !== item.row.seq)
            inspect(sourceId, { kind: 'diff', left: selectedSeq, right: item.row.seq });
          else inspect(sourceId, { kind: 'packet', seq: item.row.seq });
        }}
        onMove={(item) => {
          setFollowing(false);
          if (selectedSeq !== null && !isPicking && item.type === 'packet') inspect(sourceId, { kind: 'packet', seq: item.row.seq });
        }}
        onEscape={() => inspect(sourceId, null)}
        onEnd={onFollow}
        onScroll={onScroll}
        rowMenu={(item) => (item.type === 'packet' && item.row.kind !== 'dropped' ? rowMenu(item.row) : [])}
        wholeRow={(item) => wholeRow(item, loadGap)}
        isFollowing={isFollowing}
      />
      <NewPill onFollow={onFollow} />
    </div>
  );
}

function withoutFilter({ heartbeats }: PacketFilter): PacketFilter {
  return heartbeats === undefined ? {} : { heartbeats };
}

export function keyOfItem(item: LogItem): string {
  return item.type === 'packet' ? String(item.row.seq) : `gap-${item.beforeSeq}`;
}

function wholeRow(item: LogItem, onLoad: (gap: Gap) => void) {
  if (item.type === 'gap') return <GapRow gap={item} onLoad={onLoad} />;
  return item.row.loss === undefined ? null : <LossRow loss={item.row.loss} />;
}

/** Both packets of a diff; the packet a selected acknowledgement answers, and those that answer a selected packet. */
function relatedTo(inspected: Inspected | null, version: number): ReadonlySet<string> {
  if (inspected?.kind === 'diff') return new Set([String(inspected.left), String(inspected.right)]);
  return partnersOf(inspected?.kind === 'packet' ? inspected.seq : null, version);
}

function partnersOf(seq: number | null, _version: number): ReadonlySet<string> {
  const partners = new Set<string>();
  if (seq === null) return partners;
  for (let index = 0; index < trafficLog.length; index++) {
    const item = trafficLog.at(index);
    if (item?.type !== 'packet') continue;
    if (item.row.ackFor === seq) partners.add(String(item.row.seq));
    if (item.row.seq === seq && item.row.ackFor !== null) partners.add(String(item.row.ackFor));
  }
  return partners;
}

/** How many came since the end was left. */
function NewPill({ onFollow }: { readonly onFollow: () => void }) {
  const { t } = useTranslation();
  const isAtEnd = useTraffic((state) => state.isFollowing && !state.isPaused);
  const arrived = useTraffic((state) => state.arrived);
  const left = useRef(arrived);
  if (isAtEnd || arrived < left.current) left.current = arrived;
  const count = arrived - left.current;
  if (isAtEnd || count === 0) return null;
  return (
    <Button
      variant="primary"
      size="sm"
      icon={ChevronDown}
      onClick={onFollow}
      data-testid="traffic-new"
      className="absolute bottom-3 left-[calc((100%-var(--overlay))/2)] z-(--z-sticky) -translate-x-1/2 shadow-popover"
    >
      {t('traffic.new', { count })}
      <span className="ml-0.5 text-xs">End</span>
    </Button>
  );
}

interface NoPacketsProps {
  readonly source: SourceRow;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

function NoPackets({ source, isFiltered, onClear }: NoPacketsProps) {
  const { t } = useTranslation();
  return (
    <div className="min-h-0 flex-1">
      <EmptyState
        title={isFiltered ? t('traffic.noMatch') : canRun(source) ? t('traffic.empty') : t('recording.emptyTitle')}
        text={isFiltered ? t('traffic.noMatchText') : canRun(source) ? t('traffic.emptyText') : t('recording.emptyText')}
      >
        {isFiltered && <Button onClick={onClear}>{t('common.clearFilter')}</Button>}
        {!isFiltered && source.counts.sockets === 0 && <ConnectSnippet source={source} />}
      </EmptyState>
    </div>
  );
}
