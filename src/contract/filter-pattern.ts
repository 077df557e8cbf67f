// Regular expressions of a filter. They come from a page and run in the process that serves sockets, so they are those of RE2: the time
// one takes grows with the text and with the pattern, never faster. Both are bounded: texts of rows are cut, a pattern is `MAX_PATTERN_SIZE`
// instructions at most. What RE2 can not do in that time, looking around and back references, is no pattern.

import { RE2JS, RE2JSException } from 're2js';
import type { FilterFault, ParsedFilter, Term } from './filter.ts';

/** A short pattern has ten to thirty. */
export const MAX_PATTERN_SIZE = 100;

const FLAGS: Readonly<Record<string, number>> = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };

export class PatternError extends Error {
  readonly isTooLarge: boolean;

  constructor(message: string, isTooLarge: boolean) {
    super(message);
    this.isTooLarge = isTooLarge;
  }
}

/** A test of texts, anywhere in them. Fails with `PatternError`. */
export function compilePattern(source: string, flags: string): (text: string) => boolean {
  const pattern = compile(source, flagsOf(flags));
  if (pattern.programSize() > MAX_PATTERN_SIZE) throw new PatternError(`more than ${MAX_PATTERN_SIZE} instructions`, true);
  return (text) => pattern.test(text);
}

/** A parsed filter of which the regular expressions that are none have become faults. */
export function checkPatterns({ terms, faults }: ParsedFilter): ParsedFilter {
  const found = terms.flatMap((term) => patternFault(term) ?? []);
  if (found.length === 0) return { terms, faults };
  return {
    terms: terms.filter(({ start }) => !found.some((fault) => fault.start === start)),
    faults: [...faults, ...found].sort((a, b) => a.start - b.start),
  };
}

function patternFault(term: Term): FilterFault | null {
  if (term.kind !== 'regex') return null;
  const { source, flags, start, end } = term;
  try {
    // What is no regular expression throws.
    compilePattern(source, flags);
    return null;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { start, end, problem: error.isTooLarge ? 'LARGE_REGEX' : 'BAD_REGEX', value: `/${source}/${flags}` };
  }
}

function compile(source: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new PatternError(error.message, /size|repeat count/.test(error.message));
  }
}

function flagsOf(letters: string): number {
  let flags = 0;
  for (const letter of letters) {
    const flag = Object.hasOwn(FLAGS, letter) ? FLAGS[letter] : undefined;
    if (flag === undefined) throw new PatternError(`there is no flag "${letter}"`, false);
    flags |= flag;
  }
  return flags;
}
