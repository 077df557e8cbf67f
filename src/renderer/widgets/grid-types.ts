import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Pixels; exactly one column grows instead, from its `minWidth`. */
  readonly width: number | 'grow';
  readonly minWidth?: number;
  readonly align?: 'right';
  /** The column is left out of a narrower grid, in pixels of the grid. */
  readonly hideBelow?: number;
  readonly sortBy?: string;
  readonly cell: (row: Row) => ReactNode;
}

export interface Sort {
  readonly by: string;
  readonly isDescending: boolean;
}

/** The columns that fit, and the track list that lays them out. */
export function layOut<Row>(columns: readonly Column<Row>[], width: number): { columns: readonly Column<Row>[]; template: string; minWidth: number } {
  const shown = columns.filter((column) => column.hideBelow === undefined || width >= column.hideBelow);
  const template = shown.map(({ width, minWidth }) => (width === 'grow' ? `minmax(${minWidth ?? 120}px, 1fr)` : `${width}px`)).join(' ');
  const minWidth = shown.reduce((sum, column) => sum + (column.width === 'grow' ? (column.minWidth ?? 120) : column.width), 8);
  return { columns: shown, template, minWidth };
}
