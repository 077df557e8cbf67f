import { ContractError } from '../../../contract/frame.ts';
import type { CallHandlers } from '../../../contract/serve.ts';
import type { Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import type { SourceProfile } from '../store/profiles.ts';
import { exportText } from '../transfer/export-sources.ts';
import { importSources, readImport } from '../transfer/import-sources.ts';

/** A source that is like the profile, under an id of its own. Fails with `TOO_MANY_SOURCES`. */
export type AddProfile = (profile: SourceProfile) => Source;

type SourceListCall = 'source.move' | 'source.duplicate' | 'sources.export' | 'sources.readImport' | 'sources.import';

export function sourceListCalls(sources: SourceRegistry, addProfile: AddProfile): Pick<CallHandlers, SourceListCall> {
  return {
    'source.move': ({ sourceId, folderId, beforeId }) => {
      sources.move(sourceId, folderId, beforeId);
      return null;
    },
    'source.duplicate': ({ sourceId, name }) => {
      const profile = savedOf(sources.get(sourceId));
      const next = sources.after(sourceId);
      const copy = addProfile({ ...profile, name });
      sources.move(copy.sourceId, profile.folderId, next);
      return { sourceId: copy.sourceId };
    },
    'sources.export': ({ sourceIds }) => {
      const [only, ...others] = sourceIds ?? [];
      if (only !== undefined && others.length === 0) return exportText([savedOf(sources.get(only))], sources.folders.list);
      const wanted = sourceIds === null ? [...sources] : sourceIds.map((sourceId) => sources.get(sourceId));
      // Of several, those that can be saved: a folder may hold a recording, too.
      return exportText(
        wanted.flatMap(({ profile }) => profile ?? []),
        sources.folders.list,
      );
    },
    'sources.readImport': ({ text }) => ({ entries: readImport(text).map(({ entry }) => entry) }),
    'sources.import': ({ text, indexes }) => ({ sourceIds: importSources(text, indexes, sources, addProfile) }),
  };
}

/** What is saved of it. Fails with `NOT_SUPPORTED`. */
function savedOf(source: Source): SourceProfile {
  if (source.profile !== null) return source.profile;
  throw new ContractError('NOT_SUPPORTED', `"${source.describe().name}" is not saved: it is a file that was opened`);
}
