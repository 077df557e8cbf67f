import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';

export interface ClientReport {
  readonly index: number;
  readonly socketId: string;
  readonly namespace: string;
  /** Each `[name, ...args]`. */
  readonly events: readonly (readonly unknown[])[];
  readonly reason: string | null;
}

/** Official clients in a process of their own; see test/fixtures/client-process.mjs. */
export class ClientProcess {
  readonly #process: ChildProcess;
  readonly #pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #nextId = 0;

  constructor() {
    this.#process = fork(resolve(import.meta.dirname, '../fixtures/client-process.mjs'));
    this.#process.on('message', (message: { id: number; result?: unknown; error?: string }) => {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error === undefined) pending?.resolve(message.result);
      else pending?.reject(new Error(message.error));
    });
  }

  connect(url: string, transports: readonly string[], namespaces: readonly string[]): Promise<ClientReport[]> {
    return this.#do('connect', { url, transports, namespaces });
  }

  emit(index: number, event: string, args: readonly unknown[], ack = false): Promise<unknown> {
    return this.#do('emit', { index, event, args, ack });
  }

  report(): Promise<ClientReport[]> {
    return this.#do('report', {});
  }

  end(): void {
    this.#process.disconnect();
  }

  #do<Result>(verb: string, params: object): Promise<Result> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#process.send({ id, verb, ...params });
    });
  }
}
