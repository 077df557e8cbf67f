import { useTranslation } from 'react-i18next';
import { fillMessage } from '../../../contract/message.ts';
import type { HistoryEntry } from '../../../contract/message-rows.ts';
import { changing } from '../../stores/confirmation.ts';
import { useClient } from '../../stores/link.ts';
import { useMessages, variablesByName } from '../../stores/messages.ts';
import { notify } from '../../stores/notifications.ts';
import { valuesNow } from '../compose/read-arguments.ts';
import { useAttempt } from '../use-attempt.ts';

interface HistoryActions {
  /** Over the source it was sent over, filled in anew. */
  readonly sendAgain: (entry: HistoryEntry) => void;
  readonly remove: (historyId: string) => void;
  readonly clear: () => Promise<unknown>;
}

/** What is done in the history. What came of it is told in a toast: the list has no place for it. */
export function useHistoryActions(): HistoryActions {
  const { t } = useTranslation();
  const client = useClient();
  const run = useAttempt();

  async function sendAgain({ sourceId, message }: HistoryEntry): Promise<void> {
    const filled = fillMessage(message, valuesNow(variablesByName(useMessages.getState())));
    if (!filled.isValid) {
      const { problem, value } = filled.fault;
      notify('error', t('history.notFilled', { event: message.event }), t(`args.problems.${problem}`, { value }));
      return;
    }
    const { recipients } = await changing(sourceId, (confirm) =>
      client.call('message.send', { sourceId, ...filled.message, template: message, ...confirm }),
    );
    const { event } = message;
    notify('ok', recipients === null ? t('history.sentUncounted', { event }) : t('history.sent', { event, count: recipients }));
  }

  return {
    sendAgain: (entry) => run(sendAgain(entry)),
    remove: (historyId) => run(client.call('history.remove', { historyId })),
    clear: () => client.call('history.clear', {}),
  };
}
