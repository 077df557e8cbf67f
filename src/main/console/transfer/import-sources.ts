import { ContractError } from '../../../contract/frame.ts';
import type { ImportEntry } from '../../../contract/source-list.ts';
import type { Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { type SourceProfile, sourceProfile } from '../store/profiles.ts';
import { problemText } from './problem-text.ts';
import { fileEntry, sourceFile } from './source-file.ts';

interface ReadEntry {
  readonly entry: ImportEntry;
  /** `null` where there is a problem. */
  readonly profile: SourceProfile | null;
}

/** Every source of a file, with what is wrong with it. Fails with `BAD_IMPORT` if it is no such file. */
export function readImport(text: string): readonly ReadEntry[] {
  return parseFile(text).map(readEntry);
}

/** Adds those of the file. All of them fit, or none is added. Fails with `BAD_IMPORT`, `TOO_MANY_SOURCES`, `TOO_MANY_FOLDERS`. */
export function importSources(
  text: string,
  indexes: readonly number[],
  sources: SourceRegistry,
  addProfile: (profile: SourceProfile) => Source,
): readonly string[] {
  const wanted = new Set(indexes);
  const entries = readImport(text).filter(({ entry }) => wanted.has(entry.index));
  if (entries.length > sources.room) throw new ContractError('TOO_MANY_SOURCES', `${sources.room} more sources fit, not ${entries.length}`);
  const wholes = entries.map(requireWhole);
  sources.folders.requireRoom(wholes.flatMap(({ folder }) => folder ?? []));
  return wholes.map(({ folder, profile }) => {
    const folderId = folder === null ? null : sources.folders.named(folder).folderId;
    return addProfile({ ...profile, folderId }).sourceId;
  });
}

function requireWhole({ entry: { index, folder, problem }, profile }: ReadEntry): {
  readonly folder: string | null;
  readonly profile: SourceProfile;
} {
  if (profile === null) throw new ContractError('BAD_IMPORT', `source ${index + 1} can not be added: ${problem}`);
  return { folder, profile };
}

function parseFile(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ContractError('BAD_IMPORT', 'the file is no JSON');
  }
  const parsed = sourceFile.safeParse(value);
  if (parsed.success) return parsed.data.sources;
  throw new ContractError('BAD_IMPORT', `the file has no sources of Patchbay: ${problemText(parsed.error)}`);
}

function readEntry(value: unknown, index: number): ReadEntry {
  const outer = fileEntry.safeParse(value);
  const named = { index, name: textAt(value, 'name'), kind: kindOf(textAt(value, 'kind')), place: '', folder: null, leftOut: 0 };
  if (!outer.success) return { entry: { ...named, problem: problemText(outer.error) }, profile: null };
  const { folder, secretsLeftOut, ...rest } = outer.data;
  const parsed = sourceProfile.safeParse({ ...rest, sourceId: 'new', folderId: null });
  if (!parsed.success) return { entry: { ...named, folder, problem: problemText(parsed.error) }, profile: null };
  const profile = withoutLogin(parsed.data);
  return { entry: { ...named, place: placeOf(profile), folder, leftOut: secretsLeftOut.length, problem: null }, profile };
}

/** Without a password nobody logs in: administration is off until there is one. */
function withoutLogin(profile: SourceProfile): SourceProfile {
  if (profile.kind !== 'server' || profile.administration === null || profile.administration.passwordHash !== null) return profile;
  return { ...profile, administration: { ...profile.administration, isOn: false } };
}

function placeOf(profile: SourceProfile): string {
  return profile.kind === 'server' ? `${profile.host}:${profile.port}` : profile.settings.origin;
}

function textAt(value: unknown, key: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' ? found.slice(0, 512) : '';
}

function kindOf(text: string): ImportEntry['kind'] {
  return text === 'server' || text === 'client' || text === 'admin' ? text : null;
}
