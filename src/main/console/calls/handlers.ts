import type { CallHandlers } from '../../../contract/serve.ts';
import type { ChangeGuard } from '../change-guard.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { adminCalls } from './admin-calls.ts';
import { clientCalls } from './client-calls.ts';
import { messageCalls } from './message-calls.ts';
import { socketCalls } from './socket-calls.ts';
import { type AddSource, sourceCalls } from './source-calls.ts';
import { type StoreContext, storeCalls } from './store-calls.ts';
import { trafficCalls } from './traffic-calls.ts';

/** What the calls work on. */
export interface CallContext extends StoreContext {
  readonly info: { readonly version: string; readonly host: 'electron' | 'browser' };
  readonly sources: SourceRegistry;
  readonly addSource: AddSource;
  readonly guard: ChangeGuard;
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
    ...clientCalls(context.sources),
    ...adminCalls(context.sources),
    ...socketCalls(context.sources),
    ...messageCalls(context.sources),
    ...trafficCalls(context.sources),
  };
  return context.guard.guarded(handlers, context.sources);
}
