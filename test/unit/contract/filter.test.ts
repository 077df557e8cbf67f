import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fields, MAX_FILTER_LENGTH, parseFilter } from '../../../src/contract/filter.ts';
import { checkPatterns } from '../../../src/contract/filter-pattern.ts';
import { withinTime } from '../../../src/contract/filter-text.ts';

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
    ['-k7QeB_x0Zr-3fTuAAAB', [text('-k7QeB_x0Zr-3fTuAAAB')]],
    ['-authentication-fail', [text('authentication-fail', true)]],
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
    const { terms: read, faults } = checkPatterns(parseFilter(written, FIELDS));
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
        const { terms: read, faults } = checkPatterns(parseFilter(written, FIELDS));
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

describe('times', () => {
  const fields = { after: { type: 'time', comparison: '>=' }, before: { type: 'time', comparison: '<' } } as const;
  const noon = new Date(2026, 10, 23, 12, 0, 0).getTime();

  test.each([
    ['after:12:04', new Date(2026, 10, 23, 12, 4).getTime()],
    ['after:9:04:31', new Date(2026, 10, 23, 9, 4, 31).getTime()],
    ['after:12:04:31.5', new Date(2026, 10, 23, 12, 4, 31, 500).getTime()],
    ['after:2026-11-22', new Date(2026, 10, 22).getTime()],
    ['after:2026-11-22T23:59:01', new Date(2026, 10, 22, 23, 59, 1).getTime()],
    ['after:2026-11-22T23:59:01.25Z', Date.UTC(2026, 10, 22, 23, 59, 1, 250)],
    ['after:2026-11-22t23:59+01:00', Date.UTC(2026, 10, 22, 22, 59)],
  ])('reads %s', (text, at) => {
    expect(parseFilter(text, fields, noon)).toMatchObject({ terms: [{ kind: 'compare', field: 'after', comparison: '>=', value: at }], faults: [] });
  });

  test.each(['25:00', '12:60', '12', 'noon', '2026-02-30', '2026-13-01', '12:04:31.1234'])('says that %s is none, and where', (text) => {
    const { terms, faults } = parseFilter(`x before:${text}`, fields, noon);
    expect(terms).toHaveLength(1);
    expect(faults).toEqual([{ problem: 'NOT_A_TIME', value: text, start: 2, end: 9 + text.length }]);
  });

  test('has a colon before it, whatever is compared', () => {
    expect(parseFilter('before>12:04', fields, noon).faults).toMatchObject([{ problem: 'NO_COMPARISON' }]);
  });

  test('writes a span that reads as what it was, without the date of today', () => {
    const from = new Date(2026, 10, 23, 9, 4, 31).getTime();
    const written = withinTime('ev:chat after:1:00', { ...fields, ev: { type: 'text' } }, { from, until: from + 1500 }, noon);
    expect(written).toBe('ev:chat after:09:04:31 before:09:04:32.500');
    const other = withinTime('', fields, { from, until: from + 1000 }, noon + 86_400_000);
    expect(other).toBe('after:2026-11-23T09:04:31 before:2026-11-23T09:04:32');
    expect(parseFilter(other, fields, noon).terms).toMatchObject([{ value: from }, { value: from + 1000 }]);
  });
});
