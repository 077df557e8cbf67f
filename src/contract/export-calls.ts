// Traffic as a file, in slices: a page asks for one after the other and puts them together, so that neither side holds up anything and
// a page that does not ask again has cancelled. The formats are described in docs/traffic-export.md.

import * as z from 'zod/mini';
import { call } from './call.ts';
import { MAX_FILTER_LENGTH } from './filter.ts';

const id = z.string().check(z.minLength(1), z.maxLength(128));
const count = z.int().check(z.gte(0));

/** `recording`: JSON Lines with a head, to be opened again. */
export const EXPORT_FORMATS = ['jsonl', 'csv', 'json', 'recording'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Where an export is: what it has not come to yet, and what it has done. */
const exportPlace = z.object({
  seq: count,
  /** What passes once an export has begun is not in it. */
  untilSeq: count,
  written: count,
});
export type ExportPlace = z.infer<typeof exportPlace>;

export interface ExportSlice {
  readonly text: string;
  /** `null`: this was the last. */
  readonly next: ExportPlace | null;
  /** Rows written so far. */
  readonly written: number;
  /** Of the rows there were to look at, from 0 to 1. */
  readonly progress: number;
}

export const exportCalls = {
  /** Of the rows that match, or of some. Without `place` it begins. Fails with `BAD_FILTER`. */
  'traffic.export': call<ExportSlice>()(
    z.object({
      sourceId: id,
      where: z.object({ filter: z.optional(z.string().check(z.maxLength(MAX_FILTER_LENGTH))), heartbeats: z.optional(z.boolean()) }),
      seqs: z.nullable(z.array(count).check(z.minLength(1), z.maxLength(1000))),
      format: z.enum(EXPORT_FORMATS),
      /** Else what their names say is secret is masked. */
      withSecrets: z.boolean(),
      place: z.nullable(exportPlace),
    }),
  ),
} as const;
