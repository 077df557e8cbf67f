// The file that takes sources from one console to another. No secret is in it: each source names the places where there was one.
//
//   {"format": "patchbay-sources", "version": 1, "sources": [
//     {"kind": "server", "name": "…", …, "folder": "Local", "secretsLeftOut": ["settings.token"]}, …]}

import * as z from 'zod/mini';
import { folderName } from '../../../contract/source-list.ts';
import { MAX_IMPORT_SOURCES } from '../limits.ts';

export const FILE_FORMAT = 'patchbay-sources';
export const FILE_VERSION = 1;

/** Sources are looked at one by one: what is wrong with one does not lose the others. */
export const sourceFile = z.object({
  format: z.literal(FILE_FORMAT),
  version: z.literal(FILE_VERSION),
  sources: z.array(z.unknown()).check(z.maxLength(MAX_IMPORT_SOURCES)),
});

/** What a source of the file has beside its profile. */
export const fileEntry = z.looseObject({
  folder: z._default(z.nullable(folderName), null),
  secretsLeftOut: z._default(z.array(z.string().check(z.maxLength(200))).check(z.maxLength(1000)), []),
});
