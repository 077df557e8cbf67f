// Ways to end a console that writes, and what must be there afterwards: whatever was acknowledged, whole, and nothing that should not be.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '../../src/contract/client.ts';
import { createConsole } from '../../src/main/console/console.ts';
import type { SecretBox } from '../../src/main/console/store/secret-box.ts';
import { localPair } from '../fixtures/local-pair.ts';
import type { Random } from '../fuzz/random.ts';
import { startHost } from './host-process.ts';
import { BOX, readKept } from './kept.ts';
import { Ledger } from './ledger.ts';
import type { Trace, TraceEntry } from './power-cut.ts';
import { startWriter, type Writer, type WriterOptions } from './writer-process.ts';

export interface Outcome {
  readonly crashes: number;
  readonly acknowledgements: number;
  /** What was lost, torn or left behind, with where it happened. */
  readonly findings: readonly string[];
}

/** How long after it began to write a process is killed, at most. */
const MAX_LIFE_MS = 150;

interface Killing {
  readonly times: number;
  readonly random: Random;
  readonly start?: (options: WriterOptions) => Writer;
  /** Of the process. */
  readonly box?: SecretBox | null;
}

/** One folder, written by one process after the other, each killed after a random time. */
export async function killAtRandom({ times, random, start = startWriter, box = BOX }: Killing): Promise<Outcome> {
  return inFolder(async (folder) => {
    const ledger = new Ledger();
    const findings: string[] = [];
    for (let life = 1; life <= times; life++) {
      const lifeMs = random.below(MAX_LIFE_MS);
      const where = `life ${life}, of ${lifeMs} ms`;
      let isOpen = false;
      const onLine = (line: string) => {
        ledger.note(line);
        if (line.startsWith('problem')) findings.push(`${where}: ${line}`);
        if (line !== 'open') return;
        isOpen = true;
        void delay(lifeMs).then(() => writer.kill());
      };
      const writer = start({ folder, generation: ledger.next, mode: 'forEver', onLine });
      await writer.ended;
      if (!isOpen) findings.push(`${where}: it did not begin`);
      findings.push(...(await problemsIn(folder, ledger, where, box)));
    }
    return { crashes: times, acknowledgements: ledger.acknowledgements, findings };
  });
}

/** Killed before the first step, the second and so on, until it passes whole; or in the middle of each write. In an empty folder, or in one that a console used. */
export async function killAtEach(kind: 'step' | 'write', isUsed: boolean): Promise<Outcome> {
  return inFolder(async (parent) => {
    const start = await startingFolder(parent, isUsed);
    const folder = join(parent, 'data');
    const findings: string[] = [];
    let acknowledgements = 0;
    for (let crashes = 0; ; crashes++) {
      cpSync(start.folder, folder, { recursive: true });
      const ledger = new Ledger(start.ledger);
      const place = String(crashes + 1);
      const isWhole = await writeOnce(folder, ledger, kind === 'step' ? { CRASH_STEP: place } : { CRASH_TORN: place });
      acknowledgements += ledger.acknowledgements - start.ledger.acknowledgements;
      findings.push(...(await problemsIn(folder, ledger, `${kind} ${place}`)));
      rmSync(folder, { recursive: true });
      if (isWhole) return { crashes, acknowledgements, findings };
    }
  });
}

/** What a console does to a folder in one generation of everything, step by step. The folder it began with is the caller's to remove. */
export async function traceOnce(isUsed: boolean): Promise<Trace> {
  const parent = mkdtempSync(join(tmpdir(), 'patchbay-trace-'));
  const { folder: used, ledger } = await startingFolder(parent, isUsed);
  const [folder, file] = [join(parent, 'data'), join(parent, 'trace.json')];
  cpSync(used, folder, { recursive: true });
  if (!(await writeOnce(folder, new Ledger(ledger), { CRASH_TRACE: file }))) throw new Error('the writer did not end');
  const text = readFileSync(file, 'utf8').replaceAll(JSON.stringify(folder).slice(1, -1), '');
  // As inject.cjs writes it.
  const trace = JSON.parse(text) as TraceEntry[];
  return { start: ledger, folder: used, trace };
}

/** The browser host is asked to end right after it sent something; how much of the history is there then. */
export async function endRegularly(): Promise<number> {
  return inFolder(async (folder) => {
    // Once: a second signal ends it at once.
    const host = startHost({ folder, generation: 1, mode: 'forEver', onLine: (line) => line === 'sent 1' && host.kill('SIGTERM') });
    await host.ended;
    return (await readKept(folder, null)).historyEntries;
  });
}

/** How long a change takes from the call to its answer, in milliseconds, one after the other. */
export async function timeChanges(times: number): Promise<readonly number[]> {
  return inFolder(async (dataFolder) => {
    const console = createConsole({ version: '0.0.0', host: 'browser', dataFolder });
    const [pageEnd, consoleEnd] = localPair();
    console.attach(consoleEnd);
    const page = createClient(pageEnd);
    const { sourceId } = await page.call('source.add', { kind: 'server', name: 'server', host: '127.0.0.1', port: 0 });
    const taken: number[] = [];
    for (let change = 0; change < times; change++) {
      const start = performance.now();
      await page.call('source.update', { sourceId, name: `server ${change}` });
      taken.push(performance.now() - start);
    }
    await console.close();
    return taken.sort((a, b) => a - b);
  });
}

async function startingFolder(parent: string, isUsed: boolean): Promise<{ readonly folder: string; readonly ledger: Ledger }> {
  const folder = join(parent, 'start');
  const ledger = new Ledger();
  mkdirSync(folder);
  // Four, so that files are removed in the next.
  for (let generation = 1; isUsed && generation <= 4; generation++) await writeOnce(folder, ledger);
  return { folder, ledger };
}

/** Whether it came to its end. */
async function writeOnce(folder: string, ledger: Ledger, inject?: WriterOptions['inject']): Promise<boolean> {
  let isDone = false;
  const onLine = (line: string) => {
    ledger.note(line);
    isDone ||= line === 'done';
  };
  await startWriter({ folder, generation: ledger.next, mode: 'once', onLine, ...(inject !== undefined && { inject }) }).ended;
  return isDone;
}

/** Opened twice: another start finds the same. */
async function problemsIn(folder: string, ledger: Ledger, where: string, box: SecretBox | null = BOX): Promise<readonly string[]> {
  const kept = [await readKept(folder, box), await readKept(folder, box)];
  return [...new Set(kept.flatMap((each) => ledger.problemsOf(each)))].map((problem) => `${where}: ${problem}`);
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-crash-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
