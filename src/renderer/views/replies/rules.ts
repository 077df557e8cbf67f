import type { ReplyRule } from '../../../contract/client-settings.ts';
import type { JsonValue } from '../../../contract/json.ts';
import { type ArgumentList, argumentListOf } from '../../stores/argument-list.ts';
import { readArguments } from '../compose/read-arguments.ts';

/** A rule as it is being edited: all three answers are kept while one is chosen. */
export interface RuleDraft {
  readonly ruleId: string;
  readonly isOn: boolean;
  readonly namespace: string | null;
  readonly event: string;
  readonly type: ReplyRule['answer']['type'];
  readonly list: ArgumentList;
  readonly message: string;
  readonly delayMs: number;
}

export function newRuleDraft(): RuleDraft {
  return {
    ruleId: crypto.randomUUID(),
    isOn: true,
    namespace: null,
    event: '',
    type: 'reply',
    list: argumentListOf('{\n  "ok": true\n}'),
    message: '',
    delayMs: 0,
  };
}

export function draftOfRule({ ruleId, isOn, namespace, event, answer, delayMs }: ReplyRule): RuleDraft {
  const list = answer.type === 'reply' ? argumentListOf(...answer.args.map((value) => JSON.stringify(value, null, 2))) : argumentListOf('{}');
  return { ruleId, isOn, namespace, event, type: answer.type, list, message: answer.type === 'error' ? answer.message : '', delayMs };
}

/** Nothing was typed yet: that is no fault. */
export function needsEvent({ event }: Pick<RuleDraft, 'event'>): boolean {
  return event.trim() === '';
}

/** `null` while it can't be one. */
export function ruleOfDraft({ ruleId, isOn, namespace, event, type, list, message, delayMs }: RuleDraft): ReplyRule | null {
  const base = { ruleId, isOn, namespace, event: event.trim(), delayMs };
  if (base.event === '') return null;
  switch (type) {
    case 'reply': {
      const read = readArguments(list.args, null);
      return read.isValid && read.attachments.length === 0 ? { ...base, answer: { type, args: read.values } } : null;
    }
    case 'error':
      return { ...base, answer: { type, message } };
    case 'silence':
      return { ...base, answer: { type } };
  }
}

/** With a rule that replies to this event in this way; an older one of the same event and namespace gives way to it. */
export function withReplyRule(rules: readonly ReplyRule[], namespace: string, event: string, args: JsonValue[]): ReplyRule[] {
  const others = rules.filter((rule) => rule.event !== event || rule.namespace !== namespace);
  // Before any pattern that would match as well.
  return [{ ruleId: crypto.randomUUID(), isOn: true, namespace, event, answer: { type: 'reply', args }, delayMs: 0 }, ...others];
}
