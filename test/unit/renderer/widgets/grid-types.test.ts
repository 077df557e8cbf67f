import { expect, test } from 'vitest';
import { type Column, layOut } from '../../../../src/renderer/widgets/grid-types.ts';

const cell = () => null;
const COLUMNS: readonly Column<unknown>[] = [
  { id: 'name', header: '', width: 'grow', minWidth: 100, cell },
  { id: 'rate', header: '', width: 80, sortBy: 'rate', hideBelow: 400, cell },
];

function shown(width: number, sortedBy?: string): readonly string[] {
  return layOut(COLUMNS, width, sortedBy).columns.map(({ id }) => id);
}

test('leaves a column out of a narrow table', () => {
  expect(shown(400)).toEqual(['name', 'rate']);
  expect(shown(399)).toEqual(['name']);
});

test('keeps the column that sorts as long as it fits', () => {
  expect(shown(200, 'rate')).toEqual(['name', 'rate']);
  expect(shown(180, 'rate')).toEqual(['name']);
});

test('a column is wider where there is room', () => {
  const columns: readonly Column<unknown>[] = [...COLUMNS, { id: 'event', header: '', width: 124, wideWidth: 176, cell }];
  expect(layOut(columns, 999, undefined).template).toBe('minmax(100px, 1fr) 80px 124px');
  expect(layOut(columns, 1000, undefined).template).toBe('minmax(100px, 1fr) 80px 176px');
});
