// bcrypt takes a core for a tenth of a second and more: it is computed in a thread of its own, which is started by the
// first login and ends when there was none for a while. The thread runs from text, so that no bundler need know of a file.

import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { LimitError } from '../../errors.ts';
import { MAX_PENDING_LOGINS } from '../../limits.ts';

const IDLE_MS = 30_000;
const SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const { compareSync } = require(workerData.bcryptjs);
parentPort.on('message', ({ id, password, hash }) => parentPort.postMessage({ id, isMatch: compareSync(password, hash) }));
`;

interface Answer {
  readonly id: number;
  readonly isMatch: boolean;
}

interface PendingCheck {
  readonly resolve: (isMatch: boolean) => void;
  readonly reject: (error: Error) => void;
}

export class PasswordWorker {
  readonly #pending = new Map<number, PendingCheck>();
  #worker: Worker | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #nextId = 0;

  /** Whether `password` is what `hash`, which must be one of bcrypt, was made of. Rejects with a LimitError `TOO_MANY_LOGINS`. */
  isMatch(password: string, hash: string): Promise<boolean> {
    const { size } = this.#pending;
    if (size >= MAX_PENDING_LOGINS) return Promise.reject(new LimitError('TOO_MANY_LOGINS', MAX_PENDING_LOGINS, size + 1));
    clearTimeout(this.#idleTimer);
    this.#worker ??= this.#start();
    const id = this.#nextId++;
    this.#worker.postMessage({ id, password, hash });
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#fail(new Error('the agent was closed'));
  }

  #start(): Worker {
    const bcryptjs = createRequire(import.meta.url).resolve('bcryptjs');
    // Without the flags of this process: one that says how to read a program's text would be said of this one too.
    const worker = new Worker(SOURCE, { eval: true, execArgv: [], workerData: { bcryptjs } });
    worker.on('message', (answer: Answer) => this.#onAnswer(answer));
    worker.on('error', (error) => this.#onEnd(worker, error));
    worker.on('exit', () => this.#onEnd(worker, new Error('the thread that checks passwords has ended')));
    worker.unref();
    return worker;
  }

  #onAnswer({ id, isMatch }: Answer): void {
    this.#pending.get(id)?.resolve(isMatch);
    this.#pending.delete(id);
    if (this.#pending.size > 0) return;
    this.#idleTimer = setTimeout(() => {
      void this.#worker?.terminate();
      this.#worker = undefined;
    }, IDLE_MS).unref();
  }

  /** The next login starts another. */
  #onEnd(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#fail(error);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
