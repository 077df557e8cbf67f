import type { CallHandlers } from '../../../contract/serve.ts';
import type { Source, SourceSettings } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

type SourceCall = 'source.add' | 'source.update' | 'source.remove' | 'source.start' | 'source.stop';

export function sourceCalls(sources: SourceRegistry, addSource: (settings: SourceSettings) => Source): Pick<CallHandlers, SourceCall> {
  return {
    'source.add': ({ name, host, port }) => ({ sourceId: addSource({ name, host, port }).sourceId }),
    'source.update': ({ sourceId, name, host, port }) => {
      sources.get(sourceId).configure({
        ...(name === undefined ? {} : { name }),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port }),
      });
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
