import type { CallHandlers } from '../../../contract/serve.ts';
import type { ChangeGuard } from '../change-guard.ts';
import type { MessageDesk } from '../messages/message-desk.ts';
import { changeMany, sendMessage } from '../messages/send-message.ts';
import { withAttachments } from '../messages/values.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export interface MessageContext {
  readonly sources: SourceRegistry;
  readonly desk: MessageDesk;
  readonly guard: ChangeGuard;
}

type MessageCall = Extract<keyof CallHandlers, `${'message' | 'bulk' | 'variables' | 'history' | 'messages'}.${string}`>;

export function messageCalls({ sources, desk, guard }: MessageContext): Pick<CallHandlers, MessageCall> {
  return {
    'message.send': async ({ sourceId, args, attachments, template, ...message }) => {
      const source = sources.get(sourceId);
      const { sendId, sent } = await sendMessage(source, { ...message, args: withAttachments(args, attachments) });
      if (template !== undefined) desk.remember(source, template, sent);
      return { sendId, recipients: sent };
    },
    'message.reply': ({ sourceId, sendId, namespace, socketId }) => sources.get(sourceId).sends.reply(sendId, namespace, socketId),
    'message.repeat': ({ sourceId, message, repeat, confirm }) => {
      const source = sources.get(sourceId);
      const { repetitionId } = desk.repeat(source, message, repeat, async ({ args, attachments, ...filled }) => {
        // Asked each time: read-only may be turned on meanwhile, the source be removed, or be in production all of a sudden.
        guard.check(sources.get(sourceId), confirm);
        return sendMessage(source, { ...filled, args: withAttachments(args, attachments) });
      });
      return { repetitionId };
    },
    'message.stopRepeating': ({ repetitionId }) => {
      desk.repetitions.get(repetitionId).stop();
      return null;
    },
    'bulk.join': ({ sourceId, target, rooms }) => changeMany(sources.get(sourceId), { action: 'join', target, rooms }),
    'bulk.leave': ({ sourceId, target, rooms }) => changeMany(sources.get(sourceId), { action: 'leave', target, rooms }),
    'bulk.disconnect': ({ sourceId, target, close }) => changeMany(sources.get(sourceId), { action: 'disconnect', target, close }),
    'variables.set': async ({ variables }) => {
      desk.variables.set(variables);
      await desk.flush();
      return null;
    },
    'history.remove': async ({ historyId }) => {
      desk.history.remove(historyId);
      await desk.flush();
      return null;
    },
    'history.clear': async () => {
      desk.history.clear();
      await desk.flush();
      return null;
    },
    'messages.useFolder': async ({ folder }) => {
      await desk.useFolder(folder);
      return null;
    },
    'messages.save': async ({ message, to }) => ({ path: await (await desk.folder()).save(message, to) }),
    'messages.move': async ({ path, ...to }) => ({ path: await (await desk.folder()).move(path, to) }),
    'messages.remove': async ({ path }) => {
      await (await desk.folder()).remove(path);
      return null;
    },
    'messages.makeFolder': async ({ folder, name }) => ({ path: await (await desk.folder()).makeFolder(folder, name) }),
  };
}
