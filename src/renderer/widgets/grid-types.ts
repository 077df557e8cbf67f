import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Pixels; exactly one column grows instead, from its `minWidth`. */
  readonly width: number | 'grow';
  readonly minWidth?: number;
  /** Pixels instead of `width` where there is room: what grows takes the rest. */
  readonly wideWidth?: number;
  readonly align?: 'right';
  /** The column is left out of a narrower grid, in pixels of the grid. */
  readonly hideBelow?: number;
  readonly sortBy?: string;
  /** Not there until a person wants it. */
  readonly isOptional?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

export interface Sort {
  readonly by: string;
  readonly isDescending: boolean;
}

/** How rows are chosen: `one`: this and no other · `extend`: all from where choosing began · `none`: whatever was chosen is not. */
export type RowPick<Row> =
  | { readonly how: 'one' | 'toggle'; readonly index: number; readonly row: Row }
  | { readonly how: 'extend'; readonly from: number; readonly index: number }
  | { readonly how: 'all' | 'none' };

interface Layout<Row> {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly minWidth: number;
}

/** From this width on, in pixels of the grid, there is room. */
const WIDE = 1000;

/** The columns that fit, and the track list that lays them out. The one that sorts stays where there is room for it. */
export function layOut<Row>(all: readonly Column<Row>[], width: number, sortedBy: string | undefined): Layout<Row> {
  const columns = width < WIDE ? all : all.map((column) => ({ ...column, width: column.wideWidth ?? column.width }));
  const isFitting = ({ hideBelow }: Column<Row>) => hideBelow === undefined || width >= hideBelow;
  const fitting = columns.filter(isFitting);
  const withSorted = columns.filter((column) => isFitting(column) || (column.sortBy !== undefined && column.sortBy === sortedBy));
  const shown = minWidthOf(withSorted) <= width ? withSorted : fitting;
  const template = shown.map(({ width, minWidth }) => (width === 'grow' ? `minmax(${minWidth ?? 120}px, 1fr)` : `${width}px`)).join(' ');
  return { columns: shown, template, minWidth: minWidthOf(shown) };
}

function minWidthOf<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, { width, minWidth }) => sum + (width === 'grow' ? (minWidth ?? 120) : width), 8);
}
