// The sources of a console between its runs: `<data folder>/sources.json`, which its owner alone can read, since secrets
// of settings are in it.
//
//   {"version": 1, "isReadOnly": false, "sources": [{"kind": "client", "sourceId": "…", "name": "…", "settings": {…}, "rules": []}, …]}

import { readFileSync, renameSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Saved, savedSources } from './profiles.ts';

const FILE_NAME = 'sources.json';
/** Changes within this time are one write. */
const COALESCE_MS = 200;

const NOTHING: Saved = { isReadOnly: false, folders: [], sources: [] };

export interface SourceStoreOptions {
  readonly folder: string;
  /** What is to be kept, when it is written. */
  readonly saved: () => Saved;
  /** The file could not be read or written: the console goes on without it. */
  readonly onProblem: (message: string) => void;
}

export class SourceStore {
  readonly #options: SourceStoreOptions;
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** What is there could neither be used nor set aside: it is not written over. */
  #isBlocked = false;

  constructor(options: SourceStoreOptions) {
    this.#options = options;
    this.#path = join(options.folder, FILE_NAME);
  }

  /** What was kept. A file that can not be understood is set aside under another name, never lost. */
  read(now = new Date()): Saved {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      // The first run has none.
      if (!isMissing(error)) this.#setAside(now, `can not be read (${messageOf(error)})`);
      return NOTHING;
    }
    const parsed = parse(text);
    if (parsed === null) this.#setAside(now, 'can not be understood');
    return parsed ?? NOTHING;
  }

  /** Something changed: it is written soon. */
  noteChange(): void {
    if (!this.#isBlocked) this.#timer ??= setTimeout(() => this.#write(), COALESCE_MS);
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    if (this.#timer !== undefined) this.#write();
    await this.#writing;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = `${JSON.stringify({ version: 1, ...this.#options.saved() }, null, 2)}\n`;
    // One after the other: the last state is the one that stays.
    this.#writing = this.#writing.then(() => replaceFile(this.#path, text)).catch((error: unknown) => this.#onWriteFailed(error));
  }

  #onWriteFailed(error: unknown): void {
    this.#options.onProblem(`${this.#path} can not be written: ${messageOf(error)}`);
  }

  #setAside(now: Date, why: string): void {
    const aside = `${this.#path}.corrupt-${now.toISOString().replaceAll(':', '-')}`;
    try {
      renameSync(this.#path, aside);
      this.#options.onProblem(`${this.#path} ${why}: it is kept as ${aside}`);
    } catch (error) {
      this.#isBlocked = true;
      this.#options.onProblem(`${this.#path} ${why}, nor can it be set aside (${messageOf(error)}): nothing is saved`);
    }
  }
}

function parse(text: string): Saved | null {
  try {
    const parsed = savedSources.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const { isReadOnly, folders, sources } = parsed.data;
    return { isReadOnly, folders, sources };
  } catch {
    return null;
  }
}

/** A crash leaves the old file or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new-${process.pid}`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
