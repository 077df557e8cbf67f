import type { CallHandlers } from '../../../contract/serve.ts';
import type { RecordingDesk } from '../recording/recording-desk.ts';
import type { SourceStore } from '../store/source-store.ts';
import { adminCalls } from './admin-calls.ts';
import { clientCalls } from './client-calls.ts';
import { folderCalls } from './folder-calls.ts';
import { type MessageContext, messageCalls } from './message-calls.ts';
import { recordingCalls } from './recording-calls.ts';
import { serverCalls } from './server-calls.ts';
import { socketCalls } from './socket-calls.ts';
import { type AddSource, sourceCalls } from './source-calls.ts';
import { type AddProfile, sourceListCalls } from './source-list-calls.ts';
import { type StoreContext, storeCalls } from './store-calls.ts';
import { trafficCalls } from './traffic-calls.ts';

/** What the calls work on. */
export interface CallContext extends StoreContext, MessageContext {
  readonly info: { readonly version: string; readonly host: 'electron' | 'browser' };
  readonly addSource: AddSource;
  readonly addProfile: AddProfile;
  readonly recordings: RecordingDesk;
}

export function createCallHandlers(context: CallContext): CallHandlers {
  const handlers: CallHandlers = {
    'app.info': () => context.info,
    'app.setReadOnly': ({ isReadOnly }) => {
      context.guard.isReadOnly = isReadOnly;
      return null;
    },
    ...storeCalls(context),
    ...sourceCalls(context.sources, context.addSource),
    ...sourceListCalls(context.sources, context.addProfile),
    ...folderCalls(context.sources),
    ...serverCalls(context.sources),
    ...clientCalls(context.sources),
    ...adminCalls(context.sources),
    ...socketCalls(context.sources),
    ...messageCalls(context),
    ...trafficCalls(context.sources),
    ...recordingCalls(context.recordings),
  };
  return context.guard.guarded(context.store === null ? handlers : saving(handlers, context.store), context.sources);
}

/** The same handlers, each answering once what it changed is on the disk. Where that fails a notice says so: the change lasts as long as the console. */
function saving(handlers: CallHandlers, store: SourceStore): CallHandlers {
  const saving: Record<string, unknown> = {};
  for (const [name, handler] of Object.entries(handlers)) {
    // Parameters and result are its own; the pair fits, though the compiler can't follow it through the union.
    const run = handler as (params: unknown) => unknown;
    saving[name] = async (params: unknown) => {
      const before = store.changes;
      const result = await run(params);
      if (store.changes !== before) await store.flush();
      return result;
    };
  }
  return saving as CallHandlers;
}
