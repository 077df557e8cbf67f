import type { JsonValue } from '../../../contract/json.ts';
import { utf8Bytes } from '../../i18n/format.ts';
import type { DraftArgument } from '../../stores/argument-list.ts';
import { faultIn } from '../../widgets/json-fault.ts';

export type ParsedArgument =
  | { readonly isValid: true; readonly value: JsonValue; readonly bytes: number }
  /** Nothing typed yet: not sent, and no fault either. */
  | { readonly isValid: false; readonly isEmpty: true }
  /** `line` counts from one. */
  | { readonly isValid: false; readonly isEmpty: false; readonly line: number };

export function parseArgument(text: string): ParsedArgument {
  if (text.trim() === '') return { isValid: false, isEmpty: true };
  try {
    // JSON.parse gives JSON values and nothing else.
    const value = JSON.parse(text) as JsonValue;
    return { isValid: true, value, bytes: utf8Bytes(JSON.stringify(value)) };
  } catch (error) {
    return { isValid: false, isEmpty: false, line: text.slice(0, faultIn(text, error)).split('\n').length };
  }
}

export type ReadArguments =
  | { readonly isValid: true; readonly values: JsonValue[] }
  /** `index` counts from zero. */
  | { readonly isValid: false; readonly index: number; readonly isEmpty: boolean };

/** The values of all arguments, or the first that has none. */
export function readArguments(args: readonly DraftArgument[]): ReadArguments {
  const values: JsonValue[] = [];
  for (const [index, { text }] of args.entries()) {
    const parsed = parseArgument(text);
    if (!parsed.isValid) return { isValid: false, index, isEmpty: parsed.isEmpty };
    values.push(parsed.value);
  }
  return { isValid: true, values };
}
