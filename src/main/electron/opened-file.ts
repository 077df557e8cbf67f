import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractError } from '../../contract/frame.ts';
import { RECORDING_SUFFIX } from '../../contract/recording-calls.ts';
import type { ShellMessage } from '../../contract/shell.ts';
import { MAX_IMPORT_LENGTH, SOURCES_SUFFIX } from '../../contract/source-list.ts';

/** Bytes of a recording that are read at a time. */
const PART_BYTES = 512 * 1024;

/** The path of the file among the arguments of a start, where Windows and Linux put it, or `null`. `folder`: where that was started. */
export function fileIn(argv: readonly string[], folder: string): string | null {
  // The first is the program.
  for (const argument of argv.slice(1)) {
    if (argument.startsWith('-') || !(isRecording(argument) || argument.toLowerCase().endsWith(SOURCES_SUFFIX))) continue;
    const path = /^file:/i.test(argument) ? pathOf(argument) : resolve(folder, argument);
    if (path !== null) return path;
  }
  return null;
}

/** Else it is a file of sources. */
export function isRecording(path: string): boolean {
  return path.toLowerCase().endsWith(RECORDING_SUFFIX);
}

/** What a page calls the file. */
export function fileNameOf(path: string): string {
  return basename(path).slice(0, 255);
}

/** The text of a recording, of whole characters. Fails with `FILE_FAILED`. */
export async function* recordingParts(path: string): AsyncGenerator<string> {
  try {
    const found = await stat(path);
    // A pipe would be waited for, a device read for ever.
    if (!found.isFile()) throw new Error(`${path} is no file`);
    yield* createReadStream(path, { encoding: 'utf8', highWaterMark: PART_BYTES });
  } catch (error) {
    throw new ContractError('FILE_FAILED', error instanceof Error ? error.message : String(error));
  }
}

/** What a page is told of it, which asks a person: it may hold anything, and be no file at all. */
export async function readOpenedFile(path: string): Promise<Extract<ShellMessage, { type: 'file' }>> {
  const name = fileNameOf(path);
  try {
    const found = await stat(path);
    // A pipe would be waited for, a device read for ever.
    if (!found.isFile()) return { type: 'file', name, content: { isRead: false, problem: `${path} is no file` } };
    if (found.size > MAX_IMPORT_LENGTH) return { type: 'file', name, content: { isRead: false, problem: null } };
    const text = await readFile(path, 'utf8');
    return { type: 'file', name, content: text.length > MAX_IMPORT_LENGTH ? { isRead: false, problem: null } : { isRead: true, text } };
  } catch (error) {
    return { type: 'file', name, content: { isRead: false, problem: error instanceof Error ? error.message : String(error) } };
  }
}

/** Of a file of this machine; some desktops give addresses. */
function pathOf(address: string): string | null {
  try {
    return fileURLToPath(address);
  } catch {
    return null;
  }
}
