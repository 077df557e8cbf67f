import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNestedDeeper } from '../../../../src/core/protocol/nesting.ts';

test('arrays and objects count, side by side as one', () => {
  for (const json of ['[[[1],[2]],[]]', '{"a":{"b":[1,{}]}}', '[{"a":1},{"b":[{}]}]']) {
    const value: unknown = JSON.parse(json);
    const depth = depthOf(value);
    expect([isNestedDeeper(value, depth - 1), isNestedDeeper(value, depth)]).toEqual([true, false]);
  }
});

test('bytes are not looked into', () => {
  expect(isNestedDeeper([new Uint8Array(10)], 1)).toBe(false);
});

test('of any JSON it is the depth', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 6 }), (value, limit) => {
      expect(isNestedDeeper(value, limit)).toBe(depthOf(value) > limit);
    }),
  );
});

test('it goes no deeper than it was told, however deep a value is', () => {
  const depth = 200_000;
  expect(isNestedDeeper(JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`), 1000)).toBe(true);
  expect(isNestedDeeper(JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`), 1000)).toBe(true);
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
