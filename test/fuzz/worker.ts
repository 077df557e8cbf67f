// Fuzzes the slices it is given, one after the other; an entry of the bundle.

import { parentPort, workerData } from 'node:worker_threads';
import { lineOf, readCorpus } from './corpus.ts';
import { fuzz, type Slice } from './fuzz.ts';
import { TARGETS } from './targets.ts';

interface WorkerData {
  readonly corpusFolder: string;
  /** Where it counts its inputs: who started it sees that it goes on. */
  readonly progress: Int32Array;
}

interface Task extends Omit<Slice, 'untilMs'> {
  readonly target: string;
  readonly ms: number;
}

const { corpusFolder, progress } = workerData as WorkerData;

parentPort?.on('message', (task: Task | 'targets') => {
  if (task === 'targets') parentPort?.postMessage(TARGETS.map(({ name, weight }) => ({ name, weight })));
  else void run(task);
});

async function run({ target: name, ms, ...slice }: Task): Promise<void> {
  const target = TARGETS.find((each) => each.name === name);
  if (target === undefined) throw new Error(`there is no target "${name}"`);
  const corpus = readCorpus(corpusFolder, target);
  const report = await fuzz(target, corpus, { ...slice, untilMs: performance.now() + ms }, (index) => {
    progress[0] = index;
  });
  const findings = report.findings.map((found) => ({ ...found, line: lineOf(found.input, target.format), isBytes: target.format === 'bytes' }));
  parentPort?.postMessage({ ...report, findings });
}
