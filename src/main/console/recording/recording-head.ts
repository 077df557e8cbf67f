// The first line of a recording, before its rows:
//
//   {"patchbay":"recording","version":1,"source":{"name":"Shop","kind":"server","url":"http://127.0.0.1:3000"}}

import * as z from 'zod/mini';
import { ContractError } from '../../../contract/frame.ts';
import { type RecordedSource, SOURCE_KINDS } from '../../../contract/rows.ts';

const FORMAT = 'recording';
const VERSION = 1;

const head = z.object({
  source: z.object({
    name: z.string().check(z.minLength(1), z.maxLength(512)),
    kind: z.enum(SOURCE_KINDS),
    url: z.nullable(z.string().check(z.maxLength(8192))),
  }),
});
const anyVersion = z.object({ patchbay: z.literal(FORMAT), version: z.int().check(z.gte(1)) });

export function writeRecordingHead(source: RecordedSource): string {
  return JSON.stringify({ patchbay: FORMAT, version: VERSION, source });
}

/** Of which source the file says it is; `null`: the line is no head. Fails with `RECORDING_TOO_NEW`, and with `BAD_RECORDING` for a head that is damaged. */
export function readRecordingHead(line: unknown): RecordedSource | null {
  const known = anyVersion.safeParse(line);
  if (!known.success) return null;
  const { version } = known.data;
  if (version > VERSION) {
    throw new ContractError('RECORDING_TOO_NEW', `the recording is of version ${version}, and this console reads version ${VERSION}`);
  }
  const parsed = head.safeParse(line);
  if (!parsed.success) throw new ContractError('BAD_RECORDING', 'the head of the recording does not say what it is of');
  return parsed.data.source;
}
