import type { CallHandlers } from '../../../contract/serve.ts';
import { makeSelfSigned } from '../sources/server/self-signed.ts';
import { serverOf } from '../sources/server/server-of.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

type ServerCall = 'server.settings' | 'server.configure' | 'server.restart' | 'server.makeCertificate';

export function serverCalls(sources: SourceRegistry): Pick<CallHandlers, ServerCall> {
  const server = (sourceId: string) => serverOf(sources.get(sourceId));
  return {
    'server.settings': ({ sourceId }) => ({ settings: server(sourceId).settings }),
    'server.configure': async ({ sourceId, settings }) => {
      await server(sourceId).configureServer(settings);
      sources.noteChange();
      return null;
    },
    'server.restart': async ({ sourceId }) => {
      const source = server(sourceId);
      await source.close();
      await source.open();
      return null;
    },
    'server.makeCertificate': () => makeSelfSigned(new Date()),
  };
}
