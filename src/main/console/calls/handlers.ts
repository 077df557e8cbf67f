import type { CallHandlers } from '../../../contract/serve.ts';
import type { Source, SourceSettings } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { messageCalls } from './message-calls.ts';
import { socketCalls } from './socket-calls.ts';
import { sourceCalls } from './source-calls.ts';
import { trafficCalls } from './traffic-calls.ts';

/** What the calls work on. */
export interface CallContext {
  readonly info: { readonly version: string; readonly host: 'electron' | 'browser' };
  readonly sources: SourceRegistry;
  readonly addSource: (settings: SourceSettings) => Source;
}

export function createCallHandlers(context: CallContext): CallHandlers {
  return {
    'app.info': () => context.info,
    ...sourceCalls(context.sources, context.addSource),
    ...socketCalls(context.sources),
    ...messageCalls(context.sources),
    ...trafficCalls(context.sources),
  };
}
