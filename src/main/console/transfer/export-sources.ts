import type { SourceFolder } from '../../../contract/source-list.ts';
import type { SourceProfile } from '../store/profiles.ts';
import { splitSecrets } from '../store/secrets.ts';
import { FILE_FORMAT, FILE_VERSION } from './source-file.ts';

interface Exported {
  readonly text: string;
  readonly sources: number;
  readonly secrets: number;
}

/** A file of sources that others may read; see `source-file.ts`. */
export function exportText(profiles: readonly SourceProfile[], folders: readonly SourceFolder[]): Exported {
  const split = profiles.map((profile) => splitSecrets(profile));
  const sources = split.map(({ profile, secrets }) => ({
    ...profile,
    // They mean nothing elsewhere, and are left out of JSON.
    sourceId: undefined,
    folderId: undefined,
    folder: folders.find(({ folderId }) => folderId === profile.folderId)?.name ?? null,
    secretsLeftOut: secrets.map(({ path }) => path.join('.')),
  }));
  const text = `${JSON.stringify({ format: FILE_FORMAT, version: FILE_VERSION, sources }, null, 2)}\n`;
  return { text, sources: sources.length, secrets: split.reduce((sum, { secrets }) => sum + secrets.length, 0) };
}
