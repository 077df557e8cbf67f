// Messages as a person works on them: the variables that are filled in, what was sent, files that are kept, and repetitions.

import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { ContractError } from '../../../contract/frame.ts';
import type { FilledMessage, MessageTemplate } from '../../../contract/message.ts';
import type { MessagesBatch, Repeat } from '../../../contract/message-rows.ts';
import type { Notices } from '../notices.ts';
import type { Source } from '../sources/source.ts';
import { JsonFile } from '../store/json-file.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { History, savedHistory } from './history.ts';
import { MessageFolder } from './message-folder.ts';
import type { Repetition } from './repetition.ts';
import { Repetitions } from './repetitions.ts';
import type { Send } from './send.ts';
import { NO_VARIABLES, savedVariables, VariableStore } from './variable-store.ts';

interface MessageDeskOptions {
  /** `null`: nothing is kept between runs. */
  readonly dataFolder: string | null;
  readonly box: SecretBox | null;
  readonly notices: Notices;
}

const DEFAULT_FOLDER = 'messages';

export class MessageDesk {
  readonly variables: VariableStore;
  readonly repetitions = new Repetitions();
  readonly #dataFolder: string | null;
  readonly #files: readonly { readonly flush: () => Promise<void> }[];
  readonly #readHistory: () => History;
  #history: History | null = null;
  readonly #noteSettings: () => void;
  /** `null`: the one beside the sources. */
  #chosenFolder: string | null;
  #folder: MessageFolder | null = null;
  #problem: string | null = null;
  /** Of folders that were open before. */
  #version = 0;
  #opening: Promise<void> = Promise.resolve();

  constructor({ dataFolder, box, notices }: MessageDeskOptions) {
    this.#dataFolder = dataFolder;
    const settings = this.#file(dataFolder, 'variables.json', {
      schema: savedVariables,
      initial: NO_VARIABLES,
      current: () => ({ version: 1 as const, messageFolder: this.#chosenFolder, variables: this.variables.saved() }),
      notices,
      version: 1,
      codes: { corrupt: 'VARIABLES_CORRUPT', newer: 'VARIABLES_NEWER' },
    });
    const history = this.#file(dataFolder, 'history.json', {
      schema: savedHistory,
      initial: { version: 1, entries: [] },
      // The schema's lists can be changed; these are not.
      current: () => ({ version: 1 as const, entries: [...this.history.entries] }),
      notices,
      version: 1,
      codes: { corrupt: 'HISTORY_CORRUPT', newer: 'HISTORY_NEWER' },
    });
    const saved = settings?.read() ?? NO_VARIABLES;
    this.#noteSettings = () => settings?.noteChange();
    this.#chosenFolder = saved.messageFolder;
    this.variables = new VariableStore(saved.variables, box, this.#noteSettings);
    this.#readHistory = () => new History(history?.read().entries ?? [], () => history?.noteChange());
    this.#files = [settings, history].filter((file) => file !== null);
  }

  /** Read when somebody looks, or something is sent: it may be long. */
  get history(): History {
    this.#history ??= this.#readHistory();
    return this.#history;
  }

  /** Changes with whatever `messages` tells. */
  get messagesVersion(): string {
    return `${this.#version} ${this.#folder?.version ?? -1}`;
  }

  messages(): MessagesBatch {
    const contents = this.#folder?.contents ?? { problem: null, folders: [], messages: [], omitted: 0 };
    return { ...contents, folder: this.#folder?.root ?? null, isDefault: this.#chosenFolder === null, problem: this.#problem ?? contents.problem };
  }

  /** Opened when somebody looks, and kept open. Fails with `NOT_KEPT`. */
  async folder(): Promise<MessageFolder> {
    const root = this.#chosenFolder ?? (this.#dataFolder === null ? null : join(this.#dataFolder, DEFAULT_FOLDER));
    if (root === null) throw new ContractError('NOT_KEPT', 'this console keeps nothing between its runs');
    this.#opening = this.#opening.then(async () => {
      if (this.#folder?.root === root) return;
      await this.#folder?.close();
      this.#folder = new MessageFolder(root);
      this.#version++;
      await this.#folder.open();
    });
    await this.#opening;
    if (this.#folder === null) throw new ContractError('NOT_KEPT', 'the message folder was closed');
    return this.#folder;
  }

  /** Fails with `BAD_NAME`, `FILE_FAILED`. */
  async useFolder(folder: string | null): Promise<void> {
    if (folder !== null) await requireFolder(folder);
    this.#chosenFolder = folder;
    this.#noteSettings();
    await this.flush();
    await this.folder();
  }

  /** Resolves when variables, history and settings last as they are. */
  async flush(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.flush()));
  }

  remember(source: Source, message: MessageTemplate, recipients: number | null, times = 1): void {
    const { sourceId, name: sourceName } = source.describe();
    this.history.add({ sourceId, sourceName, message, recipients, times });
  }

  /** `send`: one of them; what it fails with ends the repetition. */
  repeat(source: Source, template: MessageTemplate, repeat: Repeat, send: (message: FilledMessage) => Promise<Send>): Repetition {
    return this.repetitions.start({
      template,
      repeat,
      variables: () => this.variables.byName,
      send,
      onEnd: ({ sent, recipients }) => {
        if (sent > 0) this.remember(source, template, Math.round(recipients / sent), sent);
      },
    });
  }

  async close(): Promise<void> {
    this.repetitions.close();
    await this.flush();
    await this.#opening.catch(() => {});
    await this.#folder?.close();
    this.#folder = null;
  }

  #file<Value>(folder: string | null, name: string, options: Omit<ConstructorParameters<typeof JsonFile<Value>>[0], 'path'>): JsonFile<Value> | null {
    return folder === null ? null : new JsonFile({ ...options, path: join(folder, name) });
  }
}

async function requireFolder(folder: string): Promise<void> {
  if (!isAbsolute(folder)) throw new ContractError('BAD_NAME', `"${folder}" is no absolute path`);
  const found = await stat(folder).catch((error: unknown) => {
    throw new ContractError('FILE_FAILED', error instanceof Error ? error.message : String(error));
  });
  if (!found.isDirectory()) throw new ContractError('BAD_NAME', `"${folder}" is no folder`);
}
