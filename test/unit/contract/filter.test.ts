import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fields, MAX_FILTER_LENGTH, parseFilter } from '../../../src/contract/filter.ts';

const FIELDS: Fields = {
  ev: { type: 'text' },
  ns: { type: 'text' },
  id: { type: 'part' },
  dir: { type: 'word', words: ['in', 'out'] },
  size: { type: 'bytes' },
  rtt: { type: 'ms' },
  rooms: { type: 'count' },
};

function terms(text: string): readonly object[] {
  const { terms: read, faults } = parseFilter(text, FIELDS);
  expect(faults).toEqual([]);
  return read.map((term) => Object.fromEntries(Object.entries(term).filter(([key]) => key !== 'start' && key !== 'end')));
}

const text = (value: string, isNegated = false) => ({ kind: 'text', text: value, isNegated });

describe('a filter', () => {
  test.each([
    ['', []],
    ['  chat   lobby ', [text('chat'), text('lobby')]],
    ['"two words" "a \\"b\\" \\\\c"', [text('two words'), text('a "b" \\c')]],
    ['-ping', [text('ping', true)]],
    ['-', [text('-')]],
    ['/chat', [text('/chat')]],
    ['http://a/b 12:30', [text('http://a/b'), text('12:30')]],
    ['ev:chat', [{ kind: 'is', field: 'ev', match: 'exact', values: ['chat'], isNegated: false }]],
    ['EV:Chat', [{ kind: 'is', field: 'ev', match: 'exact', values: ['Chat'], isNegated: false }]],
    ['-ns:/a,/b', [{ kind: 'is', field: 'ns', match: 'exact', values: ['/a', '/b'], isNegated: true }]],
    ['ev:"a, b"', [{ kind: 'is', field: 'ev', match: 'exact', values: ['a, b'], isNegated: false }]],
    ['dir:IN', [{ kind: 'is', field: 'dir', match: 'exact', values: ['in'], isNegated: false }]],
    ['size>1k', [{ kind: 'compare', field: 'size', comparison: '>', value: 1024, isNegated: false }]],
    ['size<=1.5MB', [{ kind: 'compare', field: 'size', comparison: '<=', value: 1.5 * 1024 ** 2, isNegated: false }]],
    ['size:0', [{ kind: 'compare', field: 'size', comparison: '=', value: 0, isNegated: false }]],
    ['rtt>=200ms', [{ kind: 'compare', field: 'rtt', comparison: '>=', value: 200, isNegated: false }]],
    ['rtt>2s', [{ kind: 'compare', field: 'rtt', comparison: '>', value: 2000, isNegated: false }]],
    ['rooms>1k', [{ kind: 'compare', field: 'rooms', comparison: '>', value: 1000, isNegated: false }]],
    ['ns:/ch*', [{ kind: 'is', field: 'ns', match: 'like', values: ['/ch*'], isNegated: false }]],
    ['ns:"/ch*"', [{ kind: 'is', field: 'ns', match: 'exact', values: ['/ch*'], isNegated: false }]],
    ['ns:/a,"b, c"', [{ kind: 'is', field: 'ns', match: 'exact', values: ['/a', 'b, c'], isNegated: false }]],
    ['id:Ab', [{ kind: 'is', field: 'id', match: 'part', values: ['Ab'], isNegated: false }]],
    ['/chat lobby', [text('/chat'), text('lobby')]],
    ['/^a b\\/c/i', [{ kind: 'regex', source: '^a b\\/c', flags: 'i', isNegated: false }]],
    ['-/x/', [{ kind: 'regex', source: 'x', flags: '', isNegated: true }]],
  ])('%s', (written, expected) => {
    expect(terms(written)).toEqual(expected);
  });

  test.each([
    ['ok colour:red', 'UNKNOWN_FIELD', 'colour', 3, 13],
    ['ev:', 'NO_VALUE', 'ev', 0, 3],
    ['size>many', 'NOT_A_NUMBER', 'many', 0, 9],
    ['size>1x', 'NOT_A_NUMBER', '1x', 0, 7],
    ['ev>chat', 'NO_COMPARISON', 'ev', 0, 7],
    ['dir:in,up', 'UNKNOWN_WORD', 'up', 0, 9],
    ['a /(/ b', 'BAD_REGEX', '/(/', 2, 5],
    ['a /x/g b', 'BAD_REGEX', '/x/g', 2, 6],
    ['a "open end', 'OPEN_QUOTE', '"open end', 2, 11],
  ])('says what is wrong with %s, and where', (written, problem, value, start, end) => {
    const { terms: read, faults } = parseFilter(written, FIELDS);
    expect(faults).toEqual([{ problem, value, start, end }]);
    expect(read.length).toBe(written.startsWith('ok') || written.startsWith('a ') ? (written.endsWith(' b') ? 2 : 1) : 0);
  });

  test('keeps what is right beside what is wrong', () => {
    const { terms: read, faults } = parseFilter('ev:chat size>x lobby', FIELDS);
    expect(read.map(({ kind }) => kind)).toEqual(['is', 'text']);
    expect(faults).toHaveLength(1);
  });

  test('is not read over its longest length', () => {
    expect(parseFilter('x'.repeat(MAX_FILTER_LENGTH), FIELDS).faults).toEqual([]);
    expect(parseFilter('x'.repeat(MAX_FILTER_LENGTH + 1), FIELDS)).toMatchObject({ terms: [], faults: [{ problem: 'TOO_LONG' }] });
  });

  test('whatever is written, every word is a term or a fault, in its place', () => {
    const pieces = fc.constantFrom(
      'ev:',
      'dir:in',
      'size>',
      '1k',
      '"',
      '\\',
      '/',
      '-',
      ' ',
      'a',
      'ns:/a',
      ',',
      '>=',
      '(',
      '[',
      'é',
      '\t',
      '__proto__:',
      'toString:',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const written = parts.join('');
        const { terms: read, faults } = parseFilter(written, FIELDS);
        const places = [...read, ...faults].sort((a, b) => a.start - b.start);
        let end = 0;
        for (const place of places) {
          expect(written.slice(end, place.start).trim()).toBe('');
          expect(place.end).toBeGreaterThan(place.start);
          end = place.end;
        }
        expect(written.slice(end).trim()).toBe('');
      }),
    );
  });
});
