import type { CallParams } from '../../../contract/calls.ts';
import type { JsonValue } from '../../../contract/json.ts';
import { utf8Bytes } from '../../i18n/format.ts';
import { type Draft, missingOf, targetOf } from '../../stores/drafts.ts';

export type ParsedArgument =
  | { readonly isValid: true; readonly value: JsonValue; readonly bytes: number }
  /** `line` counts from one. */
  | { readonly isValid: false; readonly line: number };

export function parseArgument(text: string): ParsedArgument {
  try {
    // JSON.parse gives JSON values and nothing else.
    const value = JSON.parse(text) as JsonValue;
    return { isValid: true, value, bytes: utf8Bytes(JSON.stringify(value)) };
  } catch (error) {
    return { isValid: false, line: lineOf(error, text) };
  }
}

/** V8 says "at position 12"; where it does not, the fault is at the end. */
function lineOf(error: unknown, text: string): number {
  const match = error instanceof Error ? /position (\d+)/.exec(error.message) : null;
  const before = match === null ? text.trimEnd() : text.slice(0, Number(match[1]));
  return before.split('\n').length;
}

export type DraftProblem = { readonly kind: 'event' } | { readonly kind: 'argument'; readonly index: number } | { readonly kind: 'target' };

/** The message a draft says, or what keeps it from being one. */
export function messageOf(sourceId: string, draft: Draft): CallParams<'message.send'> | DraftProblem {
  if (draft.event.trim() === '') return { kind: 'event' };
  const args: JsonValue[] = [];
  for (const [index, { text }] of draft.args.entries()) {
    const parsed = parseArgument(text);
    if (!parsed.isValid) return { kind: 'argument', index };
    args.push(parsed.value);
  }
  if (missingOf(draft) !== null) return { kind: 'target' };
  return {
    sourceId,
    target: targetOf(draft),
    event: draft.event.trim(),
    args,
    ackTimeoutMs: draft.isAcknowledged ? draft.timeoutMs : null,
    volatile: draft.isVolatile,
    compress: draft.isCompressed,
  };
}

/** What one would write in a server to send this draft. Arguments are shortened: the line is for reading. */
export function codeOf(draft: Draft): string {
  const { to, namespace, rooms, except, socketIds } = draft;
  const options = `${draft.isVolatile ? '.volatile' : ''}${draft.isCompressed ? '' : '.compress(false)'}`;
  const names = [JSON.stringify(draft.event.trim() === '' ? 'event' : draft.event.trim()), ...draft.args.map(({ text }) => shortArgument(text))].join(
    ', ',
  );
  const emit = draft.isAcknowledged ? `${options}.timeout(${draft.timeoutMs}).emitWithAck(${names})` : `${options}.emit(${names})`;
  if (to === 'all') return `for (const namespace of io._nsps.values())\n  namespace${emit}`;
  const scope = namespace === '/' ? 'io' : `io.of(${JSON.stringify(namespace)})`;
  const included = to === 'rooms' ? `.in(${list(rooms)})` : to === 'sockets' ? `.in(${list(socketIds)})` : '';
  const excluded = to !== 'sockets' && except.length > 0 ? `.except(${list(except)})` : '';
  return included === '' && excluded === '' ? `${scope}${emit}` : `${scope}${included}${excluded}\n  ${emit}`;
}

function list(names: readonly string[]): string {
  if (names.length === 0) return '…';
  return names.length === 1 ? JSON.stringify(names[0]) : `[${names.map((name) => JSON.stringify(name)).join(', ')}]`;
}

function shortArgument(text: string): string {
  const parsed = parseArgument(text);
  if (!parsed.isValid) return '…';
  const compact = JSON.stringify(parsed.value);
  if (compact.length <= 32) return compact;
  return Array.isArray(parsed.value) ? '[…]' : typeof parsed.value === 'object' ? '{ … }' : '"…"';
}
