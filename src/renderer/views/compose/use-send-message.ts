import { failureOf } from '../../i18n/failure.ts';
import { draftOf } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { setSend, useSends } from '../../stores/sends.ts';
import { messageOf } from './message.ts';

/** Sends the draft of a source as it is when called; does nothing while it is no message yet. */
export function useSendMessage(sourceId: string): () => void {
  const client = useClient();
  return () => {
    const message = messageOf(sourceId, draftOf(sourceId));
    if ('kind' in message || useSends.getState()[sourceId]?.state === 'sending') return;
    const timeoutMs = message.ackTimeoutMs;
    const base = { at: Date.now(), timeoutMs, recipients: 0, sendId: null, failure: null, results: null };
    setSend(sourceId, { ...base, state: 'sending' });
    client.call('message.send', message).then(
      ({ sendId, recipients }) =>
        setSend(sourceId, { ...base, at: Date.now(), state: 'sent', recipients, sendId: timeoutMs === null ? null : sendId }),
      (error: unknown) => setSend(sourceId, { ...base, state: 'failed', failure: failureOf(error) }),
    );
  };
}
