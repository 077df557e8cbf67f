// @vitest-environment happy-dom

import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { MAX_SELECTED, useSelection } from '../../../../src/renderer/stores/use-selection.ts';

afterEach(cleanup);

const nameOf = (index: number) => `r${index}`;

/** A table of which the first `here` rows are in the page. */
function select({ here = 10, matched = 10, canMeanAll = true, order = nameOf, limit = MAX_SELECTED } = {}) {
  const rowAt = (index: number) => (index < here ? order(index) : undefined);
  const indexOf = (key: string) => Array.from({ length: here }, (_, index) => order(index)).indexOf(key);
  const load = vi.fn((first: number, last: number) => Promise.resolve(Array.from({ length: last - first + 1 }, (_, index) => order(first + index))));
  const live = { rowAt, indexOf: (key: string) => (indexOf(key) === -1 ? undefined : indexOf(key)), load };
  const keyOf = (row: string) => row;
  const hook = renderHook((scope: string) => useSelection({ live, keyOf, scope, canMeanAll, matched, limit }), { initialProps: 'a' });
  const pick = (how: Parameters<typeof hook.result.current.pick>[0]) => act(() => hook.result.current.pick(how));
  return {
    load,
    pick,
    current: () => hook.result.current,
    rows: () => hook.result.current.rows,
    click: (index: number) => pick({ how: 'one', index, row: order(index) }),
    toggle: (index: number) => pick({ how: 'toggle', index, row: order(index) }),
    extend: (index: number, from = index) => pick({ how: 'extend', from, index }),
    rescope: (scope: string) => hook.rerender(scope),
  };
}

test('a click chooses nothing yet, but is the first of what is added to it', () => {
  const table = select();
  table.click(2);
  expect(table.rows()).toEqual([]);
  table.toggle(5);
  expect(table.rows()).toEqual(['r2', 'r5']);
  table.toggle(2);
  expect(table.rows()).toEqual(['r5']);
  table.click(7);
  expect(table.rows()).toEqual([]);
});

test('the same row is chosen alone by the keyboard after a click', () => {
  const table = select();
  table.click(2);
  table.toggle(2);
  expect(table.rows()).toEqual(['r2']);
});

test('a range goes from where choosing began, both ways', () => {
  const table = select();
  table.click(4);
  table.extend(6);
  expect(table.rows()).toEqual(['r4', 'r5', 'r6']);
  table.extend(3);
  expect(table.rows()).toEqual(['r3', 'r4']);
});

test('a range without a beginning starts where the keyboard was', () => {
  const table = select();
  table.extend(2, 1);
  table.extend(3, 2);
  expect(table.rows()).toEqual(['r1', 'r2', 'r3']);
});

test('a range over rows that are not here asks for them', async () => {
  const table = select({ here: 3, matched: 100 });
  table.click(1);
  table.extend(5);
  expect(table.rows()).toEqual([]);
  expect(table.load).toHaveBeenCalledExactlyOnceWith(1, 5);
  await waitFor(() => expect(table.rows()).toEqual(['r1', 'r2', 'r3', 'r4', 'r5']));
});

test('rows that come after something else was chosen are not taken', async () => {
  const table = select({ here: 3, matched: 100 });
  table.click(1);
  table.extend(50);
  table.toggle(0);
  await act(() => Promise.resolve());
  expect(table.rows()).not.toContain('r50');
});

test('one by one no more are chosen than a target may name', async () => {
  const table = select({ here: 5, matched: 5000 });
  table.click(0);
  table.extend(4999);
  await waitFor(() => expect(table.rows()).toHaveLength(MAX_SELECTED));
});

test('all are those that match, or where nothing means these, those there are', () => {
  const sockets = select({ matched: 100 });
  sockets.pick({ how: 'all' });
  expect([sockets.current().isAll, sockets.current().keys, sockets.rows()]).toEqual([true, 'all', []]);
  sockets.toggle(3);
  expect([sockets.current().isAll, sockets.rows()]).toEqual([false, ['r3']]);
  const rooms = select({ here: 4, matched: 4, canMeanAll: false });
  rooms.pick({ how: 'all' });
  expect([rooms.current().isAll, rooms.rows()]).toEqual([false, ['r0', 'r1', 'r2', 'r3']]);
});

test('rows stay chosen by their keys, until the filter is another or they are let go', () => {
  const table = select();
  table.toggle(1);
  table.toggle(3);
  expect(table.current().keys).toEqual(new Set(['r1', 'r3']));
  table.rescope('b');
  expect(table.rows()).toEqual([]);
  table.rescope('a');
  expect(table.rows()).toEqual(['r1', 'r3']);
  table.pick({ how: 'none' });
  expect(table.rows()).toEqual([]);
});

test('a table whose rows make a smaller target has a smaller limit, however they are chosen', async () => {
  const here = select({ here: 10, canMeanAll: false, limit: 3 });
  here.pick({ how: 'all' });
  expect(here.rows()).toEqual(['r0', 'r1', 'r2']);
  here.toggle(5);
  expect(here.rows()).toHaveLength(3);
  const elsewhere = select({ here: 0, matched: 50, canMeanAll: false, limit: 3 });
  elsewhere.pick({ how: 'all' });
  await waitFor(() => expect(elsewhere.rows()).toEqual(['r0', 'r1', 'r2']));
});
