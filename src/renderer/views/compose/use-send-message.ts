import { failureOf } from '../../i18n/failure.ts';
import { changing, NotConfirmed } from '../../stores/confirmation.ts';
import { type Draft, templateOf } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { useMessages, variablesByName } from '../../stores/messages.ts';
import { type Send, setRepetition, setSend, useRepetitions, useSends } from '../../stores/sends.ts';
import { messageOf } from './message.ts';

interface Sending {
  /** Sends a draft, once or again and again; does nothing while it is no message yet, or another is being sent. */
  readonly send: (draft: Draft) => void;
  readonly stop: () => void;
}

export function useSendMessage(sourceId: string): Sending {
  const client = useClient();

  function failed(base: Send, error: unknown): void {
    setSend(sourceId, error instanceof NotConfirmed ? null : { ...base, state: 'failed', failure: failureOf(error) });
  }

  function send(draft: Draft): void {
    const message = messageOf(sourceId, draft, variablesByName(useMessages.getState()));
    if ('kind' in message || useSends.getState()[sourceId]?.state === 'sending') return;
    const timeoutMs = message.ackTimeoutMs;
    const base = { state: 'sending', at: Date.now(), timeoutMs, recipients: 0, sendId: null, failure: null, results: null } as const;
    setSend(sourceId, base);
    if (draft.isRepeated) {
      changing(sourceId, (confirm) => client.call('message.repeat', { sourceId, message: templateOf(draft), repeat: draft.repeat, ...confirm })).then(
        ({ repetitionId }) => {
          setSend(sourceId, null);
          setRepetition(sourceId, repetitionId);
        },
        (error: unknown) => failed(base, error),
      );
      return;
    }
    changing(sourceId, (confirm) => client.call('message.send', { ...message, ...confirm })).then(
      ({ sendId, recipients }) =>
        setSend(sourceId, { ...base, at: Date.now(), state: 'sent', recipients, sendId: timeoutMs === null ? null : sendId }),
      (error: unknown) => failed(base, error),
    );
  }

  function stop(): void {
    const repetition = useRepetitions.getState()[sourceId];
    // One that is not kept any more does not run either.
    if (repetition !== undefined) client.call('message.stopRepeating', { repetitionId: repetition.repetitionId }).catch(() => {});
  }

  return { send, stop };
}
