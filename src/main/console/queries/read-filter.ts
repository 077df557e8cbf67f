import { type Fields, type FilterFault, parseFilter, type Term } from '../../../contract/filter.ts';
import { checkPatterns } from '../../../contract/filter-pattern.ts';
import { ContractError } from '../../../contract/frame.ts';
import { type FieldReaders, filterMatcher } from './filter-matcher.ts';

/** The terms of a filter as a page sent it. Fails with `BAD_FILTER`: a page of ours sends none that has a fault. */
export function readFilter(filter: string | undefined, fields: Fields): readonly Term[] {
  const { terms, faults } = checkPatterns(parseFilter(filter ?? '', fields));
  const [fault] = faults;
  if (fault !== undefined) throw new ContractError('BAD_FILTER', describe(fault));
  return terms;
}

/** The test of a filter, or `null` where everything passes. Fails with `BAD_FILTER`. */
export function matcherOf<Row, Known extends Fields>(
  filter: string | undefined,
  fields: Known,
  readers: FieldReaders<Row, keyof Known & string>,
): ((row: Row) => boolean) | null {
  return filterMatcher(readFilter(filter, fields), readers);
}

function describe({ problem, value, start }: FilterFault): string {
  return `the filter has a fault at character ${start + 1}: ${problem}, ${value}`;
}
