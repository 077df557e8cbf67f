import type { CallParams } from '../../../contract/calls.ts';
import { fillMessage, type MessageFault } from '../../../contract/message.ts';
import type { Target } from '../../../contract/target.ts';
import type { DraftArgument } from '../../stores/argument-list.ts';
import { type Draft, missingOf, targetOf, templateOf } from '../../stores/drafts.ts';
import { type ArgumentFault, parseArgument, readArguments, valuesNow } from './read-arguments.ts';

export type DraftProblem =
  | { readonly kind: 'event' }
  | { readonly kind: 'argument'; readonly index: number; readonly fault: ArgumentFault }
  | { readonly kind: 'target' }
  /** Of the name of the event, or of the target. */
  | { readonly kind: 'template'; readonly fault: MessageFault };

/** The message a draft says, or what keeps it from being one. */
export function messageOf(
  sourceId: string,
  draft: Draft,
  variables: Readonly<Record<string, string>>,
): Omit<CallParams<'message.send'>, 'confirm'> | DraftProblem {
  if (draft.event.trim() === '') return { kind: 'event' };
  const values = valuesNow(variables);
  const read = readArguments(draft.args, values);
  if (!read.isValid) return { kind: 'argument', index: read.index, fault: read.fault };
  if (missingOf(draft) !== null) return { kind: 'target' };
  const template = templateOf(draft);
  const filled = fillMessage(template, values);
  if (filled.isValid) return { sourceId, ...filled.message, template };
  const { fault } = filled;
  // What only all of them together can be: too many.
  if (typeof fault.place === 'number') return { kind: 'argument', index: fault.place, fault: { ...fault, line: 1, column: 1 } };
  return { kind: 'template', fault };
}

/** What one would write in a server to send this draft; everyone is the namespaces that are known. For reading, long arguments are shortened. */
export function codeOf(draft: Draft, namespaces: readonly string[], form: 'short' | 'whole'): string {
  const target = targetOf(draft);
  const emit = emitCode(draft, form);
  if (target.to === 'several') return target.targets.map((part) => scopeCode(part, emit)).join('\n');
  if (target.to === 'all' || target.to === 'matching') {
    const isMainOnly = namespaces.every((name) => name === '/');
    return isMainOnly ? `io${emit}` : `for (const name of [${quoted(namespaces)}]) io.of(name)${emit}`;
  }
  return scopeCode(target, emit);
}

function scopeCode(target: Exclude<Target, { to: 'all' | 'several' | 'matching' }>, emit: string): string {
  const { namespace } = target;
  const scope = namespace === '/' ? 'io' : `io.of(${JSON.stringify(namespace)})`;
  const included = target.to === 'rooms' ? `.in(${list(target.rooms)})` : target.to === 'sockets' ? `.in(${list(target.socketIds)})` : '';
  const excluded = target.to !== 'sockets' && target.except.length > 0 ? `.except(${list(target.except)})` : '';
  return included === '' && excluded === '' ? `${scope}${emit}` : `${scope}${included}${excluded}\n  ${emit}`;
}

/** What one would write in a client; `url`: where it connects, for the whole of it. */
export function clientCodeOf(draft: Draft, form: 'short' | 'whole', url = ''): string {
  const code = `${draft.isAcknowledged ? 'await ' : ''}socket${emitCode(draft, form)};`;
  const emit = code.replace('.emitWithAck(', '\n  .emitWithAck(');
  return form === 'short' ? emit : `const socket = io(${JSON.stringify(url)});\n${emit}`;
}

function emitCode(draft: Draft, form: 'short' | 'whole'): string {
  const options = `${draft.isVolatile ? '.volatile' : ''}${draft.isCompressed ? '' : '.compress(false)'}`;
  const event = JSON.stringify(draft.event.trim() === '' ? 'event' : draft.event.trim());
  const names = [event, ...draft.args.map((argument) => argumentCode(argument, form))].join(', ');
  return draft.isAcknowledged ? `${options}.timeout(${draft.timeoutMs}).emitWithAck(${names})` : `${options}.emit(${names})`;
}

function list(names: readonly string[]): string {
  if (names.length === 0) return '…';
  return names.length === 1 ? quoted(names) : `[${quoted(names)}]`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}

const SHORT = 32;

/** Variables are left as they are. */
function argumentCode(argument: DraftArgument, form: 'short' | 'whole'): string {
  switch (argument.type) {
    case 'json':
      return jsonCode(argument.text, form);
    case 'text': {
      const text = JSON.stringify(argument.text);
      return form === 'whole' || text.length <= SHORT ? text : '"…"';
    }
    case 'number':
      return argument.text.trim() === '' ? '…' : argument.text.trim();
    case 'boolean':
      return String(argument.value);
    case 'null':
      return 'null';
    case 'binary':
      return `Buffer.from("${form === 'whole' || argument.base64.length <= SHORT ? argument.base64 : '…'}", "base64")`;
  }
}

function jsonCode(text: string, form: 'short' | 'whole'): string {
  const parsed = parseArgument(text);
  if (!parsed.isValid) return '…';
  const compact = JSON.stringify(parsed.value);
  if (form === 'whole' || compact.length <= SHORT) return compact;
  return Array.isArray(parsed.value) ? '[…]' : typeof parsed.value === 'object' ? '{ … }' : '"…"';
}
