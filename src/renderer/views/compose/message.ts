import type { CallParams } from '../../../contract/calls.ts';
import { type Draft, missingOf, targetOf } from '../../stores/drafts.ts';
import { parseArgument, readArguments } from './read-arguments.ts';

export type DraftProblem =
  | { readonly kind: 'event' }
  | { readonly kind: 'argument'; readonly index: number; readonly isEmpty: boolean }
  | { readonly kind: 'target' };

/** The message a draft says, or what keeps it from being one. */
export function messageOf(sourceId: string, draft: Draft): CallParams<'message.send'> | DraftProblem {
  if (draft.event.trim() === '') return { kind: 'event' };
  const read = readArguments(draft.args);
  if (!read.isValid) return { kind: 'argument', index: read.index, isEmpty: read.isEmpty };
  if (missingOf(draft) !== null) return { kind: 'target' };
  return {
    sourceId,
    target: targetOf(draft),
    event: draft.event.trim(),
    args: read.values,
    ackTimeoutMs: draft.isAcknowledged ? draft.timeoutMs : null,
    volatile: draft.isVolatile,
    compress: draft.isCompressed,
  };
}

/** What one would write in a server to send this draft; everyone is the namespaces that are known. For reading, long arguments are shortened. */
export function codeOf(draft: Draft, namespaces: readonly string[], form: 'short' | 'whole'): string {
  const { to, namespace, rooms, except, socketIds } = draft;
  const emit = emitCode(draft, form);
  if (to === 'all') {
    const isMainOnly = namespaces.every((name) => name === '/');
    return isMainOnly ? `io${emit}` : `for (const name of [${quoted(namespaces)}]) io.of(name)${emit}`;
  }
  const scope = namespace === '/' ? 'io' : `io.of(${JSON.stringify(namespace)})`;
  const included = to === 'rooms' ? `.in(${list(rooms)})` : to === 'sockets' ? `.in(${list(socketIds)})` : '';
  const excluded = to !== 'sockets' && except.length > 0 ? `.except(${list(except)})` : '';
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
  const names = [event, ...draft.args.map(({ text }) => argumentCode(text, form))].join(', ');
  return draft.isAcknowledged ? `${options}.timeout(${draft.timeoutMs}).emitWithAck(${names})` : `${options}.emit(${names})`;
}

function list(names: readonly string[]): string {
  if (names.length === 0) return '…';
  return names.length === 1 ? quoted(names) : `[${quoted(names)}]`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}

function argumentCode(text: string, form: 'short' | 'whole'): string {
  const parsed = parseArgument(text);
  if (!parsed.isValid) return '…';
  const compact = JSON.stringify(parsed.value);
  if (form === 'whole' || compact.length <= 32) return compact;
  return Array.isArray(parsed.value) ? '[…]' : typeof parsed.value === 'object' ? '{ … }' : '"…"';
}
