import type { CallHandlers } from '../../../contract/serve.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

type FolderCall = 'folder.add' | 'folder.update' | 'folder.move' | 'folder.remove';

export function folderCalls(sources: SourceRegistry): Pick<CallHandlers, FolderCall> {
  const { folders } = sources;
  return {
    'folder.add': ({ name }) => ({ folderId: folders.add(name).folderId }),
    'folder.update': ({ folderId, ...change }) => {
      folders.update(folderId, change);
      return null;
    },
    'folder.move': ({ folderId, beforeId }) => {
      folders.move(folderId, beforeId);
      return null;
    },
    'folder.remove': ({ folderId }) => {
      sources.removeFolder(folderId);
      return null;
    },
  };
}
