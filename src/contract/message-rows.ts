// What the console tells of messages that are written, repeated and kept. Times are milliseconds since the Unix epoch.

import * as z from 'zod/mini';
import type { MessageTemplate } from './message.ts';
import type { Failure } from './rows.ts';

/** By name, in the order a person gave them. */
export const variables = z
  .array(z.object({ name: z.string().check(z.regex(/^[A-Za-z_][\w.-]{0,99}$/)), value: z.string().check(z.maxLength(10_000)) }))
  .check(z.maxLength(200));
export type Variables = z.infer<typeof variables>;

export interface HistoryEntry {
  readonly historyId: string;
  readonly at: number;
  /** It may be gone. */
  readonly sourceId: string;
  readonly sourceName: string;
  /** `null`: only the server knew. */
  readonly recipients: number | null;
  /** How often it was sent; 1 but for repetitions. */
  readonly times: number;
  readonly message: MessageTemplate;
}

/** How often and how fast. `count` `null`: until it is stopped. `everyMs` 0: one after the other. */
export const repeat = z.object({
  count: z.nullable(z.int().check(z.gte(1), z.lte(1_000_000))),
  everyMs: z.int().check(z.gte(0), z.lte(3_600_000)),
});
export type Repeat = z.infer<typeof repeat>;

export interface RepetitionBatch {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly startedAt: number;
  /** When it ended, or `null`. */
  readonly endedAt: number | null;
  readonly repeat: Repeat;
  readonly sent: number;
  /** Times nobody was there to get it. */
  readonly skipped: number;
  /** Of all that were sent. */
  readonly recipients: number;
  /** Why it ended early. */
  readonly failure: Failure | null;
  /** `null` where none were asked for. */
  readonly acks: {
    readonly acknowledged: number;
    readonly timedOut: number;
    readonly disconnected: number;
    readonly p50Ms: number | null;
    readonly p95Ms: number | null;
    readonly p99Ms: number | null;
  } | null;
}

/** One file of the message folder. */
export interface SavedMessage {
  /** Within the folder, with `/`; unique. */
  readonly path: string;
  readonly name: string;
  readonly updatedAt: number;
  /** `null`: it can not be understood; `problem` says why. */
  readonly message: MessageTemplate | null;
  readonly problem: string | null;
}

export interface MessagesBatch {
  /** Where the files are; `null`: nothing is kept between runs. */
  readonly folder: string | null;
  /** It is the one beside the sources, not one that a person chose. */
  readonly isDefault: boolean;
  /** Why it can not be read or watched. */
  readonly problem: string | null;
  /** Within the folder, with `/`, parents before children; those without messages, too. */
  readonly folders: readonly string[];
  /** By path. */
  readonly messages: readonly SavedMessage[];
  /** Files that are left out because there are too many, or too much in them. */
  readonly omitted: number;
}
