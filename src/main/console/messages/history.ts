import * as z from 'zod/mini';
import { type MessageTemplate, messageTemplate } from '../../../contract/message.ts';
import type { HistoryEntry } from '../../../contract/message-rows.ts';
import { MAX_HISTORY, MAX_HISTORY_BYTES } from '../limits.ts';

const entry = z.object({
  historyId: z.string().check(z.maxLength(100)),
  at: z.number(),
  sourceId: z.string().check(z.maxLength(128)),
  sourceName: z.string().check(z.maxLength(512)),
  recipients: z.nullable(z.int()),
  times: z.int(),
  message: messageTemplate,
});
/** As it is in its file: the newest first. */
export const savedHistory = z.object({ version: z.literal(1), entries: z.array(entry).check(z.maxLength(MAX_HISTORY)) });

/** What was sent, the newest first, over all sources. A message that is the last one again counts up. */
export class History {
  readonly #onChange: () => void;
  #entries: readonly HistoryEntry[];
  #version = 0;
  #nextId = 1;

  constructor(entries: readonly HistoryEntry[], onChange: () => void) {
    this.#entries = entries;
    this.#onChange = onChange;
  }

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  get version(): number {
    return this.#version;
  }

  add(sent: Omit<HistoryEntry, 'historyId' | 'at'>, now = Date.now()): void {
    const [last, ...older] = this.#entries;
    const isSame = last !== undefined && last.sourceId === sent.sourceId && textOf(last.message) === textOf(sent.message);
    const added: HistoryEntry = { ...sent, historyId: `${now}-${this.#nextId++}`, at: now, times: sent.times + (isSame ? last.times : 0) };
    this.#set(bounded([added, ...(isSame ? older : this.#entries)]));
  }

  remove(historyId: string): void {
    this.#set(this.#entries.filter((each) => each.historyId !== historyId));
  }

  clear(): void {
    this.#set([]);
  }

  #set(entries: readonly HistoryEntry[]): void {
    this.#entries = entries;
    this.#version++;
    this.#onChange();
  }
}

function bounded(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const kept: HistoryEntry[] = [];
  let bytes = 0;
  for (const each of entries.slice(0, MAX_HISTORY)) {
    bytes += textOf(each.message).length;
    if (bytes > MAX_HISTORY_BYTES) break;
    kept.push(each);
  }
  return kept;
}

function textOf(message: MessageTemplate): string {
  return JSON.stringify(message);
}
