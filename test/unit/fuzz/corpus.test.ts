import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkInput, markRealm } from '../../fuzz/check-input.ts';
import { readCorpus } from '../../fuzz/corpus.ts';
import { fuzz } from '../../fuzz/fuzz.ts';
import { Finding, must, type Target } from '../../fuzz/target.ts';
import { TARGETS } from '../../fuzz/targets.ts';

const CORPUS = fileURLToPath(new URL('../../fuzz/corpus', import.meta.url));

it.each(TARGETS.map((target) => [target.name, target] as const))('every input of the corpus of %s is read as it must be', async (_, target) => {
  const inputs = readCorpus(CORPUS, target);
  expect(inputs.length).toBeGreaterThan(0);
  const realm = markRealm();
  const words: string[] = [];
  for (const input of inputs) words.push(await checkInput(target, input));
  expect(words).toContain('ok');
  expect(markRealm()).toBe(realm);
});

it('every folder of the corpus is of a target', () => {
  expect(readdirSync(CORPUS).sort()).toEqual(
    TARGETS.map(({ name }) => name)
      // Its seeds are made here.
      .filter((name) => name !== 'contract-frames')
      .sort(),
  );
});

const SLICE = { seed: 1, slice: 0, inputs: 20_000, untilMs: Number.POSITIVE_INFINITY };

function targetOf(run: Target['run']): Target {
  return { name: 'broken', format: 'text', weight: 1, words: ['wrong'], run };
}

async function problemsOf(run: Target['run'], corpus: readonly string[] = ['right']): Promise<readonly string[]> {
  const { findings } = await fuzz(targetOf(run), corpus, SLICE, () => {});
  return findings.map(({ problem }) => problem);
}

it('an error that a reader does not promise is found, and its input made short', async () => {
  const run = (input: string) => {
    if (input.includes('wrong')) throw new TypeError('no');
    return 'ok';
  };
  const { findings } = await fuzz(targetOf(run), ['right'], SLICE, () => {});
  expect(findings).toMatchObject([{ problem: 'throws TypeError: no', input: 'wrong' }]);
});

it('what is not so is found, and a slice finds it again', async () => {
  const run = (input: string) => {
    must(!input.includes('wrong'), 'is wrong');
    return 'ok';
  };
  const first = await fuzz(targetOf(run), ['right'], SLICE, () => {});
  expect(first.findings).toMatchObject([{ problem: 'is wrong' }]);
  const again = await fuzz(targetOf(run), ['right'], SLICE, () => {});
  expect(again.findings.map(({ index, input }) => [index, input])).toEqual(first.findings.map(({ index, input }) => [index, input]));
});

it('a reader that says something else the second time is found', async () => {
  let count = 0;
  expect(await problemsOf(() => String(count++))).toContain('says something else the second time');
});

it('a reader that takes too long for what it is given is found', async () => {
  const slow: Target['run'] = (input) => {
    const until = performance.now() + (input.length > 0 ? 120 : 0);
    while (performance.now() < until);
    return 'ok';
  };
  await expect(checkInput(targetOf(slow), 'a')).rejects.toThrow(/^takes \d+ ms for 1 characters$/);
});

it('a reader that pollutes a prototype is found', async () => {
  const polluting: Target['run'] = () => {
    Object.assign(Object.prototype, { polluted: 1 });
    return 'ok';
  };
  try {
    await expect(checkInput(targetOf(polluting), 'a')).rejects.toThrow(Finding);
  } finally {
    Reflect.deleteProperty(Object.prototype, 'polluted');
  }
});

it('a reader that leaves a global is found', async () => {
  try {
    const leaving: Target['run'] = () => {
      Reflect.set(globalThis, 'left', 1);
      return 'ok';
    };
    expect(await problemsOf(leaving)).toContain('leaves something behind in the realm');
  } finally {
    Reflect.deleteProperty(globalThis, 'left');
  }
});
