// How everything that is kept gets on the disk. Whatever ends the program or the power, a file is the old one or the new one, whole:
//
//   1. it is written beside its place, as `<name>.new-<process>-<random>`, and synchronised     2. it is renamed over what was there
//   3. the folder is synchronised: from then on it lasts
//
// Nothing else in the application writes: a test says so.

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  type Dirent,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, open, realpath, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const TEMPORARY = /\.new-(\d+)-[0-9a-f]{16}$/;
const OWN_FILE = 0o600;
const OWN_FOLDER = 0o700;
/** What a program leaves of its mask when it does not care. */
const ANY_FILE = 0o666;
/** What is older belongs to no write that goes on, whoever has the number of its process now. */
const ABANDONED_MS = 3_600_000;
/** Windows lends a file that something else looks at, a virus scanner above all, to nobody for a moment. */
const BUSY: ReadonlySet<unknown> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const BUSY_ATTEMPTS = 8;
const BUSY_MS = 25;

/** Temporary files of this process that are being written. */
const underway = new Set<string>();

interface Replacing {
  /**
   * In a folder that may be a repository: a link is replaced and not followed, and the file has the mode it had, or the usual one. Otherwise it is its
   * owner's alone, and a link stays and leads to the new text.
   */
  readonly isShared?: boolean;
  /** The last moment to look at what is about to be replaced. What it throws leaves that as it is. */
  readonly beforeReplacing?: () => void;
}

/** Resolves once the text lasts. Rejects as the file system does; then what was there is there. */
export async function replaceFile(path: string, text: string, { isShared = false, beforeReplacing }: Replacing = {}): Promise<void> {
  await makeFolder(dirname(path), isShared);
  const target = isShared ? path : await realpath(path).catch(() => path);
  const temporary = temporaryOf(target);
  underway.add(temporary);
  try {
    await writeNew(temporary, text, isShared ? await modeOf(target) : null);
    beforeReplacing?.();
    await renameBusy(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  } finally {
    underway.delete(temporary);
  }
  await syncFolder(dirname(target));
}

/** The same at once, for what is written while the program starts or a window closes. */
export function replaceFileSync(path: string, content: string | Uint8Array): void {
  const made = mkdirSync(dirname(path), { recursive: true, mode: OWN_FOLDER });
  const target = realPathSync(path);
  const temporary = temporaryOf(target);
  try {
    const file = openSync(temporary, 'wx', OWN_FILE);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  for (const folder of [dirname(target), ...foldersAbove(dirname(path), made)]) syncFolderSync(folder);
}

/** Resolves once the file, or the folder, has its new place for good. Rejects as the file system does. */
export async function moveFile(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to), true);
  await renameBusy(from, to);
  await syncFolder(dirname(to));
  await syncFolder(dirname(from));
}

/** The same at once. */
export function moveFileSync(from: string, to: string): void {
  renameSync(from, to);
  for (const folder of new Set([dirname(to), dirname(from)])) syncFolderSync(folder);
}

/** A file, or an empty folder. Resolves once it is gone for good. Rejects as the file system does. */
export async function removeFile(path: string, kind: 'file' | 'folder'): Promise<void> {
  await (kind === 'file' ? unlink(path) : rmdir(path));
  await syncFolder(dirname(path));
}

/** Of what nobody misses: it may come back when the power fails. */
export function dropFileSync(path: string): void {
  rmSync(path, { force: true });
}

/** With those above it. Resolves once they last. Rejects as the file system does. */
export async function makeFolder(folder: string, isShared: boolean): Promise<void> {
  const made = await mkdir(folder, { recursive: true, ...(!isShared && { mode: OWN_FOLDER }) });
  for (const above of foldersAbove(folder, made)) await syncFolder(above);
}

/** Removes from a folder what writes that were cut off have left there. What it can not remove stays. */
export function clearLeftovers(folder: string, now = Date.now()): void {
  for (const { name } of entriesOf(folder)) {
    const path = join(folder, name);
    const writer = TEMPORARY.exec(name)?.[1];
    if (writer === undefined || underway.has(path)) continue;
    try {
      if (!isRunning(Number(writer)) || now - statSync(path).mtimeMs > ABANDONED_MS) unlinkSync(path);
    } catch {
      // Somebody else was faster, or it is not ours to remove.
    }
  }
}

function temporaryOf(path: string): string {
  return `${path}.new-${process.pid}-${randomBytes(8).toString('hex')}`;
}

/** `mode`: the one it is to have, `null` for its owner's alone. */
async function writeNew(path: string, text: string, mode: number | null): Promise<void> {
  const file = await open(path, 'wx', mode ?? OWN_FILE);
  try {
    // The mask may have taken something of the mode that the file had.
    if (mode !== null && mode !== ANY_FILE) await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function modeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => ANY_FILE,
  );
}

async function renameBusy(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt === BUSY_ATTEMPTS || !BUSY.has(codeOf(error))) throw error;
    }
    await delay(BUSY_MS * attempt);
  }
}

/** Those whose entries changed when `folder` was made; `made`: the first that was not there. */
function foldersAbove(folder: string, made: string | undefined): readonly string[] {
  if (made === undefined) return [];
  const above = [dirname(folder)];
  for (let each = folder; each !== made && dirname(each) !== each; each = dirname(each)) above.push(dirname(dirname(each)));
  return above;
}

/** So that names outlast a power cut, where a folder can be opened for that. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  } finally {
    await handle.close();
  }
}

function syncFolderSync(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  } finally {
    closeSync(file);
  }
}

/** Some file systems, shared folders of virtual machines among them, synchronise files and no folders. */
function isUnsupported(error: unknown): boolean {
  return ['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(String(codeOf(error)));
}

function realPathSync(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  } catch {
    return [];
  }
}

/** Another process than this one. */
function isRunning(processId: number): boolean {
  if (processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
