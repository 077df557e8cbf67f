// One slice of a run: inputs of one target, made of its corpus and of those that reached what none before them had.
// It depends on its seed and on nothing else, so a slice that found something does so again.

import { checkInput, markRealm } from './check-input.ts';
import { coverage } from './coverage.ts';
import { minimise } from './minimise.ts';
import { mutateJson } from './mutate-json.ts';
import { mutateText } from './mutate-text.ts';
import { Random, seedOf } from './random.ts';
import { Finding, type Target } from './target.ts';

/** Inputs that are kept to be changed further. */
const MAX_KEPT = 5000;
/** One in so many is read twice, and as often the realm is looked at. */
const AGAIN_EVERY = 64;
const REALM_EVERY = 4096;
const YIELD_EVERY = 256;
const MAX_FINDINGS = 20;

export interface Slice {
  readonly seed: number;
  readonly slice: number;
  readonly inputs: number;
  /** `performance.now` at which it ends early. */
  readonly untilMs: number;
  /** The input at this place is to be shown, not read: what reads it does not come back. */
  readonly showAt?: number;
}

export interface FoundInput {
  readonly problem: string;
  readonly input: string;
  readonly slice: number;
  /** Which of the slice's inputs it was. */
  readonly index: number;
  readonly stack: string;
}

export interface SliceReport {
  readonly inputs: number;
  readonly accepted: number;
  /** Inputs of the corpus, and those that were kept. */
  readonly kept: number;
  readonly blocks: number;
  readonly findings: readonly FoundInput[];
}

/** `onInput` is told of each before it is read, `onPause` now and then: a worker tells by them that it is alive. */
export async function fuzz(target: Target, corpus: readonly string[], slice: Slice, onInput: (index: number) => void): Promise<SliceReport> {
  const random = new Random(seedOf(slice.seed, target.name, slice.slice));
  const kept = corpus.length === 0 ? [''] : [...corpus];
  const findings = new Map<string, FoundInput>();
  const realm = markRealm();
  let accepted = 0;
  let index = 0;
  coverage.clear();
  for (; index < slice.inputs && findings.size < MAX_FINDINGS; index++) {
    const input = corpus[index] ?? next(target, kept, random);
    const blocks = coverage.blocks;
    onInput(index);
    if (index === slice.showAt) {
      findings.set('', { problem: '', input, slice: slice.slice, index, stack: '' });
      break;
    }
    try {
      const word = await checkInput(target, input);
      if (word === 'ok') accepted++;
      if (index % AGAIN_EVERY === 0 && (await checkInput(target, input)) !== word) throw new Finding('says something else the second time');
      if (index % REALM_EVERY === 0 && markRealm() !== realm) throw new Finding('leaves something behind in the realm');
    } catch (error) {
      await add(error, input);
    }
    if (coverage.blocks > blocks && index >= corpus.length && kept.length < MAX_KEPT) kept.push(input);
    if (index % YIELD_EVERY === 0 && performance.now() > slice.untilMs) break;
  }
  if (markRealm() !== realm) await add(new Finding('leaves something behind in the realm'), '');
  return { inputs: index, accepted, kept: kept.length, blocks: coverage.blocks, findings: [...findings.values()] };

  async function add(error: unknown, input: string): Promise<void> {
    const key = keyOf(error);
    if (findings.has(key)) return;
    const shortest = await minimise(input, async (candidate) => {
      try {
        await checkInput(target, candidate);
        return false;
      } catch (other) {
        return keyOf(other) === key;
      }
    });
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const stack = cause instanceof Error ? (cause.stack ?? '') : '';
    findings.set(key, { problem: error instanceof Error ? error.message : String(error), input: shortest, slice: slice.slice, index, stack });
  }
}

/** The same thing found twice has other numbers and other texts. */
function keyOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/"[^"]*"|\d+/g, '#').slice(0, 80);
}

function next({ words, format }: Target, kept: readonly string[], random: Random): string {
  // The newest are the deepest.
  const from = random.once(3) ? Math.max(0, kept.length - 16) : 0;
  const base = kept[from + random.below(kept.length - from)] ?? '';
  const material = { words, other: kept[random.below(kept.length)] ?? '', isBytes: format === 'bytes' };
  return format === 'json' ? mutateJson(base, random, material) : mutateText(base, random, material);
}
