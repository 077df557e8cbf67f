import type { CallHandlers } from '../../../contract/serve.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export function socketCalls(sources: SourceRegistry): Pick<CallHandlers, 'socket.join' | 'socket.leave' | 'socket.disconnect'> {
  return {
    'socket.join': async ({ sourceId, namespace, socketId, rooms }) => {
      await sources.get(sourceId).join(namespace, socketId, rooms);
      return null;
    },
    'socket.leave': async ({ sourceId, namespace, socketId, room }) => {
      await sources.get(sourceId).leave(namespace, socketId, room);
      return null;
    },
    'socket.disconnect': ({ sourceId, namespace, socketId, close }) => {
      sources.get(sourceId).disconnect(namespace, socketId, close);
      return null;
    },
  };
}
