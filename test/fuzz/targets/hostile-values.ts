// JSON with members that stand for what JSON can not say, so that inputs of values can be written down:
//
//   {"$": "bytes", "of": "0aff"}   date   map   set   error   number ("NaN")   bigint   undefined   function   symbol
//   {"$": "proxy", "of": ["ownKeys", "get"]}   throws in those traps        {"$": "getter"}   a member that throws
//   {"$": "cycle"}   itself   {"$": "json"}   toJSON throws   {"$": "list"}   an array that says it is longer

const throwing = (): never => {
  throw new Error('no');
};

/** What MessagePack carries. */
const WIRE: ReadonlySet<unknown> = new Set(['bytes', 'date', 'number', 'undefined']);

/** `null`: the text is no JSON. */
export function hostileValue(json: string): { readonly value: unknown } | null {
  return parse(json, revive);
}

/** As `hostileValue`, but with no more than some parser makes of what came over the wire. */
export function wireValue(json: string): { readonly value: unknown } | null {
  return parse(json, (key, value) => (isMarked(value) && !WIRE.has(value.$) ? value : revive(key, value)));
}

function parse(json: string, reviver: (key: string, value: unknown) => unknown): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(json, reviver) };
  } catch {
    return null;
  }
}

interface Marked {
  readonly $: unknown;
  readonly of?: unknown;
}

function isMarked(value: unknown): value is Marked {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '$');
}

/** One that says it is longer than anything would keep us busy, not the reader. */
function listOf(of: unknown): readonly unknown[] {
  return Array.isArray(of) && of.length < 1000 ? of : [];
}

function revive(_key: string, value: unknown): unknown {
  if (!isMarked(value)) return value;
  const { $: kind, of } = value;
  switch (kind) {
    case 'bytes':
      return Buffer.from(typeof of === 'string' ? of : '', 'hex');
    case 'date':
      return new Date(typeof of === 'object' ? Number.NaN : Number(of));
    case 'map':
      return new Map(listOf(of).map((item) => [item, item]));
    case 'set':
      return new Set(listOf(of));
    case 'error':
      return Object.assign(new Error('no'), { name: of, message: of });
    case 'number':
      return typeof of === 'object' ? Number.NaN : Number(of);
    case 'undefined':
      return undefined;
    case 'bigint':
      return typeof of === 'number' && Number.isInteger(of) ? BigInt(of) : 10n ** 30n;
    case 'function':
      return throwing;
    case 'symbol':
      return Symbol(String(typeof of === 'string' ? of : ''));
    case 'proxy':
      return new Proxy({ a: 1 }, Object.fromEntries(listOf(of).map((trap) => [typeof trap === 'string' ? trap : 'get', throwing])));
    case 'getter':
      return Object.defineProperty({ ...value }, 'name', { get: throwing, enumerable: true });
    case 'cycle':
      return Object.assign(value, { of: value });
    case 'json':
      return { toJSON: throwing, of };
    case 'list':
      return new Proxy([of], { get: (list, key) => (key === 'length' ? 10 ** 9 : Reflect.get(list, key)) });
    default:
      return value;
  }
}

export const HOSTILE_WORDS = [
  '$',
  'of',
  'bytes',
  'date',
  'map',
  'set',
  'error',
  'number',
  'bigint',
  'function',
  'symbol',
  'proxy',
  'getter',
  'cycle',
  'json',
  'list',
  'NaN',
];
