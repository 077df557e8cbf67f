import type { Fields } from '../../contract/filter.ts';

const MAX_SUGGESTIONS = 14;

export interface Suggestion {
  /** What is written in the place of the word that is typed. */
  readonly text: string;
  /** The field that it begins, for its description; `null`: a whole term. */
  readonly field: string | null;
}

/** What the word that is typed may become: a field, or after its colon a word that it knows. */
export function suggestionsFor(draft: string, fields: Fields): readonly Suggestion[] {
  const word = draft.trimStart();
  const [, sign = '', name = '', typed] = /^(-?)([a-z\d]*)(?::(.*))?$/i.exec(word) ?? [];
  if (/\s/.test(word) || (word !== '' && sign === '' && name === '')) return [];
  if (typed !== undefined) {
    const field = Object.hasOwn(fields, name.toLowerCase()) ? fields[name.toLowerCase()] : undefined;
    if (field?.type !== 'word') return [];
    const words = field.words.filter((known) => known.startsWith(typed.toLowerCase()) && known !== typed.toLowerCase());
    return words.map((known) => ({ text: `${sign}${name}:${known}`, field: null }));
  }
  return Object.entries(fields)
    .filter(([known]) => known.startsWith(name.toLowerCase()))
    .slice(0, MAX_SUGGESTIONS)
    .map(([known, { type }]) => ({ text: `${sign}${known}${isNumber(type) ? '>' : ':'}`, field: known }));
}

function isNumber(type: Fields[string]['type']): boolean {
  return type === 'bytes' || type === 'ms' || type === 'count';
}
