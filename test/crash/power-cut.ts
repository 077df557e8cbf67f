// What a disk may hold after the power fails, worked out from what a console did to it: of a file what was synchronised, of a folder the names it had
// when that was synchronised, and of everything since then any part.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKept } from './kept.ts';
import { Ledger } from './ledger.ts';

/** Paths begin at the data folder. What was said was heard. */
export type TraceEntry =
  | { readonly op: 'create' | 'remove' | 'mkdir' | 'sync'; readonly path: string }
  | { readonly op: 'write'; readonly path: string; readonly base64: string }
  | { readonly op: 'rename'; readonly path: string; readonly to: string }
  | { readonly op: 'say'; readonly line: string };

/** What a console did, and what was there before. */
export interface Trace {
  readonly folder: string;
  readonly start: Ledger;
  readonly trace: readonly TraceEntry[];
}

interface Entry {
  readonly isFolder: boolean;
  data: Buffer;
  synced: Buffer;
}

type Names = Map<string, Entry>;

/** `names`: those of now, rather than those that were synchronised. `data`: what is there of bytes that were not. */
interface Loss {
  readonly names: boolean;
  readonly data: (entry: Entry) => Buffer;
}

const LOSSES: Readonly<Record<string, Loss>> = {
  'nothing that was not synchronised': { names: false, data: ({ synced }) => synced },
  'names without bytes': { names: true, data: ({ synced }) => synced },
  'names with zeros': { names: true, data: ({ data, synced }) => (data === synced ? synced : Buffer.alloc(data.length)) },
  'names with half of the bytes': { names: true, data: ({ data, synced }) => (data === synced ? synced : data.subarray(0, data.length / 2)) },
};

/** The power fails after each step: how often that was, and what was lost of what had been acknowledged. */
export async function cutPower({ folder, start, trace }: Trace): Promise<{ readonly cuts: number; readonly findings: readonly string[] }> {
  const findings: string[] = [];
  const disk = new Disk(folder);
  const ledger = new Ledger(start);
  let cuts = 0;
  for (const [index, step] of trace.entries()) {
    if (step.op === 'say') ledger.note(step.line);
    else disk.apply(step);
    for (const [what, loss] of Object.entries(LOSSES)) {
      const problems = await disk.kept(loss, (kept) => ledger.problemsOf(kept));
      findings.push(...problems.map((problem) => `after ${index}, ${step.op}, ${what}: ${problem}`));
      cuts++;
    }
  }
  return { cuts, findings };
}

class Disk {
  readonly #now: Names = new Map([['', folderEntry()]]);
  readonly #synced: Names;

  /** What is in the folder lasts. */
  constructor(folder: string) {
    for (const found of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(found.parentPath, found.name);
      const data = found.isFile() ? readFileSync(path) : NONE;
      this.#now.set(path.slice(folder.length).replaceAll('\\', '/'), { isFolder: found.isDirectory(), data, synced: data });
    }
    this.#synced = new Map(this.#now);
  }

  apply(step: Exclude<TraceEntry, { readonly op: 'say' }>): void {
    const { path } = step;
    switch (step.op) {
      case 'create':
        this.#now.set(path, fileEntry());
        return;
      case 'mkdir':
        this.#now.set(path, folderEntry());
        return;
      case 'write':
        this.#at(path).data = Buffer.concat([this.#at(path).data, Buffer.from(step.base64, 'base64')]);
        return;
      case 'remove':
        this.#now.delete(path);
        return;
      case 'rename':
        this.#now.set(step.to, this.#at(path));
        this.#now.delete(path);
        return;
      case 'sync':
        this.#sync(path);
    }
  }

  async kept(loss: Loss, look: (kept: Awaited<ReturnType<typeof readKept>>) => readonly string[]): Promise<readonly string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-power-'));
    try {
      const names = loss.names ? this.#now : this.#synced;
      // A name in a folder whose own name was lost can not be reached. Folders come before what is in them.
      for (const [path, entry] of [...names].sort(([a], [b]) => (a < b ? -1 : 1)))
        if (names.has(parentOf(path))) put(join(folder, path), entry, loss);
      return look(await readKept(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #sync(path: string): void {
    const entry = this.#at(path);
    if (!entry.isFolder) {
      entry.synced = entry.data;
      return;
    }
    const isIn = (name: string) => name !== '' && parentOf(name) === path;
    for (const name of [...this.#synced.keys()].filter(isIn)) this.#synced.delete(name);
    for (const [name, each] of this.#now) if (isIn(name)) this.#synced.set(name, each);
  }

  #at(path: string): Entry {
    const entry = this.#now.get(path);
    if (entry === undefined) throw new Error(`nothing is at ${path}`);
    return entry;
  }
}

function put(path: string, entry: Entry, loss: Loss): void {
  if (entry.isFolder) mkdirSync(path, { recursive: true });
  else writeFileSync(path, loss.data(entry));
}

/** The data folder is its own. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

const NONE = Buffer.alloc(0);

function folderEntry(): Entry {
  return { isFolder: true, data: NONE, synced: NONE };
}

function fileEntry(): Entry {
  return { isFolder: false, data: NONE, synced: NONE };
}
