// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by transform, which a <table> does not allow; the roles say what it is.

import { memo } from 'react';
import { cn } from './cn.ts';
import type { Column } from './grid-types.ts';

export interface GridRowProps<Row> {
  readonly id: string;
  readonly row: Row | undefined;
  readonly rowKey: string | undefined;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly isSelected: boolean;
  readonly isRelated: boolean;
  readonly isCursor: boolean;
  /** What is drawn over the whole width instead of the cells, or nothing. */
  readonly wholeRow: ((row: Row) => React.ReactNode) | undefined;
  readonly rowData: ((row: Row) => Readonly<Record<`data-${string}`, string>>) | undefined;
}

function GridRowView<Row>(props: GridRowProps<Row>) {
  const { id, row, rowKey, index, top, height, columns, template, isSelected, isRelated, isCursor, wholeRow, rowData } = props;
  return (
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-testid="row"
      data-key={rowKey}
      data-index={index}
      {...(row !== undefined && rowData?.(row))}
      className={cn(
        'absolute inset-x-0 top-0 grid items-baseline border-b [contain:size_layout_style] border-line-soft px-1 text-fg-2 outline-none',
        isSelected ? 'bg-selected-dim group-focus-within/grid:bg-selected' : isRelated ? 'bg-selected/45' : 'hover:bg-hover',
        isCursor && 'before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-transparent group-focus-within/grid:before:bg-accent-fg',
      )}
      style={{ gridTemplateColumns: template, height, lineHeight: `${height - 1}px`, transform: `translateY(${top}px)` }}
    >
      {row === undefined ? <Skeleton columns={columns} /> : (wholeRow?.(row) ?? <Cells row={row} columns={columns} />)}
    </div>
  );
}

function Cells<Row>({ row, columns }: { readonly row: Row; readonly columns: readonly Column<Row>[] }) {
  return columns.map((column) => (
    <div
      key={column.id}
      role="gridcell"
      tabIndex={-1}
      className={cn('overflow-hidden px-(--cell-x) text-ellipsis whitespace-nowrap', column.align === 'right' && 'text-right')}
    >
      {column.cell(row)}
    </div>
  ));
}

/** A row that is not here yet. */
function Skeleton<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  return columns.map((column) => (
    <div
      key={column.id}
      role="gridcell"
      tabIndex={-1}
      className={cn('flex items-center self-center px-(--cell-x)', column.align === 'right' && 'justify-end')}
    >
      <span className={cn('h-2 rounded-1 bg-line', column.width === 'grow' ? 'w-24' : 'w-1/2')} />
    </div>
  ));
}

function isSameRow<Row>(a: Row | undefined, b: Row | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  // Rows are flat and come anew with every batch; most of them say what they said before.
  for (const key in a) if (!Object.is(a[key], b[key])) return false;
  return true;
}

function isSame<Row>({ row: oldRow, ...old }: GridRowProps<Row>, { row, ...current }: GridRowProps<Row>): boolean {
  for (const key of Object.keys(current) as (keyof typeof current)[]) if (!Object.is(old[key], current[key])) return false;
  return isSameRow(oldRow, row);
}

// memo() loses the type parameter; the component is the same.
export const GridRow = memo(GridRowView, isSame) as unknown as typeof GridRowView;
