// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VirtualGrid } from '../../../../src/renderer/widgets/virtual-grid.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { giveSize } from '../layout.ts';

beforeEach(() => giveSize(800, 260));
afterEach(cleanup);

const onOpen = vi.fn<(row: string) => void>();
const onEscape = vi.fn<() => void>();
const onHold = vi.fn<(isHeld: boolean) => void>();
const onSort = vi.fn<(by: string) => void>();

function show(rowCount = 1000): HTMLElement {
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
