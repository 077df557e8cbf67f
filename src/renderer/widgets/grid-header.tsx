// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by transform, which a <table> does not allow; the roles say what it is.

import { ChevronDown, ChevronUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from './cn.ts';
import { ColumnHandle, STEP_PX } from './column-handle.tsx';
import type { Column, Sort } from './grid-types.ts';

interface GridHeaderProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly sort: Sort | undefined;
  readonly onSort: ((by: string) => void) | undefined;
  /** Left out: columns are as wide as they are. */
  readonly onResize: ((id: string, width: number) => void) | undefined;
}

export function GridHeader<Row>({ columns, template, sort, onSort, onResize }: GridHeaderProps<Row>) {
  const stop = columns.find(({ sortBy }) => sortBy !== undefined && sortBy === sort?.by)?.id ?? (onResize === undefined ? null : columns[0]?.id);

  /** One tab stop, at the sorted column; arrow keys reach the others, and with Shift make one wider or narrower. */
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-column]')];
    const focused = stops.findIndex((element) => element.matches(':focus'));
    const column = columns.find(({ id }) => id === stops[focused]?.dataset.column);
    if (!event.shiftKey) stops[focused + step]?.focus();
    else if (column !== undefined && column.width !== 'grow') onResize?.(column.id, column.width + step * STEP_PX);
    event.preventDefault();
  }

  return (
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="sticky top-0 z-(--z-sticky) grid h-(--h-thead) items-center border-b border-line bg-head px-1 text-xs text-fg-3"
      style={{ gridTemplateColumns: template }}
    >
      {columns.map((column) => (
        <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} onResize={onResize} isStop={column.id === stop} />
      ))}
    </div>
  );
}

interface HeaderCellProps<Row> extends Omit<GridHeaderProps<Row>, 'columns' | 'template'> {
  readonly column: Column<Row>;
  /** The keyboard comes here first. */
  readonly isStop: boolean;
}

function HeaderCell<Row>({ column, sort, onSort, onResize, isStop }: HeaderCellProps<Row>) {
  const { t } = useTranslation();
  const { id, sortBy, header, align, width } = column;
  const isSorted = sortBy !== undefined && sort?.by === sortBy;
  const Chevron = sort?.isDescending === true ? ChevronDown : ChevronUp;
  const focus = { 'data-column': id, tabIndex: isStop ? 0 : -1 };
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-sort={isSorted ? (sort?.isDescending === true ? 'descending' : 'ascending') : undefined}
      className={cn('relative flex min-w-0 items-center px-(--cell-x)', align === 'right' && 'justify-end')}
    >
      {sortBy === undefined || onSort === undefined ? (
        <span {...(onResize !== undefined && header !== '' && focus)} className="truncate rounded-1">
          {header}
        </span>
      ) : (
        <button
          type="button"
          {...focus}
          title={t('tables.sortBy', { column: header })}
          onClick={() => onSort(sortBy)}
          className={cn(
            'flex min-w-0 items-center gap-0.75 rounded-1 hover:text-fg',
            align !== 'right' && 'flex-row-reverse',
            isSorted && 'font-medium text-fg',
          )}
        >
          {isSorted && <Chevron size={12} strokeWidth={2} className="shrink-0" aria-hidden />}
          <span className="truncate">{header}</span>
        </button>
      )}
      {onResize !== undefined && width !== 'grow' && header !== '' && <ColumnHandle width={width} onResize={(next) => onResize(id, next)} />}
    </div>
  );
}
