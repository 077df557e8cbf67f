import { useEffect, useRef, useState } from 'react';
import { type Fields, type FilterFault, parseFilter } from '../../contract/filter.ts';
import { filterWords } from '../../contract/filter-text.ts';
import { parseChecked, patternsFor, useChecked } from './checked-filter.ts';

const PAUSE_MS = 120;

/** What is written in a filter: words that are done, and the one that is being typed. */
export interface Written {
  readonly tokens: readonly string[];
  readonly draft: string;
}

interface FilterText extends Written {
  /** The first thing that is wrong with it, unless that is only not finished. */
  readonly fault: FilterFault | null;
  readonly change: (next: Written) => void;
  /** Sent at once, without the pause after typing. */
  readonly settle: (next: Written) => void;
}

/** The text of a filter while a person writes it. It is sent as they type, but never with a fault: what was sent last stays. */
export function useFilterText(value: string, fields: Fields, onChange: (filter: string) => void): FilterText {
  const [written, setWritten] = useState<Written>(() => ({ tokens: filterWords(value, fields), draft: '' }));
  const sent = useRef(value);
  /** What is to be sent, once it is known to be right. */
  const wanted = useRef<Written>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (value === sent.current) return;
    // Somebody else has changed it: a link, or a choice beside it.
    sent.current = value;
    wanted.current = null;
    clearTimeout(timer.current);
    setWritten({ tokens: filterWords(value, fields), draft: '' });
  }, [value, fields]);

  function send(next: Written): void {
    // What is not finished does not keep the rest back.
    const text = textOf(isDraftOpen(next, fields) ? { ...next, draft: '' } : next);
    const parsed = parseChecked(text, fields);
    const checked = patternsFor(parsed);
    wanted.current = next;
    if (checked !== null) {
      checked.then(
        () => wanted.current === next && send(next),
        // The console looks at it again, and says what is wrong.
        () => wanted.current === next && pass(text),
      );
    } else if (parsed.faults.length === 0) pass(text);
  }

  function pass(text: string): void {
    if (text === sent.current) return;
    sent.current = text;
    onChange(text);
  }

  function change(next: Written): void {
    setWritten(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(next), PAUSE_MS);
  }

  function settle(next: Written): void {
    setWritten(next);
    clearTimeout(timer.current);
    send(next);
  }

  const { faults } = useChecked(textOf(written), fields);
  return { ...written, fault: faultOf(written, faults, fields), change, settle };
}

/** Takes the words that are done out of what is typed: a space ends one, but not within quotes, nor within a regular expression. */
export function takeWords({ tokens, draft }: Written, fields: Fields): Written {
  const { terms, faults } = parseFilter(draft, fields);
  const places = [...terms, ...faults].sort((a, b) => a.start - b.start);
  const open = places.find(({ start, end }) => isOpen(draft.slice(start, end)));
  const from = open?.start ?? (/\s$/.test(draft) ? draft.length : (places.at(-1)?.start ?? 0));
  const done = places.filter(({ end }) => end <= from).map(({ start, end }) => draft.slice(start, end));
  return { tokens: [...tokens, ...done], draft: draft.slice(from).trimStart() };
}

/** Whatever is written is done. */
export function takeAll({ tokens, draft }: Written, fields: Fields): Written {
  return { tokens: [...tokens, ...filterWords(draft, fields)], draft: '' };
}

function isOpen(word: string): boolean {
  if (/^-?\//.test(word)) return !/^-?\/.+\/[a-z]*$/s.test(word);
  return (word.replaceAll(/\\./gs, '').match(/"/g)?.length ?? 0) % 2 === 1;
}

function textOf({ tokens, draft }: Written): string {
  return [...tokens, draft.trim()].filter((word) => word !== '').join(' ');
}

function faultOf(written: Written, faults: readonly FilterFault[], fields: Fields): FilterFault | null {
  const draftStart = textOf(written).length - written.draft.trim().length;
  return faults.find((fault) => fault.start < draftStart || !isUnfinished(fault, fields)) ?? null;
}

function isDraftOpen({ draft }: Written, fields: Fields): boolean {
  const { faults } = parseChecked(draft, fields);
  return faults.length > 0 && faults.every((fault) => isUnfinished(fault, fields));
}

/** What is being typed may still become right. */
function isUnfinished({ problem, value }: FilterFault, fields: Fields): boolean {
  if (problem === 'NO_VALUE' || problem === 'OPEN_QUOTE') return true;
  if (problem !== 'UNKNOWN_WORD') return false;
  return Object.values(fields).some((field) => field.type === 'word' && field.words.some((word) => word.startsWith(value)));
}
