// What lies beside `sources.json`: backups of what was read well, and what was set aside because it could not be used.
//
//   backups/sources-2026-11-23T10-02-11.123Z.json      sources.json.corrupt-2026-11-23T10-02-11.123Z

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { KeptFile } from '../../../contract/notices.ts';
import { MAX_BACKUPS, MAX_KEPT_FILES } from '../limits.ts';
import { clearLeftovers, dropFileSync, moveFileSync, replaceFileSync } from './durable-files.ts';
import { readSourceFile } from './source-file.ts';

const BACKUP = /^sources-.*\.json$/;
/** Not what is still being written. */
const ASIDE = /\.(corrupt|damaged|newer|changed)-(?!.*\.new-)/;
/** Why a file is set aside. `changed`: by another program, while it was about to be written. */
export type AsideReason = 'corrupt' | 'damaged' | 'newer' | 'changed';

export class KeptFiles {
  readonly #path: string;
  readonly #backups: string;

  /** `path`: of the file itself. */
  constructor(path: string) {
    this.#path = path;
    this.#backups = join(dirname(path), 'backups');
  }

  /** Keeps this text, unless the last backup says the same. The oldest ones go. Throws as the file system does. */
  backUp(text: string, now: Date, isSame: (last: string) => boolean): void {
    const names = this.#backupNames();
    const last = names.at(-1);
    if (last !== undefined && isSame(readFileSync(join(this.#backups, last), 'utf8'))) return;
    replaceFileSync(join(this.#backups, `sources-${stamp(now)}.json`), text);
    for (const name of names.slice(0, Math.max(0, names.length + 1 - MAX_BACKUPS))) dropFileSync(join(this.#backups, name));
  }

  /** Moves the file out of the way, or copies it where it goes on being used; returns its new path. Throws as the file system does. */
  setAside(reason: AsideReason, now: Date, by: 'move' | 'copy' = 'move'): string {
    const aside = `${this.#path}.${reason}-${stamp(now)}`;
    if (by === 'move') moveFileSync(this.#path, aside);
    else replaceFileSync(aside, readFileSync(this.#path));
    return aside;
  }

  /** Of versions that other programs wrote, those nobody is told of go. */
  dropOldChanges(): void {
    const folder = dirname(this.#path);
    const changes = namesIn(folder).filter((name) => name.startsWith(`${basename(this.#path)}.changed-`));
    for (const name of changes.sort().slice(0, -MAX_KEPT_FILES)) dropFileSync(join(folder, name));
  }

  /** What writes that were cut off have left. */
  clearLeftovers(): void {
    for (const folder of [dirname(this.#path), this.#backups]) clearLeftovers(folder);
  }

  /** The newest first; nothing where the folder can not be read. */
  list(): readonly KeptFile[] {
    const prefix = `${basename(this.#path)}.`;
    const aside = namesIn(dirname(this.#path)).filter((name) => name.startsWith(prefix) && ASIDE.test(name));
    const files = [
      ...this.#backupNames().map((name) => describe(join(this.#backups, name), true)),
      ...aside.map((name) => describe(join(dirname(this.#path), name), false)),
    ];
    return files
      .filter((file) => file !== null)
      .sort((a, b) => b.at - a.at)
      .slice(0, MAX_KEPT_FILES);
  }

  /** The text of one of the list, or `null` if it is none of them. Throws as the file system does. */
  read(name: string): string | null {
    if (!this.list().some((file) => file.name === name)) return null;
    return readFileSync(join(BACKUP.test(name) ? this.#backups : dirname(this.#path), name), 'utf8');
  }

  #backupNames(): readonly string[] {
    return namesIn(this.#backups)
      .filter((name) => BACKUP.test(name))
      .sort();
  }
}

/** As a part of a file's name, which no system takes a colon in. */
export function stamp(now: Date): string {
  return now.toISOString().replaceAll(':', '-');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function describe(path: string, isBackup: boolean): KeptFile | null {
  try {
    const { mtimeMs, size } = statSync(path);
    // Without a box: how many there are is all that is asked.
    const file = readSourceFile(readFileSync(path, 'utf8'), null);
    return { name: basename(path), at: mtimeMs, sources: file.type === 'read' ? file.saved.sources.length : null, bytes: size, isBackup };
  } catch {
    return null;
  }
}
