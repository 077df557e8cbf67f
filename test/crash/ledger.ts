import type { Kept } from './kept.ts';

/** What changes by generations, one after the other. */
export const COUNTED = ['label', 'secret', 'variable', 'message'] as const;
export type Counted = (typeof COUNTED)[number];
/** What becomes of each file. */
type Step = 'saved' | 'moved' | 'removed';

/** What a writer said it would do, and said was done, over all its lives: `try label 7`, `ack label 7`. */
export class Ledger {
  readonly #tried = new Map<string, number>();
  readonly #acknowledged = new Map<string, number>();
  readonly #files = { try: new Map<string, Set<number>>(), ack: new Map<string, Set<number>>() };
  readonly #lines: string[] = [];
  #acknowledgements = 0;

  /** `earlier`: with what was said before. */
  constructor(earlier?: Ledger) {
    if (earlier !== undefined) for (const line of earlier.#lines) this.note(line);
  }

  /** Of all its lives. */
  get acknowledgements(): number {
    return this.#acknowledgements;
  }

  /** Higher than any generation so far. */
  get next(): number {
    return Math.max(0, ...this.#tried.values(), ...(this.#files.try.get('saved') ?? [])) + 1;
  }

  note(line: string): void {
    const [verb, what = '', number] = line.split(' ');
    if (verb !== 'try' && verb !== 'ack') return;
    this.#lines.push(line);
    if (verb === 'ack') this.#acknowledgements++;
    const generation = Number(number);
    if (isCounted(what)) (verb === 'try' ? this.#tried : this.#acknowledged).set(what, generation);
    else this.#files[verb].set(what, (this.#files[verb].get(what) ?? new Set()).add(generation));
  }

  /** What is not as it was acknowledged, or not whole. */
  problemsOf(kept: Kept): readonly string[] {
    const problems = [...kept.problems];
    for (const what of COUNTED) {
      const [from, until, found] = [this.#acknowledged.get(what) ?? 0, this.#tried.get(what) ?? 0, kept.generations[what]];
      if (found < from || found > until) problems.push(`${what}: generation ${found}, of ${from} to ${until}`);
    }
    for (const file of this.#files.ack.get('saved') ?? []) {
      const places = [kept.saved.has(file) && 'saved', kept.moved.has(file) && 'moved'].filter((place) => place !== false);
      if (this.#has('ack', 'removed', file)) {
        if (places.length > 0) problems.push(`file ${file} was removed`);
      } else if (!this.#has('try', 'removed', file)) {
        if (places.length === 0) problems.push(`file ${file} is gone`);
        if (this.#has('ack', 'moved', file) && !places.includes('moved')) problems.push(`file ${file} was moved`);
      }
    }
    return problems;
  }

  #has(verb: 'try' | 'ack', step: Step, file: number): boolean {
    return this.#files[verb].get(step)?.has(file) === true;
  }
}

function isCounted(what: string): what is Counted {
  return COUNTED.some((each) => each === what);
}
