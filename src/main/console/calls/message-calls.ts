import type { CallHandlers } from '../../../contract/serve.ts';
import { sendMessage } from '../messages/send-message.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export function messageCalls(sources: SourceRegistry): Pick<CallHandlers, 'message.send'> {
  return {
    'message.send': ({ sourceId, ...message }) => {
      const { sendId, sent } = sendMessage(sources.get(sourceId), message);
      return { sendId, recipients: sent };
    },
  };
}
