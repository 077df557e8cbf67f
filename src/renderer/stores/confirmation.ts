import { create } from 'zustand';
import type { SourceRow } from '../../contract/rows.ts';
import { useSources } from './sources.ts';

/** A person was asked, and did not confirm: nothing was done, and nothing is to be said about it. */
export class NotConfirmed extends Error {}

interface Question {
  readonly sourceId: string;
  readonly name: string;
  readonly answer: (isConfirmed: boolean, forMs: number) => void;
}

interface ConfirmationState {
  readonly question: Question | null;
  /** When what was confirmed for a while is asked again, by source. */
  readonly until: Readonly<Record<string, number>>;
}

export const CONFIRMED_FOR_MS = 5 * 60 * 1000;

export const useConfirmation = create<ConfirmationState>()(() => ({ question: null, until: {} }));

/**
 * Runs what changes a server, with the word it needs: of a source in production a person types its name first. Rejects with
 * `NotConfirmed` when that was not done.
 */
export async function changing<Result>(sourceId: string, change: (confirm: { readonly confirm?: string }) => Promise<Result>): Promise<Result> {
  const source = useSources.getState().sources?.find((row) => row.sourceId === sourceId);
  if (source === undefined || source.environment !== 'prod') return change({});
  if ((useConfirmation.getState().until[sourceId] ?? 0) <= Date.now()) await ask(source);
  return change({ confirm: source.name });
}

function ask({ sourceId, name }: SourceRow): Promise<void> {
  // Another question is another click: the first one is given up.
  useConfirmation.getState().question?.answer(false, 0);
  return new Promise((resolve, reject) => {
    const answer: Question['answer'] = (isConfirmed, forMs) => {
      useConfirmation.setState(({ until }) => ({ question: null, until: isConfirmed ? { ...until, [sourceId]: Date.now() + forMs } : until }));
      if (isConfirmed) resolve();
      else reject(new NotConfirmed());
    };
    useConfirmation.setState({ question: { sourceId, name, answer } });
  });
}
