import { expect, test } from 'vitest';
import { type Fields, parseFilter } from '../../../../src/contract/filter.ts';
import { filterMatcher } from '../../../../src/main/console/queries/filter-matcher.ts';

interface Row {
  readonly event: string | null;
  readonly namespace: string;
  readonly rooms: readonly string[];
  readonly bytes: number | null;
}

const FIELDS: Fields = { ev: { type: 'text' }, ns: { type: 'text' }, room: { type: 'text' }, size: { type: 'bytes' } };
const READERS = {
  fields: {
    ev: ({ event }: Row) => event,
    ns: ({ namespace }: Row) => namespace,
    room: { has: ({ rooms }: Row, name: string) => rooms.includes(name), all: ({ rooms }: Row) => rooms },
    size: ({ bytes }: Row) => bytes,
  },
  texts: [({ event }: Row) => event, ({ namespace }: Row) => namespace],
};
const ROWS: Readonly<Record<string, Row>> = {
  chat: { event: 'chat:message', namespace: '/live', rooms: ['a', 'b'], bytes: 2048 },
  ping: { event: 'ping', namespace: '/', rooms: [], bytes: 3 },
  fact: { event: null, namespace: '/', rooms: ['a'], bytes: null },
};

function matched(text: string): readonly string[] {
  const { terms, faults } = parseFilter(text, FIELDS);
  expect(faults).toEqual([]);
  const matches = filterMatcher(terms, READERS);
  return Object.keys(ROWS).filter((name) => matches === null || matches(ROWS[name] as Row));
}

test.each([
  ['', ['chat', 'ping', 'fact']],
  ['CHAT', ['chat']],
  ['/liv', ['chat']],
  ['/^p.*g$/', ['ping']],
  ['/^P/i', ['ping']],
  ['-/^ping$/', ['chat', 'fact']],
  ['ev:ping', ['ping']],
  ['-ev:ping', ['chat', 'fact']],
  ['ns:/live,/none', ['chat']],
  ['ev:chat*', ['chat']],
  ['ev:*i*g', ['ping']],
  ['ev:*', ['chat', 'ping']],
  ['ev:"chat*"', []],
  ['ev:pi*ing', []],
  ['room:*', ['chat', 'fact']],
  ['room:a', ['chat', 'fact']],
  ['room:a,b ns:/', ['fact']],
  ['size>2k', []],
  ['size>=2k', ['chat']],
  ['size<1k', ['ping']],
  ['size<=3', ['ping']],
  ['size:3', ['ping']],
  // What is not known is neither more nor less; it is not more, either.
  ['-size>1k', ['ping', 'fact']],
  ['ns:/ -ev:ping room:a', ['fact']],
])('%s', (text, expected) => {
  expect(matched(text)).toEqual(expected);
});
