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
