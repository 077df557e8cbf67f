// The filter language of the tables and of Traffic: terms with a space between them, all of which must hold.
//
//   chat                 text, in whatever a row shows            "two words"     with spaces
//   ev:chat  dir:in      a field that is exactly so               ns:/chat,/live  one of several
//   ev:chat:*            `*` is anything; in quotes it is itself    id:k7Qe       ids by any part of them
//   size>1k  rtt>=200ms  a number; 1k is 1,024 bytes, 5s 5,000 ms   size:0        exactly that
//   /^chat:/i            a regular expression of RE2              -ev:ping        not so
//   after:12:04:31       from that moment on, before:… until it; a local time of today, or ISO 8601
//   -k7QeB_x0Zr…         an id that begins with a minus, as one in 64 does, is looked for like any other
//
// Names are compared with their case, texts and parts of ids without. It is parsed once, here: the page shows what is wrong at
// the character, the console evaluates the terms. Whether a regular expression is one says filter-pattern.ts.

import { readTime } from './filter-time.ts';

/** `part`: anywhere in it is enough. */
export type FieldType = 'text' | 'part' | 'word' | 'bytes' | 'ms' | 'count' | 'time';

/** What a screen lets be filtered by. `word`: one of some that are known; `time`: how what a row has is compared with it. */
export type Fields = Readonly<
  Record<
    string,
    | { readonly type: Exclude<FieldType, 'word' | 'time'> }
    | { readonly type: 'word'; readonly words: readonly string[] }
    | { readonly type: 'time'; readonly comparison: Comparison }
  >
>;

export type Comparison = '=' | '>' | '>=' | '<' | '<=';

/** How a value is compared: `like`: a `*` in it is anything. */
export type Match = 'exact' | 'like' | 'part';

interface Placed {
  /** The characters it stands at, `end` behind the last. */
  readonly start: number;
  readonly end: number;
}

export type Term = Placed & { readonly isNegated: boolean } & (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
    | { readonly kind: 'is'; readonly field: string; readonly match: Match; readonly values: readonly string[] }
    | { readonly kind: 'compare'; readonly field: string; readonly comparison: Comparison; readonly value: number }
  );

export type FilterProblem =
  | 'UNKNOWN_FIELD'
  | 'NO_VALUE'
  | 'NOT_A_NUMBER'
  | 'NOT_A_TIME'
  | 'NO_COMPARISON'
  | 'UNKNOWN_WORD'
  | 'BAD_REGEX'
  | 'LARGE_REGEX'
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

/** A name may have 512 characters, each escaped. */
export const MAX_FILTER_LENGTH = 2000;

const FIELD = /^([a-z][a-z\d]*)(:|>=|<=|>|<)(.*)$/is;
/** To its second slash, which ends a word: what has none is a namespace, or not finished. */
const REGEX_WORD = /-?\/(?:\\.|[^\\/])+\/[a-z]*(?=\s|$)/isy;
const REGEX = /^\/(.+)\/([a-z]*)$/s;
/** Fifteen random bytes in base64url. Next to none of them has no capital; a word that is excluded seldom has one. */
const SOCKET_ID = /^-(?=.*[A-Z])(?=.*[a-z])[\w-]{19}$/;
const NUMBER = /^(\d+(?:\.\d+)?)(\D*)$/;
const UNITS: Readonly<Record<'bytes' | 'ms' | 'count', Readonly<Record<string, number>>>> = {
  bytes: { '': 1, b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3 },
  ms: { '': 1, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 },
  count: { '': 1, k: 1000, m: 1_000_000 },
};

/** `nowMs`: of which day a time without a date is. */
export function parseFilter(text: string, fields: Fields, nowMs: number = Date.now()): ParsedFilter {
  if (text.length > MAX_FILTER_LENGTH) {
    return { terms: [], faults: [{ problem: 'TOO_LONG', value: String(text.length), start: MAX_FILTER_LENGTH, end: text.length }] };
  }
  const terms: Term[] = [];
  const faults: FilterFault[] = [];
  for (const word of wordsOf(text)) {
    const read = readWord(word, fields, nowMs);
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
    REGEX_WORD.lastIndex = at;
    at += REGEX_WORD.exec(text)?.[0].length ?? 0;
    let isQuoted = false;
    while (at < text.length && (isQuoted || !/\s/.test(text.charAt(at)))) {
      // What is escaped ends nothing.
      if (isQuoted && text.charAt(at) === '\\') at++;
      else if (text.charAt(at) === '"') isQuoted = !isQuoted;
      at++;
    }
    at = Math.min(at, text.length);
    yield { raw: text.slice(start, at), start, end: at, isOpen: isQuoted };
  }
}

function readWord({ raw, start, end, isOpen }: Word, fields: Fields, nowMs: number): Term | FilterFault {
  const place = { start, end };
  if (isOpen) return { ...place, problem: 'OPEN_QUOTE', value: raw };
  const isNegated = raw.length > 1 && raw.startsWith('-') && !SOCKET_ID.test(raw);
  const body = isNegated ? raw.slice(1) : raw;
  const common = { ...place, isNegated };
  if (body.startsWith('/')) return readRegex(body, common);
  const [, name, operator, value = ''] = FIELD.exec(body) ?? [];
  // `http://…` and `12:30` are texts: what is before the colon is no field anybody could mean.
  if (name === undefined || operator === undefined || (value.startsWith('//') && !Object.hasOwn(fields, name.toLowerCase()))) {
    return { ...common, kind: 'text', text: unquoted(body) };
  }
  return readField({ field: name.toLowerCase(), operator, value, nowMs }, common, fields);
}

type Common = Placed & { readonly isNegated: boolean };

function readRegex(body: string, common: Common): Term | FilterFault {
  const [, source, flags = ''] = REGEX.exec(body) ?? [];
  // A namespace, or one that is not finished: it is a text until its second slash.
  if (source === undefined) return { ...common, kind: 'text', text: body };
  return { ...common, kind: 'regex', source, flags };
}

interface WrittenField {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
  readonly nowMs: number;
}

function readField({ field, operator, value, nowMs }: WrittenField, common: Common, fields: Fields): Term | FilterFault {
  const { start, end } = common;
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
  const fault = (problem: FilterProblem, wrong: string): FilterFault => ({ start, end, problem, value: wrong });
  if (known === undefined) return fault('UNKNOWN_FIELD', field);
  if (value === '') return fault('NO_VALUE', field);
  if (known.type === 'time') {
    if (operator !== ':') return fault('NO_COMPARISON', field);
    const at = readTime(unquoted(value), nowMs);
    return at === null ? fault('NOT_A_TIME', value) : { ...common, kind: 'compare', field, comparison: known.comparison, value: at };
  }
  if (known.type === 'text' || known.type === 'part' || known.type === 'word') {
    if (operator !== ':') return fault('NO_COMPARISON', field);
    const parts = partsOf(value);
    if (known.type === 'word') {
      const words = parts.map((part) => unquoted(part).toLowerCase());
      const unknown = words.find((word) => !known.words.includes(word));
      return unknown === undefined ? { ...common, kind: 'is', field, match: 'exact', values: words } : fault('UNKNOWN_WORD', unknown);
    }
    const isQuoted = parts.some((part) => part.startsWith('"'));
    const isLike = known.type === 'text' && !isQuoted && value.includes('*');
    const match = known.type === 'part' ? 'part' : isLike ? 'like' : 'exact';
    const values = parts.map(unquoted);
    return { ...common, kind: 'is', field, match, values };
  }
  const number = readNumber(value, known.type);
  if (number === null) return fault('NOT_A_NUMBER', value);
  return { ...common, kind: 'compare', field, comparison: operator === ':' ? '=' : (operator as Comparison), value: number };
}

/** The values between commas, but not those within quotes. */
function partsOf(value: string): readonly string[] {
  return (value.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+|"/gs) ?? []).filter((part) => part !== '');
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
