// What two packets differ in: their arguments value by value, and the rest of them field by field.

import diff from 'microdiff';
import type { JsonValue } from '../../../contract/json.ts';
import type { PacketDetail } from '../../../contract/rows.ts';
import { argumentsOf, placeholderOf } from './packet-arguments.ts';

export interface Difference {
  readonly type: 'added' | 'removed' | 'changed';
  /** As code has it: `[0].user.name`. */
  readonly path: string;
  /** JSON; empty where there is none. */
  readonly left: string;
  readonly right: string;
}

/** `null`: one of them has no arguments that can be read. */
export function argumentDifferences(left: PacketDetail, right: PacketDetail): readonly Difference[] | null {
  const [before, after] = [comparable(left), comparable(right)];
  if (before === null || after === null) return null;
  return diff(before, after, { cyclesFix: false }).map(readDifference);
}

function readDifference(change: ReturnType<typeof diff>[number]): Difference {
  const path = pathOf(change.path);
  switch (change.type) {
    case 'CREATE':
      return { type: 'added', path, left: '', right: textOf(change.value) };
    case 'REMOVE':
      return { type: 'removed', path, left: textOf(change.oldValue), right: '' };
    default:
      return { type: 'changed', path, left: textOf(change.oldValue), right: textOf(change.value) };
  }
}

export interface FieldDifference {
  readonly field: 'direction' | 'event' | 'kind' | 'namespace' | 'socketId' | 'rooms' | 'except' | 'recipients' | 'bytes' | 'ackId';
  readonly left: string;
  readonly right: string;
}

const FIELDS = ['kind', 'event', 'direction', 'namespace', 'socketId', 'rooms', 'except', 'recipients', 'bytes', 'ackId'] as const;

export function fieldDifferences(left: PacketDetail, right: PacketDetail): readonly FieldDifference[] {
  const words = FIELDS.map((field) => ({ field, left: wordOf(left[field]), right: wordOf(right[field]) }));
  return words.filter((pair) => pair.left !== pair.right);
}

/** Bytes are what they are, wherever they stand among the attachments. */
function comparable({ text, kind, binary }: PacketDetail): JsonValue[] | null {
  const args = argumentsOf(text, kind === 'event');
  return args === null ? null : args.map((value) => withBytes(value, binary));
}

function withBytes(value: JsonValue, binary: PacketDetail['binary']): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withBytes(item, binary));
  const attachment = binary[placeholderOf(value) ?? -1];
  if (attachment !== undefined) return `binary, ${attachment.bytes} B: ${attachment.base64}`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withBytes(item, binary)]));
}

function pathOf(path: readonly (string | number)[]): string {
  return path
    .map((key, index) =>
      typeof key === 'number' ? `[${key}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? `${index === 0 ? '' : '.'}${key}` : `[${JSON.stringify(key)}]`,
    )
    .join('');
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function wordOf(value: string | number | readonly string[] | null): string {
  if (value === null) return '–';
  return typeof value === 'object' ? value.join(', ') || '–' : String(value);
}
