import * as z from 'zod/mini';

/** A value every carrier hands over unchanged: no bytes, no dates, no `undefined`. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Lists and objects inside each other: whoever writes them again needs a stack for them. */
export const MAX_JSON_DEPTH = 1000;

export const jsonValue: z.ZodMiniType<JsonValue> = z.custom<JsonValue>((value) => isJson(value));

/** Whether it is a `JsonValue`, nested no deeper than `maxDepth`. */
export function isJson(value: unknown, maxDepth = MAX_JSON_DEPTH): value is JsonValue {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean';
  if (value === null) return true;
  if (maxDepth === 0) return false;
  return (Array.isArray(value) || isPlain(value)) && Object.values(value).every((item) => isJson(item, maxDepth - 1));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.prototype.toString.call(value) === '[object Object]';
}
