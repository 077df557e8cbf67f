import type { Failure } from '../../../contract/rows.ts';
import { saveEdits } from '../../stores/edits.ts';
import { useClient } from '../../stores/link.ts';
import { useSources } from '../../stores/sources.ts';
import { useAction } from '../../stores/use-action.ts';
import { forgetInspected } from '../../stores/workspace.ts';

export interface ConnectionActions {
  readonly connect: () => void;
  readonly disconnect: () => void;
  readonly reconnect: () => void;
  /** Tries at once, where there is no connection. */
  readonly retry: () => void;
  readonly pause: (isPaused: boolean) => void;
  /** What the console did not do; a failed connection is none, its attempts tell. */
  readonly failure: Failure | null;
}

/** What a person can do with a connection. Settings are saved before they are used. */
export function useConnectionActions(sourceId: string): ConnectionActions {
  const client = useClient();
  const { run, failure } = useAction();

  async function start(): Promise<void> {
    await saveEdits(client, sourceId);
    // Its log starts over.
    forgetInspected(sourceId);
    try {
      await client.call('source.start', { sourceId });
    } catch (error) {
      if (!isOffline(stateOf(sourceId))) throw error;
    }
  }

  async function tryNow(): Promise<void> {
    await saveEdits(client, sourceId);
    const state = stateOf(sourceId);
    if (state === 'retrying' || state === 'paused') await client.call('client.retry', { sourceId });
    else if (state === 'stopped' || state === 'failed') await start();
  }

  return {
    connect: () => run(start),
    disconnect: () => run(() => client.call('source.stop', { sourceId })),
    reconnect: () =>
      run(async () => {
        await client.call('source.stop', { sourceId });
        await start();
      }),
    retry: () => run(tryNow),
    pause: (isPaused) => run(() => client.call('client.pause', { sourceId, isPaused })),
    failure,
  };
}

function stateOf(sourceId: string): string | undefined {
  return useSources.getState().sources?.find((source) => source.sourceId === sourceId)?.state;
}

/** The attempts of these say what went wrong. */
function isOffline(state: string | undefined): boolean {
  return state === 'failed' || state === 'retrying' || state === 'paused' || state === 'stopped';
}
