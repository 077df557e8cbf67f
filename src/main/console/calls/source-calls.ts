import type { CallParams } from '../../../contract/calls.ts';
import type { CallHandlers } from '../../../contract/serve.ts';
import { capable, type Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import type { SavedAdministration } from '../store/profiles.ts';
import { saveAdministration } from '../store/save-administration.ts';

/** A source that does not run yet. Fails with `TOO_MANY_SOURCES`. */
export type AddSource = (wanted: CallParams<'source.add'>) => Source;

type SourceCall = 'source.add' | 'source.update' | 'source.remove' | 'source.start' | 'source.stop';

export function sourceCalls(sources: SourceRegistry, addSource: AddSource): Pick<CallHandlers, SourceCall> {
  return {
    'source.add': (wanted) => ({ sourceId: addSource(wanted).sourceId }),
    'source.update': async ({ sourceId, name, environment, color, host, port, administration }) => {
      const source = sources.get(sourceId);
      const saved = administration === undefined ? undefined : await saveAdministration(administration, savedOf(source));
      source.configure({
        ...(name === undefined ? {} : { name }),
        ...(environment === undefined ? {} : { environment }),
        ...(color === undefined ? {} : { color }),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port }),
        ...(saved === undefined ? {} : { administration: saved }),
      });
      sources.noteChange();
      return null;
    },
    'source.remove': async ({ sourceId }) => {
      await sources.remove(sourceId);
      return null;
    },
    'source.start': async ({ sourceId }) => {
      await capable(sources.get(sourceId), 'start').open();
      return null;
    },
    'source.stop': async ({ sourceId }) => {
      await capable(sources.get(sourceId), 'start').close();
      return null;
    },
  };
}

function savedOf({ profile }: Source): SavedAdministration | null {
  return profile?.kind === 'server' ? profile.administration : null;
}
