// Recordings: traffic that was exported as a file and is opened again. A page brings the text of the file in slices; on the desktop the
// shell reads the file itself and tells the page what it calls that, see `shell.ts`. The format is described in docs/traffic-export.md.

import * as z from 'zod/mini';
import { call } from './call.ts';

const id = z.string().check(z.minLength(1), z.maxLength(128));

/** What the name of a recording ends with. The system opens such a file with the desktop application. */
export const RECORDING_SUFFIX = '.patchbaylog';

/** Characters of one slice. */
export const MAX_RECORDING_SLICE = 2 * 1024 * 1024;

export const recordingCalls = {
  /** Begins to open a file of so many bytes. Fails with `RECORDING_TOO_LARGE`. */
  'recording.open': call<{ readonly openingId: string }>()(
    z.object({ fileName: z.string().check(z.minLength(1), z.maxLength(255)), bytes: z.int().check(z.gte(0)) }),
  ),
  /** The next part of its text, when the one before was read. It is over once it fails: with `BAD_RECORDING`, `RECORDING_TOO_NEW`, `RECORDING_TOO_LARGE`, `OPENING_GONE`. */
  'recording.read': call<null>()(z.object({ openingId: id, text: z.string().check(z.maxLength(MAX_RECORDING_SLICE)) })),
  /** Waits for what the shell reads, and adds the source. Fails as reading does, with `FILE_FAILED` and with `TOO_MANY_SOURCES`. */
  'recording.finish': call<{ readonly sourceId: string }>()(z.object({ openingId: id })),
  'recording.cancel': call<null>()(z.object({ openingId: id })),
} as const;
