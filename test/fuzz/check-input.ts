// What must hold of every target: it throws nothing but findings, it is quick, it says the same again, and it leaves nothing behind.

import { Finding, type Target } from './target.ts';

/** ms for any input, and for each of its characters: ten times what the slowest reader takes, but nothing that grows faster. */
const BUDGET_MS = 100;
const BUDGET_MS_PER_CHARACTER = 0.005;
/** The machine may be busy with something else: the fastest of these counts. */
const ATTEMPTS = 4;

/** The target's own word. Throws a `Finding`. */
export async function checkInput(target: Target, input: string): Promise<string> {
  const budgetMs = BUDGET_MS + input.length * BUDGET_MS_PER_CHARACTER;
  let fastestMs = Number.POSITIVE_INFINITY;
  let word = '';
  for (let attempts = 0; attempts < ATTEMPTS && fastestMs > budgetMs; attempts++) {
    const startedAt = performance.now();
    const said = runTarget(target, input);
    word = typeof said === 'string' ? said : await said;
    fastestMs = Math.min(fastestMs, performance.now() - startedAt);
  }
  if (fastestMs > budgetMs) throw new Finding(`takes ${fastestMs.toFixed(0)} ms for ${input.length} characters`);
  for (const _ in {}) throw new Finding('leaves a member in Object.prototype');
  return word;
}

function runTarget(target: Target, input: string): string | Promise<string> {
  try {
    const said = target.run(input);
    return typeof said === 'string' ? said : said.catch(asFinding);
  } catch (error) {
    return asFinding(error);
  }
}

function asFinding(error: unknown): never {
  if (error instanceof Finding) throw error;
  throw new Finding(`throws ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`, { cause: error });
}

const PROTOTYPES = [Object, Array, Function, String, Number, RegExp, Map, Uint8Array, Error].map(({ prototype }) => prototype as object);

/** Says of the whole realm what a reader must not change. */
export function markRealm(): string {
  const names = [globalThis, ...PROTOTYPES].map((each) => Reflect.ownKeys(each).map(String));
  return names.map((each) => each.join()).join('\n');
}
