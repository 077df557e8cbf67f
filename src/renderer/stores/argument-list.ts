import type { ArgumentType, MessageArgument } from '../../contract/message.ts';
import { base64Of } from './bytes.ts';

export type BytesForm = 'hex' | 'base64' | 'file';

/** One argument as it is being edited. */
export type DraftArgument =
  | (Exclude<MessageArgument, { readonly type: 'binary' }> & { readonly id: number })
  | (Extract<MessageArgument, { readonly type: 'binary' }> & {
      readonly id: number;
      readonly form: BytesForm;
      /** What is typed and can not be read as bytes, or `null`: `base64` says it all. */
      readonly typed: string | null;
    });

/** The arguments of an event or of a reply, one of them open. */
export interface ArgumentList {
  readonly args: readonly DraftArgument[];
  readonly activeArg: number;
}

export function argumentListOf(...texts: readonly string[]): ArgumentList {
  return listOfArguments(texts.map((text) => ({ type: 'json', text })));
}

export function listOfArguments(args: readonly MessageArgument[]): ArgumentList {
  return { args: args.map((argument, index) => draftArgument(index + 1, argument)), activeArg: args.length === 0 ? 0 : 1 };
}

/** What is typed and is no bytes yet is left out. */
export function messageArgumentOf(argument: DraftArgument): MessageArgument {
  if (argument.type === 'binary') return { type: 'binary', base64: argument.base64, name: argument.name };
  const { id: _, ...rest } = argument;
  return rest;
}

export function withArgument({ args }: ArgumentList): ArgumentList {
  const id = nextId(args);
  return { args: [...args, { id, type: 'json', text: args.length === 0 ? '{}' : '""' }], activeArg: id };
}

export function withoutArgument({ args, activeArg }: ArgumentList, id: number): ArgumentList {
  const index = args.findIndex((arg) => arg.id === id);
  const rest = args.filter((arg) => arg.id !== id);
  const neighbour = rest[Math.min(index, rest.length - 1)]?.id ?? 0;
  return { args: rest, activeArg: activeArg === id ? neighbour : activeArg };
}

export function withCopy({ args }: ArgumentList, id: number): ArgumentList {
  const copyId = nextId(args);
  return { args: args.flatMap((arg) => (arg.id === id ? [arg, { ...arg, id: copyId }] : [arg])), activeArg: copyId };
}

/** Moved by one place, or to where another one is. */
export function withMoved({ args, activeArg }: ArgumentList, id: number, to: number): ArgumentList {
  const moved = args.find((arg) => arg.id === id);
  if (moved === undefined || to < 0 || to >= args.length) return { args, activeArg };
  const rest = args.filter((arg) => arg.id !== id);
  return { args: [...rest.slice(0, to), moved, ...rest.slice(to)], activeArg };
}

export function withChanged({ args, activeArg }: ArgumentList, changed: DraftArgument): ArgumentList {
  return { args: args.map((arg) => (arg.id === changed.id ? changed : arg)), activeArg };
}

/** As another type, with what fits of its value. */
export function asType(argument: DraftArgument, type: ArgumentType): DraftArgument {
  const { id } = argument;
  if (argument.type === type) return argument;
  const text = textOf(argument);
  switch (type) {
    case 'json':
      return { id, type, text: argument.type === 'text' ? JSON.stringify(text) : text };
    case 'text':
      return { id, type, text: argument.type === 'json' ? unquoted(text) : text };
    case 'number':
      return { id, type, text: Number.isFinite(Number(text)) && text.trim() !== '' ? text.trim() : '0' };
    case 'boolean':
      return { id, type, value: text.trim() === 'true' || Number(text) > 0 };
    case 'null':
      return { id, type };
    case 'binary':
      return draftArgument(id, { type, base64: argument.type === 'text' ? base64OfText(text) : '', name: null });
  }
}

function draftArgument(id: number, argument: MessageArgument): DraftArgument {
  if (argument.type !== 'binary') return { ...argument, id };
  return { ...argument, id, form: argument.name === null ? 'hex' : 'file', typed: null };
}

function nextId(args: readonly DraftArgument[]): number {
  return Math.max(0, ...args.map((arg) => arg.id)) + 1;
}

function textOf(argument: DraftArgument): string {
  switch (argument.type) {
    case 'boolean':
      return String(argument.value);
    case 'null':
      return 'null';
    case 'binary':
      return '""';
    default:
      return argument.text;
  }
}

/** The string a JSON text is, else that text. */
function unquoted(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

function base64OfText(text: string): string {
  return base64Of(new TextEncoder().encode(text));
}
