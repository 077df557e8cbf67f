// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by transform, which a <table> does not allow; the roles say what it is.

import { ChevronDown, ChevronUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from './cn.ts';
import type { Column, Sort } from './grid-types.ts';

interface GridHeaderProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly sort: Sort | undefined;
  readonly onSort: ((by: string) => void) | undefined;
}

export function GridHeader<Row>({ columns, template, sort, onSort }: GridHeaderProps<Row>) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      onKeyDown={onHeaderKey}
      className="sticky top-0 z-(--z-sticky) grid h-(--h-thead) items-center border-b border-line bg-head px-1 text-xs text-fg-3"
      style={{ gridTemplateColumns: template }}
    >
      {columns.map((column) => (
        <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
      ))}
    </div>
  );
}

/** One tab stop, at the sorted column; arrow keys reach the others. */
function onHeaderKey(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  buttons[buttons.findIndex((button) => button.matches(':focus')) + step]?.focus();
  event.preventDefault();
}

function HeaderCell<Row>({ column, sort, onSort }: { readonly column: Column<Row> } & Pick<GridHeaderProps<Row>, 'sort' | 'onSort'>) {
  const { t } = useTranslation();
  const { sortBy, header, align } = column;
  const isSorted = sortBy !== undefined && sort?.by === sortBy;
  const Chevron = sort?.isDescending === true ? ChevronDown : ChevronUp;
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-sort={isSorted ? (sort?.isDescending === true ? 'descending' : 'ascending') : undefined}
      className={cn('flex min-w-0 items-center px-(--cell-x)', align === 'right' && 'justify-end')}
    >
      {sortBy === undefined || onSort === undefined ? (
        <span className="truncate">{header}</span>
      ) : (
        <button
          type="button"
          tabIndex={isSorted ? 0 : -1}
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
    </div>
  );
}
