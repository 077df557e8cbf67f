import type { CallHandlers } from '../../../contract/serve.ts';
import { diallingOf } from '../client/dialling.ts';
import { withAttachments } from '../messages/values.ts';
import { clientOf } from '../sources/client-of.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

type ClientCall =
  | 'client.configure'
  | 'client.pause'
  | 'client.retry'
  | 'client.join'
  | 'client.leave'
  | 'client.reply'
  | 'client.ignore'
  | 'client.setRules'
  | 'doctor.start'
  | 'doctor.cancel';

export function clientCalls(sources: SourceRegistry): Pick<CallHandlers, ClientCall> {
  const client = (sourceId: string) => clientOf(sources.get(sourceId));
  const dialling = (sourceId: string) => diallingOf(sources.get(sourceId));
  return {
    'client.configure': ({ sourceId, settings }) => {
      client(sourceId).configureClient(settings);
      sources.noteChange();
      return null;
    },
    'client.pause': ({ sourceId, isPaused }) => {
      dialling(sourceId).pause(isPaused);
      return null;
    },
    'client.retry': ({ sourceId }) => {
      dialling(sourceId).retry();
      return null;
    },
    'client.join': ({ sourceId, namespace, auth }) => {
      client(sourceId).joinNamespace(namespace, auth);
      sources.noteChange();
      return null;
    },
    'client.leave': ({ sourceId, namespace }) => {
      client(sourceId).leaveNamespace(namespace);
      sources.noteChange();
      return null;
    },
    'client.reply': ({ sourceId, requestId, args, attachments }) => {
      client(sourceId).replies.reply(requestId, withAttachments(args, attachments));
      return null;
    },
    'client.ignore': ({ sourceId, requestId }) => {
      client(sourceId).replies.ignore(requestId);
      return null;
    },
    'client.setRules': ({ sourceId, rules }) => {
      client(sourceId).replies.setRules(rules);
      sources.noteChange();
      return null;
    },
    'doctor.start': ({ sourceId }) => {
      dialling(sourceId).examine();
      return null;
    },
    'doctor.cancel': ({ sourceId }) => {
      dialling(sourceId).doctor.cancel();
      return null;
    },
  };
}
