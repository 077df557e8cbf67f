import { create } from 'zustand';
import type { SendBatch } from '../../contract/feeds.ts';
import type { Failure } from '../../contract/rows.ts';

/** The last send of a source. */
export interface Send {
  readonly state: 'sending' | 'sent' | 'failed';
  readonly at: number;
  /** `null`: only the server knows. */
  readonly recipients: number | null;
  readonly timeoutMs: number | null;
  /** `null` without acknowledgement: then there are no results to watch. */
  readonly sendId: string | null;
  readonly failure: Failure | null;
  /** Results as last applied; kept when the feed ends. */
  readonly results: SendBatch | null;
}

export const useSends = create<Readonly<Record<string, Send | undefined>>>()(() => ({}));

/** `null`: there was none. */
export function setSend(sourceId: string, send: Send | null): void {
  useSends.setState({ [sourceId]: send ?? undefined });
}

export function applySendResults(sourceId: string, sendId: string, results: SendBatch): void {
  useSends.setState((sends) => {
    const send = sends[sourceId];
    return send?.sendId === sendId ? { [sourceId]: { ...send, results } } : sends;
  });
}
