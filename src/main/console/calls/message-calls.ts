import type { CallHandlers } from '../../../contract/serve.ts';
import { changeMany, sendMessage } from '../messages/send-message.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

type MessageCall = 'message.send' | 'bulk.join' | 'bulk.leave' | 'bulk.disconnect';

export function messageCalls(sources: SourceRegistry): Pick<CallHandlers, MessageCall> {
  return {
    'message.send': async ({ sourceId, ...message }) => {
      const { sendId, sent } = await sendMessage(sources.get(sourceId), message);
      return { sendId, recipients: sent };
    },
    'bulk.join': ({ sourceId, target, rooms }) => changeMany(sources.get(sourceId), { action: 'join', target, rooms }),
    'bulk.leave': ({ sourceId, target, rooms }) => changeMany(sources.get(sourceId), { action: 'leave', target, rooms }),
    'bulk.disconnect': ({ sourceId, target, close }) => changeMany(sources.get(sourceId), { action: 'disconnect', target, close }),
  };
}
