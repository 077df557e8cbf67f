import type { JsonValue } from '../../../contract/json.ts';
import { fillMessage, type MessageArgument, type MessageFault } from '../../../contract/message.ts';
import { blankJson, type FillValues } from '../../../contract/template.ts';
import { utf8Bytes } from '../../i18n/format.ts';
import { type DraftArgument, messageArgumentOf } from '../../stores/argument-list.ts';
import { byteCount, readBytes } from '../../stores/bytes.ts';
import { faultIn } from '../../widgets/json-fault.ts';

export type ParsedArgument =
  | { readonly isValid: true; readonly value: JsonValue; readonly bytes: number }
  /** Nothing typed yet: not sent, and no fault either. */
  | { readonly isValid: false; readonly isEmpty: true }
  /** `line` counts from one. */
  | { readonly isValid: false; readonly isEmpty: false; readonly line: number };

/** A text as JSON, without variables. */
export function parseArgument(text: string): ParsedArgument {
  if (text.trim() === '') return { isValid: false, isEmpty: true };
  try {
    // JSON.parse gives JSON values and nothing else.
    const value = JSON.parse(text) as JsonValue;
    return { isValid: true, value, bytes: utf8Bytes(JSON.stringify(value)) };
  } catch (error) {
    return { isValid: false, isEmpty: false, line: lineAt(text, faultIn(text, error)) };
  }
}

/** `at`: the character, `line` and `column` count from one. */
export interface ArgumentFault {
  readonly problem: MessageFault['problem'] | 'NOT_HEX' | 'ODD_HEX' | 'NOT_BASE64' | 'TOO_LARGE';
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

export type ReadArgument =
  | { readonly isValid: true; readonly value: JsonValue /** `null`: it is none. */; readonly base64: string | null; readonly bytes: number }
  | { readonly isValid: false; readonly fault: ArgumentFault };

/** One argument as it would be sent. `values` `null`: braces stand for nothing but themselves. */
export function readArgument(argument: DraftArgument, values: FillValues | null): ReadArgument {
  if (argument.type === 'binary') return readBinary(argument);
  if (argument.type === 'json') {
    const parsed = parseArgument(values === null ? argument.text : blankJson(argument.text));
    if (!parsed.isValid)
      return parsed.isEmpty ? fault('EMPTY', '', '', 0) : { isValid: false, fault: { problem: 'NOT_JSON', value: '', line: parsed.line, column: 1 } };
    if (values === null) return { ...parsed, base64: null };
  }
  if (argument.type === 'text' && values === null) return sized(argument.text);
  return filled(messageArgumentOf(argument), values ?? NO_VALUES);
}

const NO_VALUES: FillValues = { variables: {}, n: 1, nowMs: 0, random: () => 0 };

function filled(argument: MessageArgument, values: FillValues): ReadArgument {
  const result = fillMessage(
    { event: 'event', target: { to: 'all' }, args: [argument], attachments: [], ackTimeoutMs: null, volatile: false, compress: false },
    values,
  );
  if (result.isValid) return sized(result.message.args[0] ?? null);
  const { problem, value, at } = result.fault;
  return fault(problem, value, 'text' in argument ? argument.text : '', at);
}

function readBinary({ base64, form, typed }: Extract<DraftArgument, { type: 'binary' }>): ReadArgument {
  if (typed !== null && form !== 'file') {
    const read = readBytes(typed, form);
    if (!read.isValid) return fault(read.problem, typed.charAt(read.at), typed, read.at);
  }
  return { isValid: true, value: null, base64, bytes: byteCount(base64) };
}

function sized(value: JsonValue): ReadArgument {
  return { isValid: true, value, base64: null, bytes: utf8Bytes(JSON.stringify(value)) };
}

function fault(problem: ArgumentFault['problem'], value: string, text: string, at: number): ReadArgument {
  return { isValid: false, fault: { problem, value, line: lineAt(text, at), column: at - text.lastIndexOf('\n', at - 1) } };
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

export type ReadArguments =
  | { readonly isValid: true; readonly values: JsonValue[]; readonly attachments: string[] }
  /** `index` counts from zero. */
  | { readonly isValid: false; readonly index: number; readonly fault: ArgumentFault };

/** The values of all arguments, with placeholders for bytes, or the first that has none. */
export function readArguments(args: readonly DraftArgument[], values: FillValues | null): ReadArguments {
  const read: JsonValue[] = [];
  const attachments: string[] = [];
  for (const [index, argument] of args.entries()) {
    const one = readArgument(argument, values);
    if (!one.isValid) return { isValid: false, index, fault: one.fault };
    if (one.base64 === null) read.push(one.value);
    else read.push({ _placeholder: true, num: attachments.push(one.base64) - 1 });
  }
  return { isValid: true, values: read, attachments };
}

/** What is filled in now, for the first time it is sent. */
export function valuesNow(variables: Readonly<Record<string, string>>): FillValues {
  return { variables, n: 1, nowMs: Date.now(), random: Math.random };
}
