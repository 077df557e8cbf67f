// What is fuzzed: a reader of something that somebody else wrote, and what must hold of it for any input whatever.

/** `bytes`: a character of an input is a byte. `json`: JSON, which is changed in its values rather than in its characters. */
export type Format = 'text' | 'bytes' | 'json';

export interface Target {
  /** The folder of its corpus, too. */
  readonly name: string;
  readonly format: Format;
  /** Its share of a run's inputs: large for what is fast, or read first of what a peer sends. */
  readonly weight: number;
  /** What the format is made of, put into inputs whole. */
  readonly words: readonly string[];
  /** Inputs to begin with, beside those of the corpus. */
  readonly seeds?: () => readonly string[];
  /** Reads an input; says in a word what became of it, `ok` where it was accepted. Throws what `Finding` says. */
  readonly run: (input: string) => string | Promise<string>;
}

/** Something that must not be. Whatever else a target throws is one, too. */
export class Finding extends Error {}

/** Throws a `Finding` unless `holds`. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Finding(what);
}

type ErrorClass = abstract new (...args: never[]) => Error;

export type Attempt<Value> = { readonly isOk: true; readonly value: Value } | { readonly isOk: false; readonly error: Error };

/** What `read` gives, or the error that it says it throws. Another one is thrown on. */
export function attempt<Value>(read: () => Value, ...known: readonly ErrorClass[]): Attempt<Value> {
  try {
    return { isOk: true, value: read() };
  } catch (error) {
    if (error instanceof Error && known.some((kind) => error instanceof kind)) return { isOk: false, error };
    throw error;
  }
}

/** The word for an error: its code, else its class. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
