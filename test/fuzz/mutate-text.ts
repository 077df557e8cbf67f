import type { Random } from './random.ts';

/** What readers of many kinds stumble over. */
const COMMON = ['__proto__', 'constructor', 'prototype', 'toString', 'null', '{}', '[]', '""', '"', '\\', '\\u', '\\ud800', '\0', '\ud800', '\udc00'];
const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1e999',
  '1e-999',
  '255',
  '256',
  '65535',
  '65536',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '99999999999999999999',
];
const PAIRS = ['[]', '{}', '()', '""'] as const;

/** Characters of an input, but for those that are to be long. */
const MAX_LENGTH = 4096;
const MAX_LONG = 64 * 1024;
/** How seldom one is: a reader that takes quadratic time shows it there. */
const LONG_EVERY = 3000;
const MAX_CHANGES = 6;

export interface Material {
  readonly words: readonly string[];
  /** Another input. */
  readonly other: string;
  readonly isBytes: boolean;
}

/** The input with some changes. */
export function mutateText(input: string, random: Random, material: Material): string {
  let changed = input;
  for (let changes = 1 + random.below(MAX_CHANGES); changes > 0; changes--) changed = change(changed, random, material);
  if (random.once(LONG_EVERY)) return lengthened(changed, random);
  return changed.length <= MAX_LENGTH ? changed : changed.slice(0, MAX_LENGTH);
}

function change(text: string, random: Random, { words, other, isBytes }: Material): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.below(random.once(4) ? 64 : 4));
  switch (random.below(12)) {
    case 0:
      return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(isBytes ? 8 : 7))) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + character(random, isBytes) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + character(random, isBytes) + text.slice(at);
    case 3:
      return text.slice(0, at) + text.slice(end);
    case 4:
      return text.slice(0, end) + text.slice(at, end).repeat(1 + random.below(4)) + text.slice(end);
    case 5:
      return text.slice(0, at) + other.slice(random.below(other.length + 1));
    case 6:
      return text.slice(0, at);
    case 7:
      return withNumber(text, at, random);
    case 8:
      return nested(text, at, end, random);
    case 9:
      return text.slice(0, at) + asBytes(random.pick(COMMON) ?? '', isBytes) + text.slice(end);
    default:
      return text.slice(0, at) + (random.pick(words) ?? '') + text.slice(random.once(2) ? at : end);
  }
}

function character(random: Random, isBytes: boolean): string {
  if (isBytes) return String.fromCharCode(random.below(256));
  switch (random.below(8)) {
    case 0:
      return String.fromCharCode(random.below(0x10000));
    case 1:
      return String.fromCharCode(0xd800 + random.below(0x800));
    case 2:
      return String.fromCharCode(random.below(32));
    default:
      return String.fromCharCode(32 + random.below(95));
  }
}

/** The next digits say something else. */
function withNumber(text: string, from: number, random: Random): string {
  const number = random.once(2) ? String(random.below(200)) : (random.pick(NUMBERS) ?? '');
  const found = text.slice(from).search(/\d/);
  if (found === -1) return text + number;
  const start = from + found;
  const length = /^\d+/.exec(text.slice(start))?.[0].length ?? 0;
  return text.slice(0, start) + number + text.slice(start + length);
}

function nested(text: string, at: number, end: number, random: Random): string {
  const [open = '', close = ''] = random.pick(PAIRS) ?? '[]';
  const depth = random.once(30) ? 1500 : 1 + random.below(4);
  return text.slice(0, at) + (open === '{' ? '{"a":' : open).repeat(depth) + text.slice(at, end) + close.repeat(depth) + text.slice(end);
}

/** A part of it, over and over: up to `MAX_LONG`. */
function lengthened(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const part = text.slice(at, at + 1 + random.below(8)) || 'a';
  const times = Math.floor((1 + random.below(MAX_LONG)) / part.length);
  return (text.slice(0, at) + part.repeat(times) + text.slice(at)).slice(0, MAX_LONG);
}

function asBytes(text: string, isBytes: boolean): string {
  return isBytes ? Buffer.from(text).toString('latin1') : text;
}
