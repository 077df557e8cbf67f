import type { CallParams } from '../../../contract/calls.ts';
import type { CallHandlers } from '../../../contract/serve.ts';
import type { Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

/** A source that does not run yet. Fails with `TOO_MANY_SOURCES`. */
export type AddSource = (wanted: CallParams<'source.add'>) => Source;

type SourceCall = 'source.add' | 'source.update' | 'source.remove' | 'source.start' | 'source.stop';

export function sourceCalls(sources: SourceRegistry, addSource: AddSource): Pick<CallHandlers, SourceCall> {
  return {
    'source.add': (wanted) => ({ sourceId: addSource(wanted).sourceId }),
    'source.update': ({ sourceId, name, host, port }) => {
      sources.get(sourceId).configure({
        ...(name === undefined ? {} : { name }),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port }),
      });
      sources.noteChange();
      return null;
    },
    'source.remove': async ({ sourceId }) => {
      await sources.remove(sourceId);
      return null;
    },
    'source.start': async ({ sourceId }) => {
      await sources.get(sourceId).open();
      return null;
    },
    'source.stop': async ({ sourceId }) => {
      await sources.get(sourceId).close();
      return null;
    },
  };
}
