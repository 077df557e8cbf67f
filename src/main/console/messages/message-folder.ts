// Saved messages: one file each, `<name>.message.json`, in folders of a person's own, which may be a repository. What other programs change there is
// seen at once. Nothing outside the folder is read or written, by whatever path: links that lead out of it count as not there.

import { once } from 'node:events';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { ContractError } from '../../../contract/frame.ts';
import type { MessageTemplate } from '../../../contract/message.ts';
import type { MessagesBatch, SavedMessage } from '../../../contract/message-rows.ts';
import { MAX_MESSAGE_DEPTH, MAX_MESSAGE_FILE_BYTES, MAX_MESSAGE_FILES, MAX_MESSAGE_FOLDER_BYTES } from '../limits.ts';
import { clearLeftovers, makeFolder, moveFile, removeFile, replaceFile } from '../store/durable-files.ts';
import { laterVersionOf, readMessage, writeMessage } from './message-file.ts';

const SUFFIX = '.message.json';
/** What an editor does in several steps is read once. */
const SETTLE_MS = 150;
/** Not in a name: what a system forbids in one, and what leads elsewhere. */
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}]|^\.|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu;

type Read = Omit<MessagesBatch, 'folder' | 'isDefault'>;

const NOTHING: Read = { problem: null, folders: [], messages: [], omitted: 0 };

export class MessageFolder {
  readonly root: string;
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();
  /** One change after the other: what the one looked at is not changed by the next. */
  #changing: Promise<unknown> = Promise.resolve();
  #read: Read = NOTHING;
  #version = 0;

  constructor(root: string) {
    this.root = resolve(root);
  }

  /** Changes when something was read anew. */
  get version(): number {
    return this.#version;
  }

  get contents(): Read {
    return this.#read;
  }

  /** Reads it, and again whenever something changes. A folder that is not there yet is made. */
  async open(): Promise<void> {
    // Where it can not be made there is nothing to read; writing says why.
    await makeFolder(this.root, true).catch(() => {});
    this.#watcher = watch(this.root, { ignoreInitial: true, depth: MAX_MESSAGE_DEPTH, followSymlinks: false, ignored: isIgnored });
    this.#watcher.on('all', () => this.#readSoon());
    this.#watcher.on('error', (error) => this.#onProblem(error));
    await once(this.#watcher, 'ready');
    await this.#readNow();
    for (const path of ['', ...this.#read.folders]) clearLeftovers(join(this.root, path));
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher?.close();
    await this.#changing;
    await this.#reading;
  }

  /** Writes over the file at `path`, or a new one in `folder`; returns its path once it lasts. Fails with `BAD_NAME`, `FILE_EXISTS`, `FILE_FAILED`. */
  save(message: MessageTemplate, at: { readonly path: string } | { readonly folder: string; readonly name: string }): Promise<string> {
    return this.#inTurn(async () => {
      const path = 'path' in at ? at.path : this.#pathOf(at.folder, at.name);
      const file = await this.#inside(path);
      if (!('path' in at) && (await exists(file))) throw new ContractError('FILE_EXISTS', `"${path}" is there already`);
      await requireKnown(file);
      await this.#do(() => replaceFile(file, writeMessage(message), { isShared: true }));
      return path;
    });
  }

  /** Moves a message or a folder; returns its new path. Fails with `BAD_NAME`, `FILE_EXISTS`, `FILE_GONE`, `FILE_FAILED`. */
  move(path: string, to: { readonly folder: string; readonly name: string }): Promise<string> {
    return this.#inTurn(async () => {
      const target = path.endsWith(SUFFIX) ? this.#pathOf(to.folder, to.name) : posix.join(to.folder, nameIn(to.name));
      const [from, until] = [await this.#inside(path), await this.#inside(target)];
      if (!(await exists(from))) throw new ContractError('FILE_GONE', `"${path}" is not there any more`);
      if (await isAnother(from, until)) throw new ContractError('FILE_EXISTS', `"${target}" is there already`);
      await this.#do(() => moveFile(from, until));
      return target;
    });
  }

  /** A message, or a folder with nothing in it. Fails with `FILE_GONE`, `FILE_FAILED`. */
  remove(path: string): Promise<void> {
    return this.#inTurn(async () => {
      const file = await this.#inside(path);
      if (!(await exists(file))) throw new ContractError('FILE_GONE', `"${path}" is not there any more`);
      await this.#do(() => removeFile(file, path.endsWith(SUFFIX) ? 'file' : 'folder'));
    });
  }

  /** Fails with `BAD_NAME`, `FILE_EXISTS`, `FILE_FAILED`. */
  makeFolder(parent: string, name: string): Promise<string> {
    return this.#inTurn(async () => {
      const path = posix.join(parent, nameIn(name));
      const folder = await this.#inside(path);
      if (await exists(folder)) throw new ContractError('FILE_EXISTS', `"${path}" is there already`);
      await this.#do(() => makeFolder(folder, true));
      return path;
    });
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const done = this.#changing.then(change);
    this.#changing = done.catch(() => {});
    return done;
  }

  #pathOf(folder: string, name: string): string {
    return posix.join(folder, `${nameIn(name)}${SUFFIX}`);
  }

  /** The real place of a path within the folder. Fails with `BAD_NAME` if it is none. */
  async #inside(path: string): Promise<string> {
    const parts = path.split('/');
    if (path === '' || parts.length > MAX_MESSAGE_DEPTH + 1 || parts.some((part) => FORBIDDEN.test(part) || part === '')) {
      throw new ContractError('BAD_NAME', `"${path}" can not be a file of this folder`);
    }
    const file = join(this.root, ...parts);
    const [root, parent] = [await real(this.root), await real(dirname(file))];
    const way = relative(root, parent);
    if (way === '..' || way.startsWith(`..${sep}`) || resolve(root, way) !== parent) throw new ContractError('BAD_NAME', `"${path}" leads elsewhere`);
    return file;
  }

  /** What it did is seen by who asked for it, whatever the watcher saw by then. */
  async #do(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw new ContractError('FILE_FAILED', error instanceof Error ? error.message : String(error));
    }
    await this.#readNow();
  }

  #readSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#readNow(), SETTLE_MS);
  }

  #readNow(): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      try {
        this.#read = await readTree(this.root);
        this.#version++;
      } catch (error) {
        this.#onProblem(error);
      }
    });
    return this.#reading;
  }

  #onProblem(error: unknown): void {
    this.#read = { ...this.#read, problem: error instanceof Error ? error.message : String(error) };
    this.#version++;
  }
}

/** Hidden files and folders, and what is no message. */
function isIgnored(path: string, stats?: { isFile(): boolean }): boolean {
  if (/[\\/](\.[^\\/]+|node_modules)$/.test(path)) return true;
  return stats?.isFile() === true && !path.endsWith(SUFFIX);
}

async function readTree(root: string): Promise<Read> {
  const folders: string[] = [];
  const files: string[] = [];
  await list(root, '', 0);
  const messages: SavedMessage[] = [];
  let bytes = 0;
  let omitted = Math.max(0, files.length - MAX_MESSAGE_FILES);
  for (const path of files.slice(0, MAX_MESSAGE_FILES)) {
    const read = await readOne(root, path);
    bytes += read?.bytes ?? 0;
    if (bytes > MAX_MESSAGE_FOLDER_BYTES) omitted++;
    else if (read !== null) messages.push(read.message);
  }
  return { problem: null, folders, messages, omitted };

  async function list(folder: string, prefix: string, depth: number): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    entries.sort((a, b) => a.name.localeCompare(b.name));
    for (const entry of entries) {
      const path = posix.join(prefix, entry.name);
      if (isIgnored(`/${path}`)) continue;
      if (entry.isFile() && entry.name.endsWith(SUFFIX)) files.push(path);
      else if (entry.isDirectory() && depth < MAX_MESSAGE_DEPTH) {
        folders.push(path);
        await list(join(folder, entry.name), path, depth + 1);
      }
    }
  }
}

async function readOne(root: string, path: string): Promise<{ readonly message: SavedMessage; readonly bytes: number } | null> {
  const file = join(root, path);
  const name = posix.basename(path).slice(0, -SUFFIX.length);
  const broken = (problem: string, updatedAt: number) => ({ message: { path, name, updatedAt, message: null, problem }, bytes: 0 });
  try {
    const { mtimeMs: updatedAt, size } = await stat(file);
    if (size > MAX_MESSAGE_FILE_BYTES) return broken(`${size} bytes are more than ${MAX_MESSAGE_FILE_BYTES}`, updatedAt);
    const read = readMessage(await readFile(file, 'utf8'));
    return typeof read === 'string' ? broken(read, updatedAt) : { message: { path, name, updatedAt, message: read, problem: null }, bytes: size };
  } catch (error) {
    // Removed meanwhile.
    return isMissing(error) ? null : broken(error instanceof Error ? error.message : String(error), 0);
  }
}

/** Fails with `BAD_NAME`. */
function nameIn(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 100 || FORBIDDEN.test(trimmed))
    throw new ContractError('BAD_NAME', `"${name}" can not be the name of a file`);
  return trimmed;
}

/** A message that a later version of this application wrote is not written over. */
async function requireKnown(file: string): Promise<void> {
  const version = laterVersionOf(await readFile(file, 'utf8').catch(() => ''));
  if (version !== null) throw new ContractError('FILE_FAILED', `"${file}" is of version ${version}, which this application does not know`);
}

/** Something else is there. A name that differs by case alone may be the same file. */
async function isAnother(from: string, until: string): Promise<boolean> {
  const [here, there] = await Promise.all([lstat(from), lstat(until).catch(() => null)]);
  return there !== null && (here.ino !== there.ino || here.dev !== there.dev || from.toLowerCase() !== until.toLowerCase());
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Of what is not there yet, the place it will have. */
async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error) || dirname(path) === path) throw error;
    return join(await real(dirname(path)), path.slice(dirname(path).length));
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
