// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@testing-library/react';
import type { ComponentProps } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RowPick } from '../../../../src/renderer/widgets/grid-types.ts';
import { VirtualGrid } from '../../../../src/renderer/widgets/virtual-grid.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { giveSize } from '../layout.ts';

beforeEach(() => giveSize(800, 260));
afterEach(cleanup);

const onOpen = vi.fn<(row: string) => void>();
const onEscape = vi.fn<() => void>();
const onHold = vi.fn<(isHeld: boolean) => void>();
const onSort = vi.fn<(by: string) => void>();
const onPick = vi.fn<(pick: RowPick<string>) => void>();
const onResize = vi.fn<(id: string, width: number) => void>();
const onMenu = vi.fn<(row: string) => void>();

function show(rowCount = 1000, more: Partial<ComponentProps<typeof VirtualGrid<string>>> = {}): HTMLElement {
  vi.clearAllMocks();
  renderWith(
    new FakeConsole(),
    <VirtualGrid<string>
      label="Letters"
      testId="grid"
      columns={[
        { id: 'name', header: 'Name', width: 'grow', sortBy: 'name', cell: (row) => row },
        { id: 'size', header: 'Size', width: 80, sortBy: 'size', cell: () => 1 },
      ]}
      rowHeight={26}
      rowCount={rowCount}
      rowAt={(index) => (index >= 0 && index < rowCount ? `row ${index}` : undefined)}
      keyOf={(row) => row}
      onOpen={onOpen}
      onEscape={onEscape}
      onHold={onHold}
      sort={{ by: 'name', isDescending: false }}
      onSort={onSort}
      {...more}
    />,
  );
  return screen.getByRole('grid', { name: 'Letters' });
}

/** The text of the row the keyboard is on. */
function current(grid: HTMLElement): string | null | undefined {
  const id = grid.getAttribute('aria-activedescendant');
  return id === null ? null : document.getElementById(id)?.querySelector('[role=gridcell]')?.textContent;
}

test('has only the rows in view, and says how many there are', () => {
  const grid = show();
  expect(grid.getAttribute('aria-rowcount')).toBe('1001');
  expect(screen.getAllByTestId('row').length).toBeLessThan(40);
  const owned = screen.getByRole('rowgroup').getAttribute('aria-owns')?.split(' ') ?? [];
  expect(owned.map((id) => document.getElementById(id)?.dataset.index)).toEqual(owned.map((_, index) => String(index)));
});

test('is moved through by keys, and opens and closes by them', () => {
  const grid = show();
  expect(current(grid)).toBeNull();
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect(current(grid)).toBe('row 0');
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: 'PageDown' });
  expect(current(grid)).toBe('row 9');
  fireEvent.keyDown(grid, { key: 'Enter' });
  expect(onOpen).toHaveBeenCalledExactlyOnceWith('row 9');
  fireEvent.keyDown(grid, { key: 'Home' });
  fireEvent.keyDown(grid, { key: 'ArrowUp' });
  expect(current(grid)).toBe('row 0');
  fireEvent.keyDown(grid, { key: 'Escape' });
  expect(onEscape).toHaveBeenCalledOnce();
});

test('does nothing on keys while it has no rows', () => {
  const grid = show(0);
  for (const key of ['ArrowDown', 'End', 'Enter']) fireEvent.keyDown(grid, { key });
  expect(onOpen).not.toHaveBeenCalled();
  expect(current(grid)).toBeNull();
});

test('asks for a still order while a row is pointed at or has the keyboard', () => {
  const grid = show();
  const rows = screen.getByRole('rowgroup');
  fireEvent.pointerEnter(rows);
  expect(onHold).toHaveBeenLastCalledWith(true);
  fireEvent.pointerLeave(rows);
  expect(onHold).toHaveBeenLastCalledWith(false);
  fireEvent.focus(grid);
  expect(onHold).toHaveBeenLastCalledWith(false);
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect(onHold).toHaveBeenLastCalledWith(true);
  fireEvent.blur(grid);
  expect(onHold).toHaveBeenLastCalledWith(false);
});

test('sorts by keyboard: one stop at the sorted column, arrows to the others', () => {
  show();
  const [name, size] = ['Name', 'Size'].map((text) => screen.getByRole('button', { name: text }));
  expect([name?.tabIndex, size?.tabIndex]).toEqual([0, -1]);
  name?.focus();
  fireEvent.keyDown(name ?? document.body, { key: 'ArrowRight' });
  expect(document.activeElement).toBe(size);
  fireEvent.click(size ?? document.body);
  expect(onSort).toHaveBeenCalledExactlyOnceWith('size');
});

describe('where several rows can be chosen', () => {
  const selected = () => screen.queryAllByRole('row', { selected: true }).map(({ dataset }) => dataset.key);

  test('keys and clicks say which', () => {
    const grid = show(100, { onPick });
    expect(grid.getAttribute('aria-multiselectable')).toBe('true');
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: ' ' });
    expect(onPick).toHaveBeenLastCalledWith({ how: 'toggle', index: 0, row: 'row 0' });
    expect(onOpen).not.toHaveBeenCalled();
    fireEvent.keyDown(grid, { key: 'ArrowDown', shiftKey: true });
    expect(onPick).toHaveBeenLastCalledWith({ how: 'extend', from: 0, index: 1 });
    fireEvent.keyDown(grid, { key: 'a', ctrlKey: true });
    expect(onPick).toHaveBeenLastCalledWith({ how: 'all' });
    const row = screen.getByText('row 4');
    fireEvent.click(row, { metaKey: true });
    expect(onPick).toHaveBeenLastCalledWith({ how: 'toggle', index: 4, row: 'row 4' });
    fireEvent.click(screen.getByText('row 6'), { shiftKey: true });
    expect(onPick).toHaveBeenLastCalledWith({ how: 'extend', from: 4, index: 6 });
    expect(onOpen).not.toHaveBeenCalled();
    fireEvent.click(row);
    expect(onPick).toHaveBeenLastCalledWith({ how: 'one', index: 4, row: 'row 4' });
    expect(onOpen).toHaveBeenCalledExactlyOnceWith('row 4');
  });

  test('they are marked, and what is inspected is none of them by that alone', () => {
    show(5, { onPick, pickedKeys: new Set(['row 1', 'row 3']), selectedKey: 'row 0' });
    expect(selected()).toEqual(['row 1', 'row 3']);
    cleanup();
    show(5, { onPick, pickedKeys: new Set(), selectedKey: 'row 0' });
    expect(selected()).toEqual(['row 0']);
    cleanup();
    show(5, { onPick, pickedKeys: 'all' });
    expect(selected()).toHaveLength(5);
  });

  test('Escape lets them go before it closes anything', () => {
    fireEvent.keyDown(show(5, { onPick, pickedKeys: new Set(['row 1']) }), { key: 'Escape' });
    expect([onPick.mock.lastCall, onEscape.mock.calls.length]).toEqual([[{ how: 'none' }], 0]);
    cleanup();
    fireEvent.keyDown(show(5, { onPick }), { key: 'Escape' });
    expect([onPick.mock.calls.length, onEscape.mock.calls.length]).toEqual([0, 1]);
  });
});

test('a click on an icon in a row is one on the row', () => {
  show(5, { columns: [{ id: 'icon', header: 'Icon', width: 'grow', cell: (row) => <svg data-testid={`icon of ${row}`} /> }] });
  fireEvent.click(screen.getByTestId('icon of row 2'));
  expect(onOpen).toHaveBeenCalledExactlyOnceWith('row 2');
});

describe('the menu of a row', () => {
  const rowMenu = (row: string) => (row === 'row 3' ? [] : [[{ id: 'do', label: `Do ${row}`, onSelect: () => onMenu(row) }]]);

  test.each([{ key: 'F10', shiftKey: true }, { key: 'ContextMenu' }])('opens by the keyboard for the row that has it: %j', (keys) => {
    const grid = show(5, { rowMenu });
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, keys);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Do row 1' }));
    expect(onMenu).toHaveBeenCalledExactlyOnceWith('row 1');
  });

  test('is none where nothing can be done', () => {
    show(5, { rowMenu });
    fireEvent.contextMenu(screen.getByText('row 3'));
    expect(screen.queryByRole('menu')).toBeNull();
    fireEvent.contextMenu(screen.getByText('row 2'));
    expect(screen.getByRole('menuitem', { name: 'Do row 2' })).toBeDefined();
  });
});

test('a column is made wider and narrower by the keyboard and by its edge, but not the one that grows', () => {
  show(5, { onResize });
  const [name, size] = ['Name', 'Size'].map((text) => screen.getByRole('button', { name: text }));
  size?.focus();
  fireEvent.keyDown(size ?? document.body, { key: 'ArrowRight', shiftKey: true });
  fireEvent.keyDown(size ?? document.body, { key: 'ArrowLeft', shiftKey: true });
  expect(onResize.mock.calls).toEqual([
    ['size', 88],
    ['size', 72],
  ]);
  name?.focus();
  fireEvent.keyDown(name ?? document.body, { key: 'ArrowRight', shiftKey: true });
  expect(onResize).toHaveBeenCalledTimes(2);
  expect(screen.getAllByTestId('column-handle')).toHaveLength(1);
});
