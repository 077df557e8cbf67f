import type { Term } from '../../../contract/filter.ts';
import { compilePattern } from '../../../contract/filter-pattern.ts';
import { textMatcher } from '../../../core/admin/superset/text-matcher.ts';

/** Several names, which are looked up where one is asked for. */
interface NamesReader<Row> {
  has(row: Row, name: string): boolean;
  all(row: Row): Iterable<string>;
}

/** `null`: it has none, which no value is. */
type ValueReader<Row> = (row: Row) => string | number | null;

/** What a row has of each field, and where a text is looked for. They run once a row: they make nothing. */
export interface FieldReaders<Row, Field extends string = string> {
  readonly fields: Readonly<Record<Field, ValueReader<Row> | NamesReader<Row>>>;
  /** The shortest first: most rows are decided by them. */
  readonly texts: readonly ((row: Row) => string | null)[];
}

type Test<Row> = (row: Row) => boolean;

/** The test that the terms of a filter make together, or `null` where everything passes. Cheap ones go first. */
export function filterMatcher<Row>(terms: readonly Term[], readers: FieldReaders<Row>): Test<Row> | null {
  const tests = [...terms].sort((a, b) => COSTS[a.kind] - COSTS[b.kind]).map((term) => testOf(term, readers));
  const [first, ...others] = tests;
  if (first === undefined) return null;
  return others.length === 0 ? first : (row) => first(row) && others.every((holds) => holds(row));
}

const COSTS: Readonly<Record<Term['kind'], number>> = { compare: 0, is: 1, text: 2, regex: 3 };

function testOf<Row>(term: Term, readers: FieldReaders<Row>): Test<Row> {
  const holds = positiveTestOf(term, readers);
  return term.isNegated ? (row) => !holds(row) : holds;
}

function positiveTestOf<Row>(term: Term, { fields, texts }: FieldReaders<Row>): Test<Row> {
  switch (term.kind) {
    case 'text':
      return someText(texts, textMatcher(term.text) ?? (() => true));
    case 'regex':
      return someText(texts, compilePattern(term.source, term.flags));
    case 'is':
      return isTest(term, fields[term.field]);
    case 'compare': {
      const { comparison, value: bound } = term;
      const read = fields[term.field];
      if (typeof read !== 'function') return () => false;
      return (row) => {
        const value = read(row);
        return typeof value === 'number' && compares(value, comparison, bound);
      };
    }
  }
}

function someText<Row>(texts: FieldReaders<Row>['texts'], holds: (text: string) => boolean): Test<Row> {
  return (row) => {
    for (const read of texts) {
      const text = read(row);
      if (text !== null && holds(text)) return true;
    }
    return false;
  };
}

type IsTerm = Extract<Term, { kind: 'is' }>;

function isTest<Row>(term: IsTerm, read: FieldReaders<Row>['fields'][string] | undefined): Test<Row> {
  if (read === undefined) return () => false;
  const holds = valueTest(term);
  if (typeof read === 'function') {
    return (row) => {
      const value = read(row);
      return value !== null && holds(typeof value === 'string' ? value : String(value));
    };
  }
  if (term.match === 'exact') return (row) => term.values.some((name) => read.has(row, name));
  return (row) => {
    for (const name of read.all(row)) if (holds(name)) return true;
    return false;
  };
}

function valueTest({ match, values }: IsTerm): (value: string) => boolean {
  if (match === 'exact') {
    const wanted = new Set(values);
    return (value) => wanted.has(value);
  }
  const tests = values.map((value) => (match === 'like' ? likeMatcher(value) : (textMatcher(value) ?? (() => true))));
  return (value) => tests.some((holds) => holds(value));
}

/** A star is anything, nothing too. Each part is looked for once, from where the one before it ended. */
function likeMatcher(pattern: string): (value: string) => boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (value) => value === head;
  return (value) => {
    if (value.length < head.length + tail.length || !value.startsWith(head) || !value.endsWith(tail)) return false;
    let at = head.length;
    for (const part of rest) {
      const found = value.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= value.length - tail.length;
  };
}

function compares(value: number, comparison: Extract<Term, { kind: 'compare' }>['comparison'], bound: number): boolean {
  switch (comparison) {
    case '=':
      return value === bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
  }
}
