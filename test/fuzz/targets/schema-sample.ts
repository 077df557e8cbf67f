import * as z from 'zod/mini';

/** Texts that the patterns of our schemas want. */
const TEXTS = ['a', '/', '/chat', 'http://127.0.0.1:3000', 'redis://a:1', 'http://proxy:1', '/socket.io', '/metrics', 'QUE=', ''];
const MAX_DEPTH = 12;

/** A value that the schema takes, found from the schema itself: no call is without one. `seed`: which of several. */
export function sampleOf(schema: z.core.$ZodType, seed: number, depth = 0): unknown {
  const { def } = schema._zod as { readonly def: z.core.$ZodTypes['_zod']['def'] };
  const sample = (inner: z.core.$ZodType) => sampleOf(inner, seed, depth + 1);
  switch (def.type) {
    case 'object':
      return Object.fromEntries(Object.entries(def.shape).map(([key, member]) => [key, sample(member)]));
    case 'union':
      return sample(def.options[seed % def.options.length] ?? z.null());
    case 'array':
      return depth > MAX_DEPTH ? [] : [sample(def.element)];
    case 'record':
      return { key: depth > MAX_DEPTH ? null : sample(def.valueType) };
    case 'optional':
    case 'nullable':
    case 'default':
      return seed % 2 === 0 && depth > 1 ? (def.type === 'nullable' ? null : sample(def.innerType)) : sample(def.innerType);
    case 'pipe':
      return sample(def.in);
    case 'lazy':
      return depth > MAX_DEPTH ? null : sample(def.getter());
    case 'literal':
      return def.values[0];
    case 'enum':
      return Object.values(def.entries)[seed % Object.values(def.entries).length];
    case 'boolean':
      return seed % 2 === 0;
    case 'number':
      return fitting(schema, [1, 0, 100, 1000, 200, 0.5, 5]);
    case 'string':
      return fitting(schema, [...TEXTS.slice(seed % TEXTS.length), ...TEXTS]);
    default:
      return null;
  }
}

function fitting(schema: z.core.$ZodType, values: readonly unknown[]): unknown {
  return values.find((value) => z.safeParse(schema, value).success) ?? values[0];
}
