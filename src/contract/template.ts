// Values that are filled in when a message is sent: `{{name}}` is a variable, `{{$name}}` is made anew each time.
//
//   {{$uuid}}   {{$now}} milliseconds since 1970   {{$isoNow}}   {{$n}} which of the repetitions, from 1
//   {{$randomInt}} 0 to 999,999   {{$randomInt 1 6}}   {{$randomHex 8}} that many digits
//
// Within a string of a JSON text the value is escaped. Outside of one it stands as it is where it is JSON itself (`42`, `true`,
// `{"a":1}`), else as a string. A value is not looked through for more of these.

export const GENERATORS = ['uuid', 'now', 'isoNow', 'n', 'randomInt', 'randomHex'] as const;
export type Generator = (typeof GENERATORS)[number];

/** What is filled in. Time and randomness are the caller's. */
export interface FillValues {
  readonly variables: Readonly<Record<string, string>>;
  /** From 1. */
  readonly n: number;
  readonly nowMs: number;
  /** 0 to 1, without 1. */
  readonly random: () => number;
}

export interface TemplateFault {
  readonly problem: 'UNKNOWN_VARIABLE' | 'UNKNOWN_GENERATOR' | 'BAD_GENERATOR';
  /** As it is written, without the braces. */
  readonly value: string;
  /** The character it stands at. */
  readonly at: number;
}

export interface Filled {
  readonly text: string;
  readonly faults: readonly TemplateFault[];
}

const PLACE = /\{\{\s*(\$?[A-Za-z_][\w.-]*)((?:\s+[\w.-]+)*)\s*\}\}/g;
const COLON = /\s*:/y;
const MAX_HEX_DIGITS = 1024;

/** Of a text that is no JSON. */
export function fillText(text: string, values: FillValues): Filled {
  return fill(text, values, (value) => value);
}

/** Of a JSON text: see above. */
export function fillJson(text: string, values: FillValues): Filled {
  const isWithinString = stringFinder(text);
  return fill(text, values, (value, at) => (isWithinString(at) ? JSON.stringify(value).slice(1, -1) : asJson(value)));
}

/** As long as the text, and JSON if that becomes JSON: what is wrong with it is wrong at the same character. */
export function blankJson(text: string): string {
  const isWithinString = stringFinder(text);
  return text.replaceAll(PLACE, (place: string, ...rest: unknown[]) => {
    // The offset is the last but one, before the whole text.
    const at = Number(rest.at(-2));
    if (isWithinString(at)) return '-'.repeat(place.length);
    // Digits may stand beside others, and before a fraction; a key has quotes.
    COLON.lastIndex = at + place.length;
    return COLON.test(text) ? `"${'-'.repeat(place.length - 2)}"` : '1'.repeat(place.length);
  });
}

export function hasTemplate(text: string): boolean {
  return text.search(PLACE) !== -1;
}

function fill(text: string, values: FillValues, write: (value: string, at: number) => string): Filled {
  const faults: TemplateFault[] = [];
  const filled = text.replaceAll(PLACE, (place: string, name: string, rest: string, at: number) => {
    const words = rest.trim() === '' ? [] : rest.trim().split(/\s+/);
    const value = name.startsWith('$') ? generate(name.slice(1), words, values) : variable(name, words, values);
    if (typeof value === 'string') return write(value, at);
    faults.push({ problem: value.problem, value: `${name}${rest}`, at });
    return place;
  });
  return { text: filled, faults };
}

type Unfilled = Pick<TemplateFault, 'problem'>;

function variable(name: string, words: readonly string[], { variables }: FillValues): string | Unfilled {
  if (words.length > 0 || !Object.hasOwn(variables, name)) return { problem: 'UNKNOWN_VARIABLE' };
  return variables[name] ?? '';
}

function generate(name: string, words: readonly string[], { n, nowMs, random }: FillValues): string | Unfilled {
  const numbers = words.map(Number);
  const [first, second] = numbers;
  if (!numbers.every(Number.isSafeInteger)) return { problem: 'BAD_GENERATOR' };
  switch (name) {
    case 'uuid':
      return words.length === 0 ? uuid(random) : { problem: 'BAD_GENERATOR' };
    case 'now':
      return words.length === 0 ? String(nowMs) : { problem: 'BAD_GENERATOR' };
    case 'isoNow':
      return words.length === 0 ? new Date(nowMs).toISOString() : { problem: 'BAD_GENERATOR' };
    case 'n':
      return words.length === 0 ? String(n) : { problem: 'BAD_GENERATOR' };
    case 'randomInt': {
      if (first === undefined) return String(Math.floor(random() * 1_000_000));
      if (second === undefined || second < first || words.length > 2) return { problem: 'BAD_GENERATOR' };
      return String(first + Math.floor(random() * (second - first + 1)));
    }
    case 'randomHex': {
      if (first === undefined || first < 1 || first > MAX_HEX_DIGITS || words.length > 1) return { problem: 'BAD_GENERATOR' };
      return hex(first, random);
    }
    default:
      return { problem: 'UNKNOWN_GENERATOR' };
  }
}

/** Of version 4. */
function uuid(random: () => number): string {
  const digits = hex(32, random);
  const variant = '89ab'.charAt(Math.floor(random() * 4));
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
}

function hex(digits: number, random: () => number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** Tells whether a quote is open at a place; it is asked from left to right, and reads the text once. */
function stringFinder(text: string): (at: number) => boolean {
  let isOpen = false;
  let index = 0;
  return (at) => {
    for (; index < at; index++) {
      const character = text.charAt(index);
      if (isOpen && character === '\\') index++;
      else if (character === '"') isOpen = !isOpen;
    }
    return isOpen;
  };
}

function asJson(value: string): string {
  try {
    JSON.parse(value);
    return value;
  } catch {
    return JSON.stringify(value);
  }
}
