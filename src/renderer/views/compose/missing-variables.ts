import { fillText } from '../../../contract/template.ts';
import type { Draft } from '../../stores/drafts.ts';

/** Variables a draft uses that there are none of, each once. */
export function missingVariables(draft: Draft, variables: Readonly<Record<string, string>>): readonly string[] {
  const texts = [draft.event, ...draft.rooms, ...draft.except, ...draft.args.map((argument) => ('text' in argument ? argument.text : ''))];
  const faults = texts.flatMap((text) => fillText(text, { variables, n: 1, nowMs: 0, random: () => 0 }).faults);
  const names = faults.filter(({ problem, value }) => problem === 'UNKNOWN_VARIABLE' && !/\s/.test(value)).map(({ value }) => value);
  return [...new Set(names)];
}
