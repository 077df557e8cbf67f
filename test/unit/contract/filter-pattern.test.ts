import { expect, it } from 'vitest';
import { compilePattern, MAX_PATTERN_SIZE } from '../../../src/contract/filter-pattern.ts';

it('finds anywhere in a text, by its flags', () => {
  expect(compilePattern('b+', '')('abbc')).toBe(true);
  expect(compilePattern('^B', 'i')('bc')).toBe(true);
  expect(compilePattern('^b', '')('a\nb')).toBe(false);
  expect(compilePattern('^b', 'm')('a\nb')).toBe(true);
  expect(compilePattern('a.b', 's')('a\nb')).toBe(true);
});

it.each(['(', 'a(?=b)', '(a)\\1', '[z-a]'])('refuses what is no pattern: %s', (source) => {
  expect(() => compilePattern(source, '')).toThrow(expect.objectContaining({ isTooLarge: false }));
});

it('refuses flags that it has not', () => {
  expect(() => compilePattern('a', 'g')).toThrow('flag "g"');
});

it('takes a pattern of its longest size and none above', () => {
  const fits = 'a'.repeat(MAX_PATTERN_SIZE - 2);
  expect(compilePattern(fits, '')(fits)).toBe(true);
  expect(() => compilePattern(`${fits}aa`, '')).toThrow(expect.objectContaining({ isTooLarge: true }));
  expect(() => compilePattern('(a{1000}){1000}', '')).toThrow(expect.objectContaining({ isTooLarge: true }));
});

it('comes to its end on what backtracking does not', () => {
  expect(compilePattern('(a+)+$', '')(`${'a'.repeat(5000)}!`)).toBe(false);
});
