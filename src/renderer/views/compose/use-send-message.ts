import { failureOf } from '../../i18n/failure.ts';
import { changing, NotConfirmed } from '../../stores/confirmation.ts';
import type { Draft } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { setSend, useSends } from '../../stores/sends.ts';
import { messageOf } from './message.ts';

/** Sends a draft; does nothing while it is no message yet, or another is being sent. */
export function useSendMessage(sourceId: string): (draft: Draft) => void {
  const client = useClient();
  return (draft) => {
    const message = messageOf(sourceId, draft);
    if ('kind' in message || useSends.getState()[sourceId]?.state === 'sending') return;
    const timeoutMs = message.ackTimeoutMs;
    const base = { at: Date.now(), timeoutMs, recipients: 0, sendId: null, failure: null, results: null };
    setSend(sourceId, { ...base, state: 'sending' });
    changing(sourceId, (confirm) => client.call('message.send', { ...message, ...confirm })).then(
      ({ sendId, recipients }) =>
        setSend(sourceId, { ...base, at: Date.now(), state: 'sent', recipients, sendId: timeoutMs === null ? null : sendId }),
      (error: unknown) => setSend(sourceId, error instanceof NotConfirmed ? null : { ...base, state: 'failed', failure: failureOf(error) }),
    );
  };
}
