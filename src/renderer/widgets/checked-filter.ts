import { useEffect, useState } from 'react';
import { type Fields, type ParsedFilter, parseFilter } from '../../contract/filter.ts';
import { defer } from '../deferred.ts';

/** What reads regular expressions is as large as a screen, and few filters have one. */
const patterns = defer(() => import('../../contract/filter-pattern.ts'));

/** A filter with its faults. Those of regular expressions are among them once `patternsFor` says so. */
export function parseChecked(text: string, fields: Fields): ParsedFilter {
  const parsed = parseFilter(text, fields);
  return patterns.current?.checkPatterns(parsed) ?? parsed;
}

/** A promise while the faults of this filter are not all known; it rejects with `LoadError`. */
export function patternsFor({ terms }: ParsedFilter): Promise<unknown> | null {
  return patterns.current === null && terms.some(({ kind }) => kind === 'regex') ? patterns.load() : null;
}

/** Draws anew when more is known of a filter. */
export function useChecked(text: string, fields: Fields): ParsedFilter {
  const parsed = parseChecked(text, fields);
  const isWaiting = patterns.current === null && parsed.terms.some(({ kind }) => kind === 'regex');
  const [, setIsThere] = useState(false);
  useEffect(() => {
    // Without it the console says what is wrong.
    if (isWaiting)
      patterns.load().then(
        () => setIsThere(true),
        () => {},
      );
  }, [isWaiting]);
  return parsed;
}
