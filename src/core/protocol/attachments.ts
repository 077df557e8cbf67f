// Binary values inside a packet's data: taken out before JSON is written, put back after it is read.
//
//   ["bin", <Buffer>]  <->  ["bin", {"_placeholder":true,"num":0}]  +  attachments [<Buffer>]

import { ProtocolError } from '../errors.ts';

interface Placeholder {
  readonly _placeholder: true;
  readonly num: unknown;
}

/** Whether JSON can't carry `value`: it is, or holds at any depth, an ArrayBuffer or a view of one. */
export function hasBinary(value: unknown, isJsonForm = false): boolean {
  if (typeof value !== 'object' || value === null) return false;
  // What is no object is told apart here: a call for each number and text takes twice as long.
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null && hasBinary(item)) return true;
    return false;
  }
  if (isBinary(value)) return true;
  // As JSON.stringify does it: `toJSON` is asked once, whatever it answers.
  if (!isJsonForm && hasJsonForm(value)) return hasBinary(value.toJSON(), true);
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    if (typeof item === 'object' && item !== null && Object.hasOwn(value, key) && hasBinary(item)) return true;
  }
  return false;
}

/** A copy of `data` with each binary value replaced by a placeholder, and those values in order. `data` is not changed. */
export function takeAttachments(data: unknown): { readonly data: unknown; readonly attachments: readonly Uint8Array[] } {
  const attachments: Uint8Array[] = [];
  return { data: replaceBinary(data, attachments), attachments };
}

function replaceBinary(value: unknown, attachments: Uint8Array[], isJsonForm = false): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isBinary(value)) {
    const placeholder: Placeholder = { _placeholder: true, num: attachments.length };
    attachments.push(toBytes(value));
    return placeholder;
  }
  if (Array.isArray(value)) return value.map((item) => replaceBinary(item, attachments));
  if (!isJsonForm && hasJsonForm(value)) return replaceBinary(value.toJSON(), attachments, true);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceBinary(item, attachments)]));
}

/**
 * Puts attachments back where their placeholders are; changes `data`, which is fresh from JSON.parse.
 * Throws a ProtocolError `INVALID_PLACEHOLDER` for an index that has no attachment.
 */
export function putAttachments(data: unknown, attachments: readonly Uint8Array[]): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (isPlaceholder(data)) {
    const attachment = typeof data.num === 'number' ? attachments[data.num] : undefined;
    if (attachment === undefined) throw new ProtocolError('INVALID_PLACEHOLDER', `placeholder ${String(data.num)} has no attachment`);
    return attachment;
  }
  if (Array.isArray(data)) {
    for (let index = 0; index < data.length; index++) {
      const item: unknown = data[index];
      if (typeof item === 'object' && item !== null) data[index] = putAttachments(item, attachments);
    }
    return data;
  }
  const holder = data as Record<string, unknown>;
  // What JSON.parse made inherits nothing that could be enumerated.
  for (const key in holder) {
    const item = holder[key];
    if (typeof item === 'object' && item !== null) holder[key] = putAttachments(item, attachments);
  }
  return data;
}

function isPlaceholder(value: object): value is Placeholder {
  return '_placeholder' in value && value._placeholder === true && 'num' in value;
}

function isBinary(value: object): value is ArrayBuffer | ArrayBufferView {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

function toBytes(value: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function hasJsonForm(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
