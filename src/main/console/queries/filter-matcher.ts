import type { Term } from '../../../contract/filter.ts';

/** What a row has of each field, and where a text is looked for. */
export interface FieldReaders<Row> {
  /** `null`: it has none, which no value is. */
  readonly fields: Readonly<Record<string, (row: Row) => string | number | readonly string[] | null>>;
  readonly texts: (row: Row) => Iterable<string>;
}

type Test<Row> = (row: Row) => boolean;

/** The test that the terms of a filter make together, or `null` where everything passes. Cheap ones go first. */
export function filterMatcher<Row>(terms: readonly Term[], readers: FieldReaders<Row>): Test<Row> | null {
  if (terms.length === 0) return null;
  const tests = [...terms].sort((a, b) => COSTS[a.kind] - COSTS[b.kind]).map((term) => testOf(term, readers));
  return (row) => tests.every((holds) => holds(row));
}

const COSTS: Readonly<Record<Term['kind'], number>> = { compare: 0, is: 1, text: 2, regex: 3 };

function testOf<Row>(term: Term, readers: FieldReaders<Row>): Test<Row> {
  const holds = positiveTestOf(term, readers);
  return term.isNegated ? (row) => !holds(row) : holds;
}

function positiveTestOf<Row>(term: Term, { fields, texts }: FieldReaders<Row>): Test<Row> {
  switch (term.kind) {
    case 'text': {
      const wanted = term.text.toLowerCase();
      return (row) => some(texts(row), (text) => text.toLowerCase().includes(wanted));
    }
    case 'regex': {
      const pattern = new RegExp(term.source, term.flags);
      return (row) => some(texts(row), (text) => pattern.test(text));
    }
    case 'is': {
      const wanted = new Set(term.values);
      const read = fields[term.field];
      return (row) => {
        const value = read?.(row) ?? null;
        if (value === null) return false;
        return Array.isArray(value) ? value.some((each: string) => wanted.has(each)) : wanted.has(String(value));
      };
    }
    case 'compare': {
      const { comparison, value: bound } = term;
      const read = fields[term.field];
      return (row) => {
        const value = read?.(row) ?? null;
        return typeof value === 'number' && compares(value, comparison, bound);
      };
    }
  }
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

function some(texts: Iterable<string>, holds: (text: string) => boolean): boolean {
  for (const text of texts) if (holds(text)) return true;
  return false;
}
