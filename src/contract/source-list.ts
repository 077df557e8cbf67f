// How a person keeps the sources in order: folders, colours, and the file that takes sources elsewhere.

import * as z from 'zod/mini';

/** Decoration, chosen by the person; the page has a token for each. */
export const SOURCE_COLORS = ['blue', 'teal', 'green', 'amber', 'orange', 'red', 'violet', 'grey'] as const;
export const sourceColor = z.nullable(z.enum(SOURCE_COLORS));
export type SourceColor = (typeof SOURCE_COLORS)[number];

export const environment = z.nullable(z.enum(['dev', 'staging', 'prod']));

export const folderId = z.string().check(z.minLength(1), z.maxLength(128));
export const folderName = z.string().check(z.minLength(1), z.maxLength(128));
export const folder = z.object({ folderId, name: folderName, isFolded: z.boolean() });
export type SourceFolder = z.infer<typeof folder>;

/** Characters of a file that is imported. */
export const MAX_IMPORT_LENGTH = 2 * 1024 * 1024;

/** What the name of an exported file of sources ends with. The system opens such a file with the desktop application. */
export const SOURCES_SUFFIX = '.patchbay';

/** One source of a file, before it is added. */
export interface ImportEntry {
  /** Its place in the file. */
  readonly index: number;
  readonly name: string;
  /** `null`: it says none that there is. */
  readonly kind: 'server' | 'client' | 'admin' | null;
  /** Where it listens or dials. */
  readonly place: string;
  readonly folder: string | null;
  /** How many secrets are not in the file. */
  readonly leftOut: number;
  /** Why it can not be added, the value's path first; `null`: it can. */
  readonly problem: string | null;
}
