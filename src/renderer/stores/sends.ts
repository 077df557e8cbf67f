import * as z from 'zod/mini';
import { create } from 'zustand';
import type { SendBatch } from '../../contract/feeds.ts';
import type { RepetitionBatch } from '../../contract/message-rows.ts';
import type { Failure } from '../../contract/rows.ts';
import { readSession, writeSession } from './stored-session.ts';

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

/** A message that is, or was, sent again and again. It goes on without the page. */
export interface RepetitionState {
  readonly repetitionId: string;
  /** `null` until the console has told of it. */
  readonly batch: RepetitionBatch | null;
}

const KEY = 'patchbay.repetitions';

/** By source, the last one of each. */
export const useRepetitions = create<Readonly<Record<string, RepetitionState | undefined>>>()(() => {
  const kept = readSession(KEY, z.record(z.string(), z.string())) ?? {};
  return Object.fromEntries(Object.entries(kept).map(([sourceId, repetitionId]) => [sourceId, { repetitionId, batch: null }]));
});

/** `null`: it is not looked at any more. */
export function setRepetition(sourceId: string, repetitionId: string | null): void {
  useRepetitions.setState({ [sourceId]: repetitionId === null ? undefined : { repetitionId, batch: null } });
  const ids = Object.entries(useRepetitions.getState()).flatMap(([id, state]) => (state === undefined ? [] : [[id, state.repetitionId]]));
  writeSession(KEY, Object.fromEntries(ids));
}

export function applyRepetition(sourceId: string, repetitionId: string, batch: RepetitionBatch): void {
  useRepetitions.setState((all) => (all[sourceId]?.repetitionId === repetitionId ? { [sourceId]: { repetitionId, batch } } : all));
}
