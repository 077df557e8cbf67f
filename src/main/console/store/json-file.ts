import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { NoticeCode } from '../../../contract/notices.ts';
import type { Notices } from '../notices.ts';
import { moveFileSync, replaceFile } from './durable-files.ts';
import { stamp } from './kept-files.ts';
import { Saver } from './saver.ts';

/** Changes within this time are one write. */
const COALESCE_MS = 500;

interface JsonFileOptions<Value> {
  readonly path: string;
  /** With its version, which is a number. */
  readonly schema: z.ZodMiniType<Value>;
  /** The latest that the schema knows. */
  readonly version: number;
  readonly initial: Value;
  /** What is to be kept, when it is written. */
  readonly current: () => Value;
  readonly notices: Notices;
  /** What a person is told when it is set aside, and when it is of a later version. */
  readonly codes: { readonly corrupt: NoticeCode; readonly newer: NoticeCode };
}

const versioned = z.object({ version: z.int() });

/** A small file beside the sources, which is worth keeping but not a start that fails: what can not be understood is set aside, or else left as it is. */
export class JsonFile<Value> {
  readonly #options: JsonFileOptions<Value>;
  readonly #saver: Saver;
  /** What is there must not be written over. */
  #isBlocked = false;
  #hasFailed = false;

  constructor(options: JsonFileOptions<Value>) {
    this.#options = options;
    this.#saver = new Saver({ write: () => this.#replace(), onFailed: (error) => this.#onFailed(error), coalesceMs: COALESCE_MS });
  }

  read(now = new Date()): Value {
    const { path, schema, initial } = this.#options;
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      // The first run has none.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) this.#onUnusable(error);
      return initial;
    }
    const json = parse(text);
    const read = schema.safeParse(json);
    if (read.success) return read.data;
    const { data: { version } = { version: 0 } } = versioned.safeParse(json);
    if (version > this.#options.version) this.#onNewer(version);
    else this.#setAside(now);
    return initial;
  }

  noteChange(): void {
    if (!this.#isBlocked) this.#saver.noteChange();
  }

  /** Writes what is not written yet; resolves when it lasts, or a notice says why it could not be written. */
  flush(): Promise<void> {
    return this.#saver.flush();
  }

  async #replace(): Promise<void> {
    const { path, current, notices } = this.#options;
    await replaceFile(path, `${JSON.stringify(current(), null, 2)}\n`);
    if (this.#hasFailed) notices.withdraw('STORE_NOT_WRITABLE');
    this.#hasFailed = false;
  }

  #onNewer(version: number): void {
    this.#isBlocked = true;
    const { path, notices, codes } = this.#options;
    notices.add({ code: codes.newer, level: 'warn', values: { version }, detail: path });
  }

  #onUnusable(error: unknown): void {
    this.#isBlocked = true;
    this.#onFailed(error);
  }

  #onFailed(error: unknown): void {
    this.#hasFailed = true;
    const detail = `${this.#options.path}: ${error instanceof Error ? error.message : String(error)}`;
    this.#options.notices.add({ code: 'STORE_NOT_WRITABLE', level: 'error', values: {}, detail });
  }

  #setAside(now: Date): void {
    const { path, notices, codes } = this.#options;
    const aside = `${path}.corrupt-${stamp(now)}`;
    try {
      moveFileSync(path, aside);
      notices.add({ code: codes.corrupt, level: 'warn', values: {}, detail: aside });
    } catch (error) {
      this.#onUnusable(error);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
