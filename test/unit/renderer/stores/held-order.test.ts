import { expect, test } from 'vitest';
import { holdOrder } from '../../../../src/renderer/stores/held-order.ts';

interface Row {
  readonly id: string;
  readonly value: number;
}

function windowOf(ids: string, value = 0, offset = 0) {
  return { offset, matched: ids.length, total: ids.length, rows: Array.from(ids, (id): Row => ({ id, value })) };
}

function held(shown: string, next: string, nextOffset = 0): string {
  const result = holdOrder(windowOf(shown), windowOf(next, 1, nextOffset), ({ id }) => id);
  expect(result.rows.every(({ value }) => value === 1)).toBe(true);
  return result.rows.map(({ id }) => id).join('');
}

test('keeps every row in its place and shows its new values', () => {
  expect(held('abcd', 'dcba')).toBe('abcd');
});

test('puts newcomers where rows have left', () => {
  expect(held('abcd', 'xdba')).toBe('abxd');
  expect(held('ab', 'xab')).toBe('abx');
});

test('closes up when there are fewer rows', () => {
  expect(held('abcd', 'dc')).toBe('dc');
  expect(held('abcd', 'db')).toBe('db');
});

test('keeps what two windows have in common when another part is shown', () => {
  expect(held('abcdef', 'fdceg', 2)).toBe('cdefg');
});
