import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonValue, MAX_JSON_DEPTH } from '../../../src/contract/json.ts';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

it('takes whatever JSON says, keys of every name among it', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => jsonValue.safeParse(JSON.parse(JSON.stringify(value))).success));
  const named = JSON.parse('{"__proto__":{"a":1},"constructor":null}');
  expect(jsonValue.safeParse(named)).toEqual({ success: true, data: named });
});

it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, new Date(0), new Map(), new Uint8Array(1), [undefined], { a: Symbol() }])(
  'takes nothing that JSON can not say: %s',
  (value) => {
    expect(jsonValue.safeParse(value).success).toBe(false);
  },
);

it('refuses what is nested deeper than a stack, and does not throw', () => {
  expect([MAX_JSON_DEPTH, MAX_JSON_DEPTH + 1, 200_000].map((depth) => jsonValue.safeParse(nested(depth)).success)).toEqual([true, false, false]);
});
