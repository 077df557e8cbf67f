import { type Material, mutateText } from './mutate-text.ts';
import type { Random } from './random.ts';

const KEYS = ['__proto__', 'constructor', 'prototype', 'toJSON', 'length', 'then', ''];
/** Values of every type, and those that a target's own reviver makes something else of. */
const VALUES = ['null', 'true', 'false', '0', '-1', '1.5', '1e308', '9007199254740993', '""', '"/"', '[]', '{}', '[[]]', '"__proto__"', '"\\ud800"'];
const TEXTS_EVERY = 12;
const DEEP_EVERY = 400;
/** A stack of a thread ends at some 10,000. */
const DEEP = 20_000;
const FACTORS = [-1, 0, 0.5, 2, 1000, 1e12, 1e300];
const MAX_CHANGES = 4;

/** JSON with some of its values, keys or members changed; now and then as text, or nested deep. */
export function mutateJson(input: string, random: Random, material: Material): string {
  if (random.once(TEXTS_EVERY)) return mutateText(input, random, material);
  try {
    let tree: unknown = JSON.parse(input);
    for (let changes = 1 + random.below(MAX_CHANGES); changes > 0; changes--) tree = changed(tree, random, material);
    const text = JSON.stringify(tree);
    return random.once(DEEP_EVERY) ? deepened(text, random) : text;
  } catch {
    return mutateText(input, random, material);
  }
}

function changed(tree: unknown, random: Random, material: Material): unknown {
  if (typeof tree !== 'object' || tree === null || random.once(6)) return replaced(tree, random, material);
  const entries = Object.entries(tree);
  const index = random.below(entries.length);
  const [key = '', value] = entries[index] ?? [];
  if (entries.length > 0 && !random.once(3)) entries[index] = [key, changed(value, random, material)];
  else changeMembers(entries, index, random, material);
  // It defines members: `__proto__` is a key like any other.
  return Array.isArray(tree) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

function changeMembers(entries: [string, unknown][], index: number, random: Random, material: Material): void {
  const [key = '', value] = entries[index] ?? [];
  switch (random.below(5)) {
    case 0:
      entries.splice(index, 1);
      break;
    case 1:
      entries.splice(index, 0, [random.pick(KEYS) ?? '', value]);
      break;
    case 2:
      entries.splice(index, 0, [mutateText(key, random, material), value]);
      break;
    case 3:
      for (let times = random.below(random.once(10) ? 200 : 3); times >= 0; times--) entries.push([`${key}${times}`, value]);
      break;
    default:
      entries.push([random.pick(material.words) ?? key, part(material.other, random)]);
  }
}

function replaced(value: unknown, random: Random, material: Material): unknown {
  if (typeof value === 'string' && !random.once(4)) return mutateText(value, random, material);
  if (typeof value === 'number' && !random.once(4)) return value * (random.pick(FACTORS) ?? 1) + random.below(3);
  switch (random.below(4)) {
    case 0:
      return part(material.other, random);
    case 1:
      return random.pick(material.words);
    case 2:
      return random.once(2) ? [value] : { [random.pick(KEYS) ?? '']: value };
    default:
      return JSON.parse(random.pick(VALUES) ?? 'null');
  }
}

/** Some value within a JSON text. */
function part(json: string, random: Random): unknown {
  try {
    let value: unknown = JSON.parse(json);
    while (typeof value === 'object' && value !== null && !random.once(3)) value = random.pick(Object.values(value));
    return value ?? null;
  } catch {
    return json;
  }
}

/** A value within it, as deep in lists as no stack is. */
function deepened(text: string, random: Random): string {
  const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d+(?:\.\d+)?|true|false|null/g)];
  const value = random.pick(values);
  const [start, end] = value === undefined ? [0, text.length] : [value.index, value.index + value[0].length];
  return `${text.slice(0, start)}${'['.repeat(DEEP)}${text.slice(start, end)}${']'.repeat(DEEP)}${text.slice(end)}`;
}
