import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesPattern } from '../../../../src/main/console/client/event-pattern.ts';

it.each<[string, string, boolean]>([
  ['chat', 'chat', true],
  ['chat', 'chats', false],
  ['*', '', true],
  ['*', 'anything', true],
  ['chat:*', 'chat:', true],
  ['chat:*', 'chat', false],
  ['*:done', 'job:done', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a--b--c', true],
  ['a*b*c', 'a--c--b', false],
  ['*ab*', 'aab', true],
  ['.', 'x', false],
  ['(a+)+$', '(a+)+$', true],
])('%s for %s: %s', (pattern, name, expected) => {
  expect(matchesPattern(pattern, name)).toBe(expected);
});

it('agrees with what it means', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 }).map((parts) => parts.join(''));
  const name = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, name, (pattern, event) => {
      expect(matchesPattern(pattern, event)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(event));
    }),
  );
});

it('does not take long for a pattern that would like it to', () => {
  const startedAt = performance.now();
  expect(matchesPattern(`${'*a'.repeat(256)}b`, 'a'.repeat(512))).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(100);
});
