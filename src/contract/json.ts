import * as z from 'zod/mini';

/** A value every carrier hands over unchanged: no bytes, no dates, no `undefined`. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export const jsonValue: z.ZodMiniType<JsonValue> = z.json();
