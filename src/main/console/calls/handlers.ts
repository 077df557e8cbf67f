import type { CallHandlers } from '../../../contract/serve.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { clientCalls } from './client-calls.ts';
import { messageCalls } from './message-calls.ts';
import { socketCalls } from './socket-calls.ts';
import { type AddSource, sourceCalls } from './source-calls.ts';
import { trafficCalls } from './traffic-calls.ts';

/** What the calls work on. */
export interface CallContext {
  readonly info: { readonly version: string; readonly host: 'electron' | 'browser' };
  readonly sources: SourceRegistry;
  readonly addSource: AddSource;
}

export function createCallHandlers(context: CallContext): CallHandlers {
  return {
    'app.info': () => context.info,
    ...sourceCalls(context.sources, context.addSource),
    ...clientCalls(context.sources),
    ...socketCalls(context.sources),
    ...messageCalls(context.sources),
    ...trafficCalls(context.sources),
  };
}
