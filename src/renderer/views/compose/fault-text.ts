import type { TFunction } from 'i18next';
import type { ArgumentType } from '../../../contract/message.ts';
import type { ArgumentFault } from './read-arguments.ts';

/** What is wrong, and where, if a person looks at lines there. */
export function faultText(t: TFunction, { problem, value, line, column }: ArgumentFault, type: ArgumentType | null): string {
  const text = t(`args.problems.${problem}`, { value });
  if (problem === 'TOO_MANY_ATTACHMENTS' || problem === 'TOO_LARGE' || problem === 'EMPTY') return text;
  if (type === 'json' || type === 'text') return t('args.atLine', { problem: text, line });
  return type === 'binary' ? t('args.atCharacter', { problem: text, line, column }) : text;
}
