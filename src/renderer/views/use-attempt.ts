import { useTranslation } from 'react-i18next';
import { describeFailure, failureOf } from '../i18n/failure.ts';
import { NotConfirmed } from '../stores/confirmation.ts';
import { notify } from '../stores/notifications.ts';

/** Runs what has no place of its own to say that it failed. */
export function useAttempt(): (work: Promise<unknown>) => void {
  const { t } = useTranslation();
  return (work) => {
    work.catch((error: unknown) => {
      if (error instanceof NotConfirmed) return;
      const { title, hint } = describeFailure(t, failureOf(error));
      notify('error', title, hint);
    });
  };
}
