import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompactSets } from '../../../../src/core/server/compact-sets.ts';

const MAX_LIST = 3;

test('it has what a Map of Sets has, whatever is added, taken out and looked at', () => {
  const step = fc.record({ name: fc.constantFrom('a', 'b'), id: fc.integer({ min: 0, max: 7 }).map(String), what: fc.nat({ max: 3 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const sets = makeSets();
      const model = new Map<string, Set<string>>();
      for (const { name, id, what } of steps) {
        const expected = model.get(name);
        if (what === 0) {
          expect(sets.deleteFrom(name, id)).toBe(expected?.delete(id) ?? false);
        } else if (what === 1) {
          expect(sets.get(name)).toEqual(expected);
        } else if (sets.includes(name, id)) {
          expect(expected?.has(id)).toBe(true);
        } else {
          expect(expected?.has(id) ?? false).toBe(false);
          sets.append(name, id);
          model.set(name, (expected ?? new Set<string>()).add(id));
        }
        expect([...toSet(sets.idsOf(name))].sort()).toEqual([...(model.get(name) ?? [])].sort());
        expect(sets.sizeOf(name)).toBe(model.get(name)?.size ?? 0);
      }
      expect(new Map(sets)).toEqual(model);
      expect([...sets.values()]).toEqual([...model.values()]);
    }),
  );
});

test('a set that was looked at stays the same one', () => {
  const sets = makeSets();
  sets.append('room', 'a');
  const looked = sets.get('room');
  sets.append('room', 'b');
  expect(sets.get('room')).toBe(looked);
  expect(looked).toEqual(new Set(['a', 'b']));
  looked?.add('c');
  expect(sets.includes('room', 'c')).toBe(true);
});

test('only a set that is looked at, or too large for a list, is made', () => {
  let made = 0;
  const sets = new CompactSets(MAX_LIST, (ids) => {
    made++;
    return new Set(ids);
  });
  for (const id of ['a', 'b', 'c']) sets.append('small', id);
  sets.append('one', 'a');
  sets.deleteFrom('small', 'a');
  expect([sets.sizeOf('small'), sets.includes('one', 'a'), made]).toEqual([2, true, 0]);
  for (const id of ['a', 'b', 'c', 'd']) sets.append('large', id);
  expect(made).toBe(1);
  sets.forEach(() => {});
  expect(made).toBe(3);
});

test('a name may have nobody', () => {
  const sets = makeSets();
  sets.ensure('nobody');
  sets.ensure('nobody');
  expect([sets.has('nobody'), sets.sizeOf('nobody'), sets.get('nobody')]).toEqual([true, 0, new Set()]);
  expect([sets.has('nothing'), sets.get('nothing'), sets.deleteFrom('nothing', 'a')]).toEqual([false, undefined, false]);
});

function makeSets(): CompactSets {
  return new CompactSets(MAX_LIST, (ids) => new Set(ids));
}

function toSet(ids: string | Iterable<string>): Set<string> {
  return new Set(typeof ids === 'string' ? [ids] : ids);
}
