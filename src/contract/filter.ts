// The filter language of the tables and of Traffic: terms with a space between them, all of which must hold.
//
//   chat                 text, in whatever a row shows            "two words"     with spaces
//   ev:chat  dir:in      a field that is so                       ns:/chat,/live  one of several
//   size>1k  rtt>=200ms  a number; 1k is 1,024 bytes, 5s 5,000 ms   size:0        exactly that
//   /^chat:/i            a regular expression                     -ev:ping        not so
//
// It is parsed once, here: the page shows what is wrong at the character, the console evaluates the terms.

export type FieldType = 'text' | 'word' | 'bytes' | 'ms' | 'count';

/** What a screen lets be filtered by. `word`: one of some that are known. */
export type Fields = Readonly<
  Record<string, { readonly type: Exclude<FieldType, 'word'> } | { readonly type: 'word'; readonly words: readonly string[] }>
>;

export type Comparison = '=' | '>' | '>=' | '<' | '<=';

interface Placed {
  /** The characters it stands at, `end` behind the last. */
  readonly start: number;
  readonly end: number;
}

export type Term = Placed & { readonly isNegated: boolean } & (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
    | { readonly kind: 'is'; readonly field: string; readonly values: readonly string[] }
    | { readonly kind: 'compare'; readonly field: string; readonly comparison: Comparison; readonly value: number }
  );

export type FilterProblem =
  | 'UNKNOWN_FIELD'
  | 'NO_VALUE'
  | 'NOT_A_NUMBER'
  | 'NO_COMPARISON'
  | 'UNKNOWN_WORD'
  | 'BAD_REGEX'
  | 'OPEN_QUOTE'
  | 'TOO_LONG';

export interface FilterFault extends Placed {
  readonly problem: FilterProblem;
  /** The part of the text that is wrong. */
  readonly value: string;
}

export interface ParsedFilter {
  /** Those that are right; the last good result can stay while another is being typed. */
  readonly terms: readonly Term[];
  readonly faults: readonly FilterFault[];
}

export const MAX_FILTER_LENGTH = 500;

const FIELD = /^([a-z][a-z\d]*)(:|>=|<=|>|<)(.*)$/is;
const REGEX = /^\/(.+)\/([a-z]*)$/s;
/** Those that leave nothing behind from one row to the next. */
const REGEX_FLAGS = /^[ims]*$/;
const NUMBER = /^(\d+(?:\.\d+)?)(\D*)$/;
const UNITS: Readonly<Record<'bytes' | 'ms' | 'count', Readonly<Record<string, number>>>> = {
  bytes: { '': 1, b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3 },
  ms: { '': 1, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 },
  count: { '': 1, k: 1000, m: 1_000_000 },
};

export function parseFilter(text: string, fields: Fields): ParsedFilter {
  if (text.length > MAX_FILTER_LENGTH) {
    return { terms: [], faults: [{ problem: 'TOO_LONG', value: String(text.length), start: MAX_FILTER_LENGTH, end: text.length }] };
  }
  const terms: Term[] = [];
  const faults: FilterFault[] = [];
  for (const word of wordsOf(text)) {
    const read = readWord(word, fields);
    if ('problem' in read) faults.push(read);
    else terms.push(read);
  }
  return { terms, faults };
}

interface Word extends Placed {
  /** With its quotes. */
  readonly raw: string;
  readonly isOpen: boolean;
}

/** Spaces part words, but not within quotes, nor within a regular expression. */
function* wordsOf(text: string): Iterable<Word> {
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    const start = at;
    let quote = '';
    while (at < text.length && (quote !== '' || !/\s/.test(text.charAt(at)))) {
      const character = text.charAt(at);
      // What is escaped ends nothing.
      if (character === '\\' && quote !== '') at++;
      else if (quote === character) quote = '';
      else if (quote === '' && (character === '"' || (character === '/' && beginsRegex(text.slice(start, at))))) quote = character;
      at++;
    }
    at = Math.min(at, text.length);
    yield { raw: text.slice(start, at), start, end: at, isOpen: quote === '"' };
  }
}

/** A slash within a word is a part of it: namespaces have them. */
function beginsRegex(before: string): boolean {
  return before === '' || before === '-';
}

function readWord({ raw, start, end, isOpen }: Word, fields: Fields): Term | FilterFault {
  const place = { start, end };
  if (isOpen) return { ...place, problem: 'OPEN_QUOTE', value: raw };
  const isNegated = raw.length > 1 && raw.startsWith('-');
  const body = isNegated ? raw.slice(1) : raw;
  const common = { ...place, isNegated };
  if (body.startsWith('/')) return readRegex(body, common);
  const [, name, operator, value = ''] = FIELD.exec(body) ?? [];
  // `http://…` and `12:30` are texts: what is before the colon is no field anybody could mean.
  if (name === undefined || operator === undefined || (value.startsWith('//') && !Object.hasOwn(fields, name.toLowerCase()))) {
    return { ...common, kind: 'text', text: unquoted(body) };
  }
  return readField(name.toLowerCase(), operator, value, common, fields);
}

type Common = Placed & { readonly isNegated: boolean };

function readRegex(body: string, common: Common): Term | FilterFault {
  const [, source, flags = ''] = REGEX.exec(body) ?? [];
  // A namespace, or one that is not finished: it is a text until its second slash.
  if (source === undefined) return { ...common, kind: 'text', text: body };
  try {
    // What is no regular expression throws.
    if (!REGEX_FLAGS.test(flags)) throw new SyntaxError('flags');
    new RegExp(source, flags);
  } catch {
    return { start: common.start, end: common.end, problem: 'BAD_REGEX', value: body };
  }
  return { ...common, kind: 'regex', source, flags };
}

function readField(field: string, operator: string, value: string, common: Common, fields: Fields): Term | FilterFault {
  const { start, end } = common;
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
  const fault = (problem: FilterProblem, wrong: string): FilterFault => ({ start, end, problem, value: wrong });
  if (known === undefined) return fault('UNKNOWN_FIELD', field);
  if (value === '') return fault('NO_VALUE', field);
  if (known.type === 'text' || known.type === 'word') {
    if (operator !== ':') return fault('NO_COMPARISON', field);
    const values = value.startsWith('"') ? [unquoted(value)] : value.split(',').filter((part) => part !== '');
    const unknown = known.type === 'word' ? values.find((word) => !known.words.includes(word.toLowerCase())) : undefined;
    if (unknown !== undefined) return fault('UNKNOWN_WORD', unknown);
    return { ...common, kind: 'is', field, values: known.type === 'word' ? values.map((word) => word.toLowerCase()) : values };
  }
  const number = readNumber(value, known.type);
  if (number === null) return fault('NOT_A_NUMBER', value);
  return { ...common, kind: 'compare', field, comparison: operator === ':' ? '=' : (operator as Comparison), value: number };
}

function readNumber(text: string, type: 'bytes' | 'ms' | 'count'): number | null {
  const [, digits, unit = ''] = NUMBER.exec(text) ?? [];
  const factor = UNITS[type][unit.trim().toLowerCase()];
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}

function unquoted(text: string): string {
  if (!(text.length > 1 && text.startsWith('"') && text.endsWith('"'))) return text;
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}
