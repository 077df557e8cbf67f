import { type Fields, MAX_FILTER_LENGTH, type ParsedFilter, parseFilter } from '../../../src/contract/filter.ts';
import { NAMESPACE_FIELDS, NODE_FIELDS, PACKET_FIELDS, ROOM_FIELDS, SOCKET_FIELDS } from '../../../src/contract/filter-fields.ts';
import { checkPatterns } from '../../../src/contract/filter-pattern.ts';
import { fieldValue, filterWords, withField, withText, writeTerm } from '../../../src/contract/filter-text.ts';
import { ContractError } from '../../../src/contract/frame.ts';
import { type FieldReaders, filterMatcher } from '../../../src/main/console/queries/filter-matcher.ts';
import { readFilter } from '../../../src/main/console/queries/read-filter.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';

const SCREENS: readonly Fields[] = [SOCKET_FIELDS, ROOM_FIELDS, NAMESPACE_FIELDS, NODE_FIELDS, PACKET_FIELDS];
const NOW_MS = 1_700_000_000_000;
const ROW = 'a chat message: "héllo" {"n":1} \ud83d\ude00';
const MEMBERS = new Set(['lobby', 'a b', 'chat:1']);
/** A value of each type for whatever field there is. */
const READERS: FieldReaders<string> = {
  fields: new Proxy<FieldReaders<string>['fields']>(
    {},
    {
      get: (_, field) =>
        field === 'room'
          ? { has: (_row: string, name: string) => MEMBERS.has(name), all: () => MEMBERS }
          : field === 'size' || field === 'rtt'
            ? () => 5
            : (row: string) => row,
    },
  ),
  texts: [() => null, (row) => row],
};

/** Filters as a page or a link has them. */
export const filter: Target = {
  name: 'filter',
  format: 'text',
  weight: 2,
  words: [
    ...[
      'ev:chat',
      'ns:/',
      'ev:a,b',
      'ev:chat:*',
      'dir:in',
      'size>1k',
      'rtt>=200ms',
      'after:12:04:31',
      'before:2026-01-02T03:04:05Z',
      '-ev:ping',
      '"two words"',
    ],
    ...[
      '/^chat:/i',
      '/a{10}/',
      '/(a|b)*c/',
      '/\\p{L}/',
      '/[[:alpha:]]/',
      '/(?i)x/',
      '/\\x{10FFFF}/',
      '/(?<n>a)/',
      '/\\Qa\\E/',
      '/(((((/',
      '/a**/',
      '/[z-a]/',
      '/\\8/',
      '\\',
      '|',
      '(?',
      '{1001}',
      '[^',
      '\\b',
    ],
    ...['room:', 'is:binary', 'ack:none', 'kind:event', ' ', '"', '*', ',', '/', '-', ':', '>='],
  ],
  run(input) {
    let word = 'BAD_FILTER';
    for (const fields of SCREENS) {
      const parsed = parseFilter(input, fields, NOW_MS);
      checkPlaces(input, parsed);
      const checked = checkPatterns(parsed);
      const terms = attempt(() => readFilter(input, fields), ContractError);
      must(terms.isOk === (checked.faults.length === 0), 'the page and the console disagree');
      if (!terms.isOk) {
        must(codeOf(terms.error) === 'BAD_FILTER', `fails with ${codeOf(terms.error)}`);
        continue;
      }
      word = 'ok';
      const matches = filterMatcher(terms.value, READERS);
      if (matches !== null) must(typeof matches(ROW) === 'boolean', 'says neither yes nor no');
      filterWords(input, fields);
    }
    checkWritten(input.slice(0, 200));
    return word;
  },
};

function checkPlaces(input: string, { terms, faults }: ParsedFilter): void {
  if (input.length > MAX_FILTER_LENGTH) {
    must(faults[0]?.problem === 'TOO_LONG', 'lets in what is too long');
    return;
  }
  const places = [...terms, ...faults].sort((a, b) => a.start - b.start);
  let at = 0;
  for (const { start, end } of places) {
    must(start >= at && end > start && end <= input.length, 'a word is somewhere else');
    must(input.slice(at, start).trim() === '', 'characters are in no word');
    at = end;
  }
}

/** A name whatever is found again as that name. */
function checkWritten(name: string): void {
  if (name === '') return;
  const { terms, faults } = parseFilter(writeTerm('ev', name), PACKET_FIELDS, NOW_MS);
  const [term] = terms;
  must(faults.length === 0 && terms.length === 1 && term?.kind === 'is' && term.match === 'exact', 'a name that was written is no term');
  must(term.values.length === 1 && term.values[0] === name, 'a name that was written is another');
  const changed = withField('dir:in ev:old hello', PACKET_FIELDS, 'ev', name);
  must(
    fieldValue(changed, PACKET_FIELDS, 'dir') === 'in' && parseFilter(changed, PACKET_FIELDS, NOW_MS).faults.length === 0,
    'a field that was written spoils others',
  );
  must(parseFilter(withText('dir:in', name), PACKET_FIELDS, NOW_MS).faults.length === 0, 'a text that was written is a fault');
}
