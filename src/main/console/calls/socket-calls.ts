import type { CallHandlers } from '../../../contract/serve.ts';
import { capable } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export function socketCalls(sources: SourceRegistry): Pick<CallHandlers, 'socket.join' | 'socket.leave' | 'socket.disconnect'> {
  return {
    'socket.join': async ({ sourceId, namespace, socketId, rooms }) => {
      await capable(sources.get(sourceId), 'join').join(namespace, socketId, rooms);
      return null;
    },
    'socket.leave': async ({ sourceId, namespace, socketId, room }) => {
      await capable(sources.get(sourceId), 'leave').leave(namespace, socketId, room);
      return null;
    },
    'socket.disconnect': async ({ sourceId, namespace, socketId, close }) => {
      await capable(sources.get(sourceId), 'disconnect').disconnect(namespace, socketId, close);
      return null;
    },
  };
}
