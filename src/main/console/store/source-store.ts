// The sources of a console between its runs: `<data folder>/sources.json`, which its owner alone can read. What it looks like: source-file.ts.
// Whatever is found there, the console starts, and what was found is kept: see kept-files.ts.

import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ContractError } from '../../../contract/frame.ts';
import type { StoreFacts } from '../../../contract/notices.ts';
import type { Notices } from '../notices.ts';
import { replaceFile } from './durable-files.ts';
import { type AsideReason, KeptFiles } from './kept-files.ts';
import type { Saved, SourceProfile } from './profiles.ts';
import { Saver } from './saver.ts';
import { keeperOf, type SecretBox } from './secret-box.ts';
import { FILE_VERSION, type ReadFile, type ReadSources, readSourceFile, type SealedSecrets, writeSourceFile } from './source-file.ts';

const FILE_NAME = 'sources.json';
/** Changes within this time are one write. */
const COALESCE_MS = 200;

const NOTHING: Saved = { isReadOnly: false, folders: [], sources: [] };

export interface SourceStoreOptions {
  readonly folder: string;
  /** `null`: secrets are in the file as they are. */
  readonly box: SecretBox | null;
  /** What is to be kept, when it is written. */
  readonly saved: () => Saved;
  readonly notices: Notices;
  readonly now?: () => Date;
}

export class SourceStore {
  readonly #options: SourceStoreOptions;
  readonly #path: string;
  readonly #kept: KeptFiles;
  readonly #now: () => Date;
  readonly #saver: Saver;
  #changes = 0;
  #sealed: SealedSecrets = new Map();
  /** Why nothing is written: what is there must not be written over. */
  #blockedBy: string | null = null;
  #isNewer = false;
  #problem: string | null = null;
  /** What tells the file as it was last read or written from another. */
  #known: string | null = null;

  constructor(options: SourceStoreOptions) {
    this.#options = options;
    this.#path = join(options.folder, FILE_NAME);
    this.#kept = new KeptFiles(this.#path);
    this.#now = options.now ?? (() => new Date());
    this.#saver = new Saver({ write: () => this.#replace(), onFailed: (error) => this.#onWriteFailed(error), coalesceMs: COALESCE_MS });
  }

  /** Goes up with every change that is to be written. */
  get changes(): number {
    return this.#changes;
  }

  /** What was kept. What can not be used is set aside under another name, never lost; the notices say so. */
  read(): Saved {
    this.#kept.clearLeftovers();
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      // The first run has none.
      if (!isMissing(error)) this.#onUnreadable(messageOf(error));
      return NOTHING;
    }
    this.#known = this.#mark();
    this.#checkWritable();
    return this.#onRead(readSourceFile(text, this.#options.box), text);
  }

  describe(): StoreFacts {
    const { folder, box } = this.#options;
    return { folder, secretKeeper: keeperOf(box), problem: this.#blockedBy ?? this.#problem, files: this.#kept.list() };
  }

  /** The sources in a backup or in what was set aside. Fails with `FILE_GONE`, `FILE_UNREADABLE`. */
  sourcesIn(name: string): readonly SourceProfile[] {
    const text = this.#kept.read(name);
    if (text === null) throw new ContractError('FILE_GONE', `there is no ${name} any more`);
    const file = readSourceFile(text, this.#options.box);
    if (file.type !== 'read') throw new ContractError('FILE_UNREADABLE', `${name} can not be read: ${whyNot(file)}`);
    return file.saved.sources;
  }

  /** What must not be written over is set aside, and what there is now is saved. Fails with `SET_ASIDE_FAILED`. */
  startAnew(): void {
    if (this.#blockedBy === null) return;
    try {
      this.#kept.setAside(this.#isNewer ? 'newer' : 'corrupt', this.#now());
    } catch (error) {
      if (!isMissing(error)) throw new ContractError('SET_ASIDE_FAILED', messageOf(error));
    }
    this.#known = null;
    this.#blockedBy = null;
    for (const code of ['STORE_NEWER', 'STORE_UNREADABLE'] as const) this.#options.notices.withdraw(code);
    this.noteChange();
  }

  /** Something changed: it is written soon. */
  noteChange(): void {
    if (this.#blockedBy !== null) return;
    this.#changes++;
    this.#saver.noteChange();
  }

  /** Writes what is not written yet; resolves when it lasts, or a notice says why it could not be written. */
  flush(): Promise<void> {
    return this.#saver.flush();
  }

  #onRead(file: ReadFile, text: string): Saved {
    const { notices } = this.#options;
    if (file.type === 'newer') {
      this.#isNewer = true;
      this.#blockedBy = `${this.#path} is of version ${file.version}; this console knows versions up to ${FILE_VERSION}`;
      notices.add({ code: 'STORE_NEWER', level: 'error', values: { version: file.version }, detail: this.#path });
      return NOTHING;
    }
    if (file.type === 'corrupt') {
      this.#setAside('corrupt', file.why);
      return NOTHING;
    }
    const { saved, sealed, unread, version } = file;
    this.#sealed = sealed;
    if (unread.length > 0) this.#onDamaged(unread, saved.sources.length);
    else if (version < FILE_VERSION) notices.add({ code: 'STORE_UPGRADED', level: 'ok', values: { version }, detail: this.#path });
    if (sealed.size > 0) {
      const names = saved.sources.filter(({ sourceId }) => sealed.has(sourceId)).map(({ name }) => name);
      notices.add({ code: 'SECRETS_SEALED', level: 'warn', values: { count: names.length, names: names.join(', ') }, detail: this.#path });
    }
    this.#backUp(file, text);
    if (!file.isCurrent || unread.length > 0) this.noteChange();
    return saved;
  }

  /** An earlier version as it is, for the application that wrote it; otherwise as it is written now. Secrets that can be sealed do not stay in the clear. */
  #backUp({ saved, version }: ReadSources, text: string): void {
    const { box } = this.#options;
    const isAsItIs = version < FILE_VERSION && box === null;
    const isSame = (last: string) => {
      const file = readSourceFile(last, box);
      return file.type === 'read' && (file.version === version || !isAsItIs) && JSON.stringify(file.saved) === JSON.stringify(saved);
    };
    try {
      this.#kept.backUp(isAsItIs ? text : writeSourceFile(saved, box, this.#sealed), this.#now(), isSame);
    } catch (error) {
      this.#onWriteFailed(error);
    }
  }

  #onDamaged(unread: readonly string[], count: number): void {
    const values = { unread: unread.length, count, names: unread.join(', ') };
    try {
      const aside = this.#kept.setAside('damaged', this.#now(), 'copy');
      this.#options.notices.add({ code: 'STORE_DAMAGED', level: 'error', values, detail: aside });
    } catch (error) {
      // What can be read is used all the same; the rest must not be written over.
      this.#onUnreadable(`a part of it can not be understood, and it can not be set aside: ${messageOf(error)}`);
    }
  }

  #setAside(reason: AsideReason, why: string): void {
    try {
      const aside = this.#kept.setAside(reason, this.#now());
      this.#known = null;
      this.#options.notices.add({ code: 'STORE_CORRUPT', level: 'error', values: {}, detail: `${why}: ${aside}` });
    } catch (error) {
      this.#onUnreadable(`${why}, and it can not be set aside: ${messageOf(error)}`);
    }
  }

  #onUnreadable(why: string): void {
    this.#blockedBy = why;
    this.#options.notices.add({ code: 'STORE_UNREADABLE', level: 'error', values: {}, detail: `${this.#path}: ${why}` });
  }

  /** Better told at the start than after an hour of work. */
  #checkWritable(): void {
    try {
      for (const path of [this.#options.folder, this.#path]) accessSync(path, constants.W_OK);
    } catch (error) {
      this.#onWriteFailed(error);
    }
  }

  async #replace(): Promise<void> {
    const text = writeSourceFile(this.#options.saved(), this.#options.box, this.#sealed);
    accessWritable(this.#path);
    await replaceFile(this.#path, text, { beforeReplacing: () => this.#keepForeign() });
    this.#known = this.#mark();
    // What another file of the console can not is still so.
    if (this.#problem !== null) this.#options.notices.withdraw('STORE_NOT_WRITABLE');
    this.#problem = null;
  }

  /** Another program may have written meanwhile: what it wrote is not lost. */
  #keepForeign(): void {
    // Until it is as it was: copying takes long enough to be overtaken.
    for (let mark = this.#mark(); mark !== null && mark !== this.#known; mark = this.#mark()) {
      const aside = this.#kept.setAside('changed', this.#now(), 'copy');
      this.#known = mark;
      this.#options.notices.add({ code: 'STORE_CHANGED', level: 'warn', values: {}, detail: aside });
      this.#kept.dropOldChanges();
    }
  }

  #mark(): string | null {
    try {
      const { mtimeMs, size, ino } = statSync(this.#path);
      return `${mtimeMs} ${size} ${ino}`;
    } catch {
      return null;
    }
  }

  #onWriteFailed(error: unknown): void {
    this.#problem = messageOf(error);
    this.#options.notices.add({ code: 'STORE_NOT_WRITABLE', level: 'error', values: {}, detail: this.#problem });
  }
}

/** A file that its owner made read-only is not to be replaced, though its folder would allow it. */
function accessWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function whyNot(file: Exclude<ReadFile, { readonly type: 'read' }>): string {
  return file.type === 'newer' ? `it is of version ${file.version}` : file.why;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
