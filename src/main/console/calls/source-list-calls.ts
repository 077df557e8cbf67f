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
      const { profile } = sources.get(sourceId);
      const next = sources.after(sourceId);
      const copy = addProfile({ ...profile, name });
      sources.move(copy.sourceId, profile.folderId, next);
      return { sourceId: copy.sourceId };
    },
    'sources.export': ({ sourceIds }) => {
      const wanted = sourceIds === null ? [...sources] : sourceIds.map((sourceId) => sources.get(sourceId));
      return exportText(
        wanted.map(({ profile }) => profile),
        sources.folders.list,
      );
    },
    'sources.readImport': ({ text }) => ({ entries: readImport(text).map(({ entry }) => entry) }),
    'sources.import': ({ text, indexes }) => ({ sourceIds: importSources(text, indexes, sources, addProfile) }),
  };
}
