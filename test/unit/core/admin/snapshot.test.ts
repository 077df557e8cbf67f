import fc from 'fast-check';
import { expect, it } from 'vitest';
import { snapshotJson } from '../../../../src/core/admin/snapshot.ts';

it('leaves JSON as it is', () => {
  const value = { a: [1, 'x', null, true, { b: {} }], ['__proto__' as string]: 1 };
  expect(snapshotJson(value)).toEqual(value);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
      expect(JSON.stringify(snapshotJson(json))).toBe(JSON.stringify(json));
    }),
  );
});

it('tells in brackets what JSON can not say', () => {
  const named = { date: new Date(0), bad: new Date(Number.NaN), big: 12n, none: undefined, not: Number.NaN, run: () => 1, sign: Symbol('s') };
  expect(snapshotJson(named)).toEqual({
    date: '1970-01-01T00:00:00.000Z',
    bad: '[Invalid Date]',
    big: '[BigInt 12]',
    none: '[undefined]',
    not: '[NaN]',
    run: '[Function]',
    sign: '[Symbol(s)]',
  });
  expect(snapshotJson(new Map([['a', 1]]))).toEqual([['a', 1]]);
  expect(snapshotJson(new Set(['a']))).toEqual(['a']);
  expect(snapshotJson(Buffer.alloc(12))).toBe('[Binary 12 bytes]');
  expect(snapshotJson(new TypeError('no'))).toBe('[TypeError: no]');
});

it('makes no text of what an error has for one', () => {
  const endless = new Proxy([], { get: (list, key) => (key === 'length' ? 10 ** 9 : Reflect.get(list, key)) });
  expect(snapshotJson(Object.assign(new Error('no'), { name: endless }))).toBe('[[object]: no]');
});

it('marks a cycle, and shows an object that is only shared twice', () => {
  const shared = { x: 1 };
  const cyclic: Record<string, unknown> = { one: shared, two: shared };
  cyclic.self = cyclic;
  expect(snapshotJson(cyclic)).toEqual({ one: { x: 1 }, two: { x: 1 }, self: '[Circular]' });
});

it('survives getters and proxies that throw', () => {
  const fail = () => {
    throw new Error('gotcha');
  };
  expect(snapshotJson({ ok: 1, bad: Object.defineProperty({}, 'x', { get: fail, enumerable: true }) })).toEqual({ ok: 1, bad: { x: '[Throws]' } });
  expect(snapshotJson(new Proxy({}, { ownKeys: fail }))).toBe('[Unreadable]');
  expect(snapshotJson(new Proxy({}, { getPrototypeOf: fail }))).toBe('[Unreadable]');
  expect(snapshotJson(Object.create(Date.prototype))).toBe('[Unreadable]');
});

it('caps depth, members and characters', () => {
  const limits = { maxDepth: 2, maxMembers: 3, maxCharacters: 100 };
  expect(snapshotJson({ a: { b: { c: 1 } } }, limits)).toEqual({ a: { b: '[Object]' } });
  expect(snapshotJson([1, 2, 3, 4, 5], limits)).toEqual([1, 2, 3, '[2 more]']);
  expect(snapshotJson({ a: 1, b: 2, c: 3, d: 4 }, limits)).toEqual({ a: 1, b: 2, c: 3, '…': '[1 more]' });
  expect(snapshotJson('x'.repeat(101), limits)).toBe(`${'x'.repeat(100)}…`);
});

it('stays within its characters for any value', () => {
  const limits = { maxDepth: 5, maxMembers: 20, maxCharacters: 500 };
  fc.assert(
    fc.property(fc.object({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }), (value) => {
      expect(JSON.stringify(snapshotJson(value, limits)).length).toBeLessThan(5000);
    }),
  );
});
