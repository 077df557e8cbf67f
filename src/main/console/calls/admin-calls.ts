import type { CallHandlers } from '../../../contract/serve.ts';
import { administratorOf } from '../admin/administrator.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

type AdminCall = 'admin.configure' | 'admin.acceptFirehose' | 'admin.logOut' | 'admin.sessions' | 'admin.revokeSession';

export function adminCalls(sources: SourceRegistry): Pick<CallHandlers, AdminCall> {
  const administrator = (sourceId: string) => administratorOf(sources.get(sourceId));
  return {
    'admin.configure': ({ sourceId, settings }) => {
      administrator(sourceId).configureAdmin(settings);
      sources.noteChange();
      return null;
    },
    'admin.acceptFirehose': ({ sourceId }) => {
      administrator(sourceId).acceptFirehose();
      return null;
    },
    'admin.logOut': async ({ sourceId }) => {
      await administrator(sourceId).logOut();
      return null;
    },
    'admin.sessions': async ({ sourceId }) => ({ sessions: await administrator(sourceId).sessions() }),
    'admin.revokeSession': async ({ sourceId, handle }) => {
      await administrator(sourceId).revokeSession(handle);
      return null;
    },
  };
}
