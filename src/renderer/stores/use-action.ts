import { useCallback, useState } from 'react';
import type { Failure } from '../../contract/rows.ts';
import { failureOf } from '../i18n/failure.ts';
import { NotConfirmed } from './confirmation.ts';

export interface Action {
  /** Runs it; `onDone` only when it went well. A failure is kept until the next run; what was not confirmed is none. */
  readonly run: (work: () => Promise<unknown>, onDone?: () => void) => void;
  readonly isPending: boolean;
  readonly failure: Failure | null;
  readonly forget: () => void;
}

/** The state of one button's work, for showing it beside the button. */
export function useAction(): Action {
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = useCallback((work: () => Promise<unknown>, onDone?: () => void) => {
    setIsPending(true);
    setFailure(null);
    work().then(
      () => {
        setIsPending(false);
        onDone?.();
      },
      (error: unknown) => {
        setIsPending(false);
        if (!(error instanceof NotConfirmed)) setFailure(failureOf(error));
      },
    );
  }, []);
  const forget = useCallback(() => setFailure(null), []);
  return { run, isPending, failure, forget };
}
