import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveWindow } from '../stores/live-window.ts';
import { useRowHeight } from '../stores/settings.ts';
import type { TableColumns } from '../stores/table-columns.ts';
import type { Selection } from '../stores/use-selection.ts';
import { Button } from '../widgets/button.tsx';
import type { Sort } from '../widgets/grid-types.ts';
import { EmptyState, FailureNote } from '../widgets/notes.tsx';
import type { MenuEntries } from '../widgets/row-menu.tsx';
import { VirtualGrid } from '../widgets/virtual-grid.tsx';
import { MissingServers } from './missing-servers.tsx';

interface TablePaneProps<Row> {
  readonly label: string;
  readonly testId: string;
  readonly live: LiveWindow<Row>;
  readonly columns: TableColumns<Row>;
  readonly keyOf: (row: Row) => string;
  readonly rowData?: (row: Row) => Readonly<Record<`data-${string}`, string>>;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selectedKey: string | null;
  /** `null` closes the inspector; in its own place: there is none. */
  readonly onInspect: ((row: Row | null) => void) | null;
  readonly isFiltered: boolean;
  readonly onClearFilter: () => void;
  readonly selection?: Selection<Row>;
  readonly rowMenu?: (row: Row) => MenuEntries;
  /** Shown when there is nothing at all. */
  readonly empty: ReactNode;
}

/** A live table with everything it can be instead: waiting, failed, empty, filtered to nothing. */
export function TablePane<Row>(props: TablePaneProps<Row>) {
  const { t } = useTranslation();
  const rowHeight = useRowHeight();
  const { live, sort, onSort, onInspect, selectedKey } = props;
  if (live.failure !== null) {
    return (
      <FailureNote failure={live.failure}>
        <Button onClick={live.retry}>{t('app.tryAgain')}</Button>
        {props.isFiltered && <Button onClick={props.onClearFilter}>{t('common.clearFilter')}</Button>}
      </FailureNote>
    );
  }
  if (!live.isEmpty && live.matched === 0) {
    if (!props.isFiltered) return props.empty;
    return (
      <EmptyState title={t('tables.noMatch')} text={t('tables.noMatchText', { count: live.total })}>
        <Button onClick={props.onClearFilter}>{t('common.clearFilter')}</Button>
      </EmptyState>
    );
  }
  return (
    <>
      {live.nodes !== null && <MissingServers nodes={live.nodes} />}
      <VirtualGrid
        label={props.label}
        testId={props.testId}
        columns={props.columns.columns}
        onResize={props.columns.resize}
        rowHeight={rowHeight}
        rowCount={live.matched}
        rowAt={live.rowAt}
        keyOf={props.keyOf}
        {...(props.rowData !== undefined && { rowData: props.rowData })}
        selectedKey={selectedKey}
        rowMenu={props.rowMenu}
        {...(props.selection !== undefined && { pickedKeys: props.selection.keys, onPick: props.selection.pick })}
        {...(onInspect !== null && {
          onOpen: onInspect,
          onMove: (row: Row) => selectedKey !== null && onInspect(row),
          onEscape: () => onInspect(null),
        })}
        sort={sort}
        onSort={(by) => onSort({ by, isDescending: sort.by === by ? !sort.isDescending : isNumberColumn(by) })}
        onRange={live.onRange}
        onHold={live.onHold}
      />
    </>
  );
}

/** Of numbers the large ones are looked for, of names the first. */
function isNumberColumn(by: string): boolean {
  return !['socketId', 'namespace', 'transport', 'address', 'room', 'serverId', 'hostname'].includes(by);
}
