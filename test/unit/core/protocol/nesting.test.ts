import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNestedDeeper, isValueNestedDeeper } from '../../../../src/core/protocol/nesting.ts';

test('arrays and objects count, side by side as one', () => {
  for (const json of ['[[[1],[2]],[]]', '{"a":{"b":[1,{}]}}', '[{"a":1},{"b":[{}]}]']) {
    const depth = depthOf(JSON.parse(json));
    expect([isNestedDeeper(json, depth - 1), isNestedDeeper(json, depth)]).toEqual([true, false]);
  }
});

test('brackets in strings do not count, whatever is escaped', () => {
  for (const text of ['[[[[[[', '{"a":{"', 'x"[[[[', '\\', '\\"[[[[', '\\\\"{{{{', '"', '']) {
    expect(isNestedDeeper(JSON.stringify([text, text]), 1)).toBe(false);
    expect(isNestedDeeper(JSON.stringify({ [text]: text }), 1)).toBe(false);
  }
});

test('bytes are not looked into', () => {
  expect(isValueNestedDeeper([new Uint8Array(10)], 1)).toBe(false);
});

test('of any JSON, as text and as a value, it is the depth', () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 0, max: 6 }), (json, limit) => {
      const value: unknown = JSON.parse(json);
      expect([isNestedDeeper(json, limit), isValueNestedDeeper(value, limit)]).toEqual(Array(2).fill(depthOf(value) > limit));
    }),
  );
});

test('no text whatever makes it throw, or run on', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof isNestedDeeper(text, 2) === 'boolean'));
  expect(isNestedDeeper(`["${'\\'.repeat(1_000_000)}`, 3)).toBe(false);
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
