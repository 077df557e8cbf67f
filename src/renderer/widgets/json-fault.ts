import { parser } from '@lezer/json';

/** Where a text stops being JSON, given what `JSON.parse` threw at it. */
export function faultIn(text: string, error: unknown): number {
  const end = text.trimEnd().length;
  const match = error instanceof Error ? /at position (\d+)/.exec(error.message) : null;
  if (match !== null) return Math.min(Number(match[1]), end);
  // For a wrong token V8 says which one, not where; the grammar of the editor knows.
  let fault = end;
  parser.parse(text).iterate({
    enter({ type, from }) {
      if (type.isError) fault = Math.min(fault, from);
    },
  });
  return fault;
}
