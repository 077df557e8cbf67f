import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../src/contract/filter.ts';
import { SOCKET_FIELDS } from '../../../src/contract/filter-fields.ts';
import { fieldValue, filterWords, withField, withTerm, withText, writeFilter, writeTerm } from '../../../src/contract/filter-text.ts';

describe('a term that is written', () => {
  it.each([
    ['/chat', 'room:/chat'],
    ['-a', 'room:-a'],
    ['two words', 'room:"two words"'],
    ['a,b', 'room:"a,b"'],
    ['a*', 'room:"a*"'],
    ['say "hi" \\', 'room:"say \\"hi\\" \\\\"'],
  ])('means exactly its value: %s', (value, written) => {
    expect(writeTerm('room', value)).toBe(written);
  });

  it('whatever the value is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }), (value) => {
        const { terms, faults } = parseFilter(writeTerm('room', value), SOCKET_FIELDS);
        expect(faults).toEqual([]);
        expect(terms).toMatchObject([{ kind: 'is', field: 'room', match: 'exact', values: [value] }]);
      }),
    );
  });
});

it('leaves out fields that have no value', () => {
  expect(writeFilter({ ns: '/a', room: undefined })).toBe('ns:/a');
});

describe('a field that is set', () => {
  it.each([
    ['', '/a', 'ns:/a'],
    ['lobby', '/a', 'lobby ns:/a'],
    ['x ns:/b y', '/a', 'x ns:/a y'],
    ['ns:/b x ns:/c', '/a', 'ns:/a x'],
    ['-ns:/b', '/a', '-ns:/b ns:/a'],
    ['x ns:/b "a  b"', undefined, 'x "a  b"'],
    ['ns:/b', undefined, ''],
    ['rtt>soon', '/a', 'rtt>soon ns:/a'],
  ])('takes the place of what was there: %s', (text, value, expected) => {
    expect(withField(text, SOCKET_FIELDS, 'ns', value)).toBe(expected);
  });

  it.each([
    ['x ns:/a', '/a'],
    ['ns:/a,/b', '/a,/b'],
    ['-ns:/a', undefined],
    ['ns:/a ns:/b', undefined],
    ['', undefined],
  ])('is told from the text: %s', (text, value) => {
    expect(fieldValue(text, SOCKET_FIELDS, 'ns')).toBe(value);
  });
});

it('adds terms and texts', () => {
  expect(withTerm(' a ', 'ns:/')).toBe('a ns:/');
  expect(withText('ns:/', 'x:y')).toBe('ns:/ "x:y"');
  expect(withText('ns:/', '')).toBe('ns:/');
});

it('has words, right or wrong', () => {
  expect(filterWords('ns:/a  rtt>soon "b c" /d e/i', SOCKET_FIELDS)).toEqual(['ns:/a', 'rtt>soon', '"b c"', '/d e/i']);
});
