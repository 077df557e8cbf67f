// Writes filters: whoever links to a filtered table, or offers a choice beside its filter, changes the same text that a person types.

import { type Fields, parseFilter, type Term } from './filter.ts';
import { writeTime } from './filter-time.ts';

/** One field that is exactly this. */
export function writeTerm(field: string, value: string): string {
  return `${field}:${isPlain(value) ? value : quoted(value)}`;
}

/** As a filter of its own: several fields, each exactly so. */
export function writeFilter(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.map(([field, value]) => writeTerm(field, value)).join(' ');
}

/** The filter within a span of time, in the place of what it said of time. */
export function withinTime(text: string, fields: Fields, span: { readonly from: number; readonly until: number }, nowMs: number): string {
  const since = withField(text, fields, 'after', writeTime(span.from, nowMs));
  return withField(since, fields, 'before', writeTime(span.until, nowMs));
}

/** The filter with a field set to this, in the place of what it said of that field; `undefined`: with nothing of it. */
export function withField(text: string, fields: Fields, field: string, value: string | undefined): string {
  const written = value === undefined ? '' : writeTerm(field, value);
  const places = fieldTerms(text, fields, field);
  const [first] = places;
  if (first === undefined) return joined(text, written);
  let changed = text;
  for (const { start, end } of [...places].reverse()) {
    const isPlace = start === first.start && written !== '';
    changed = isPlace ? `${changed.slice(0, start)}${written}${changed.slice(end)}` : joined(changed.slice(0, start), changed.slice(end).trim());
  }
  return changed;
}

/** The filter and one term more. */
export function withTerm(text: string, term: string): string {
  return joined(text, term);
}

/** The filter and a text, whatever is in that. */
export function withText(text: string, wanted: string): string {
  return wanted === '' ? text : joined(text, quoted(wanted));
}

/** What a filter says that a field is: one value, several with commas, or nothing. */
export function fieldValue(text: string, fields: Fields, field: string): string | undefined {
  const [only, ...others] = fieldTerms(text, fields, field);
  return only?.kind === 'is' && others.length === 0 ? only.values.join(',') : undefined;
}

/** The words of a filter, each a term or a fault. */
export function filterWords(text: string, fields: Fields): readonly string[] {
  const { terms, faults } = parseFilter(text, fields);
  return [...terms, ...faults].sort((a, b) => a.start - b.start).map(({ start, end }) => text.slice(start, end));
}

function fieldTerms(text: string, fields: Fields, field: string): readonly Term[] {
  return parseFilter(text, fields).terms.filter((term) => !term.isNegated && 'field' in term && term.field === field);
}

function joined(text: string, term: string): string {
  return [text.trim(), term].filter((part) => part !== '').join(' ');
}

function isPlain(value: string): boolean {
  return /^[^\s",*\\]+$/.test(value);
}

function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
