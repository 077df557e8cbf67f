import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WRITER } from './bundle.mjs';

const INJECT = fileURLToPath(new URL('./inject.cjs', import.meta.url));

export interface WriterOptions {
  readonly folder: string;
  readonly generation: number;
  readonly mode: 'once' | 'forEver';
  /** What is preloaded, see inject.cjs; nothing without it. */
  readonly inject?: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

export interface Writer {
  kill(signal?: 'SIGKILL' | 'SIGTERM'): void;
  /** When all it said was heard. */
  readonly ended: Promise<void>;
}

export function startWriter({ folder, generation, mode, inject, onLine }: WriterOptions): Writer {
  const preload = inject === undefined ? [] : ['--require', INJECT];
  const env = { ...process.env, ...(inject !== undefined && { ...inject, CRASH_FOLDER: folder }) };
  const child = spawn(process.execPath, [...preload, WRITER, folder, String(generation), mode], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface(child.stdout).on('line', onLine);
  return { kill: (signal = 'SIGKILL') => child.kill(signal), ended: once(child, 'close').then(() => {}) };
}
