// @vitest-environment happy-dom

import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { changeSettings, parseSettings, useSettings } from '../../../../src/renderer/stores/settings.ts';
import { useTableColumns } from '../../../../src/renderer/stores/table-columns.ts';
import type { Column } from '../../../../src/renderer/widgets/grid-types.ts';

const COLUMNS: readonly Column<string>[] = [
  { id: 'name', header: 'Name', width: 'grow', cell: (row) => row },
  { id: 'size', header: 'Size', width: 80, hideBelow: 500, cell: (row) => row },
  { id: 'extra', header: 'Extra', width: 60, isOptional: true, cell: (row) => row },
  { id: 'actions', header: '', width: 100, cell: (row) => row },
];

afterEach(() => {
  cleanup();
  changeSettings({ tables: {} });
});

function open(table = 'things') {
  const { result } = renderHook(() => useTableColumns(table, COLUMNS));
  return { table: () => result.current, ids: () => result.current.columns.map(({ id }) => id) };
}

test('columns are those that are there at first, until a person chooses', () => {
  const { table, ids } = open();
  expect(ids()).toEqual(['name', 'size', 'actions']);
  expect(table().choices.map(({ id, isShown }) => [id, isShown])).toEqual([
    ['name', true],
    ['size', true],
    ['extra', false],
  ]);
  act(() => table().show('extra', true));
  act(() => table().show('name', false));
  expect(ids()).toEqual(['size', 'extra', 'actions']);
  expect(table().isChanged).toBe(true);
  act(() => table().reset());
  expect(ids()).toEqual(['name', 'size', 'actions']);
  expect(table().isChanged).toBe(false);
});

test('what was chosen stays however narrow the table is', () => {
  const { table } = open();
  expect(table().columns.find(({ id }) => id === 'size')?.hideBelow).toBe(500);
  act(() => table().show('size', true));
  expect(table().columns.find(({ id }) => id === 'size')?.hideBelow).toBeUndefined();
});

test('a width is kept within bounds, and not of the column that grows', () => {
  const { table } = open();
  const widthOf = (id: string) => table().columns.find((column) => column.id === id)?.width;
  act(() => table().resize('size', 120.4));
  act(() => table().resize('name', 120));
  expect([widthOf('size'), widthOf('name')]).toEqual([120, 'grow']);
  act(() => table().resize('size', -5));
  expect(widthOf('size')).toBe(48);
  act(() => table().resize('size', 9999));
  expect(widthOf('size')).toBe(800);
});

test('each table has its own, and they are there again in another run', () => {
  const { table } = open();
  act(() => table().show('size', false));
  expect(open('others').ids()).toContain('size');
  const stored = parseSettings(JSON.stringify(useSettings.getState()));
  expect(stored.tables).toEqual({ things: { hidden: ['size'], shown: [], widths: {} } });
  expect(parseSettings('{"tables":{"things":{"hidden":7,"widths":{"size":"wide"}}}}').tables).toEqual({
    things: { hidden: [], shown: [], widths: {} },
  });
});
