import { readFileSync, renameSync } from 'node:fs';
import type * as z from 'zod/mini';
import type { NoticeCode } from '../../../contract/notices.ts';
import type { Notices } from '../notices.ts';
import { stamp } from './kept-files.ts';
import { replaceFile } from './replace-file.ts';

/** Changes within this time are one write. */
const COALESCE_MS = 500;

interface JsonFileOptions<Value> {
  readonly path: string;
  readonly schema: z.ZodMiniType<Value>;
  readonly initial: Value;
  /** What is to be kept, when it is written. */
  readonly current: () => Value;
  readonly notices: Notices;
  /** What a person is told when it is set aside. */
  readonly corrupt: NoticeCode;
}

/** A small file beside the sources, which is worth keeping but not a start that fails: what can not be understood is set aside. */
export class JsonFile<Value> {
  readonly #options: JsonFileOptions<Value>;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: JsonFileOptions<Value>) {
    this.#options = options;
  }

  read(now = new Date()): Value {
    const { path, schema, initial } = this.#options;
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      // The first run has none; one that can not be read can not be written either, which is told then.
      return initial;
    }
    const read = parse(text, schema);
    if (read !== undefined) return read;
    this.#setAside(now);
    return initial;
  }

  noteChange(): void {
    this.#timer ??= setTimeout(() => this.#write(), COALESCE_MS);
  }

  async flush(): Promise<void> {
    if (this.#timer !== undefined) this.#write();
    await this.#writing;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { path, current } = this.#options;
    this.#writing = this.#writing
      .then(() => replaceFile(path, `${JSON.stringify(current(), null, 2)}\n`))
      .catch((error: unknown) => this.#onFailed(error));
  }

  #onFailed(error: unknown): void {
    const detail = `${this.#options.path}: ${error instanceof Error ? error.message : String(error)}`;
    this.#options.notices.add({ code: 'STORE_NOT_WRITABLE', level: 'error', values: {}, detail });
  }

  #setAside(now: Date): void {
    const { path, notices, corrupt } = this.#options;
    const aside = `${path}.corrupt-${stamp(now)}`;
    try {
      renameSync(path, aside);
      notices.add({ code: corrupt, level: 'warn', values: {}, detail: aside });
    } catch {
      // It is written over then: it holds nothing that could be read, and another copy can not be made.
    }
  }
}

function parse<Value>(text: string, schema: z.ZodMiniType<Value>): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
