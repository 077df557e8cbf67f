import type { MessagesBatch, SavedMessage } from '../../../contract/message-rows.ts';

/** What is in the message folder, as a list of what is seen of it. `level` counts from one. */
export type SavedItem = { readonly path: string; readonly name: string; readonly level: number } & (
  | { readonly kind: 'folder'; readonly isFolded: boolean; readonly count: number }
  | { readonly kind: 'message'; readonly message: SavedMessage }
);

/** The folder a path is in; empty: the message folder itself. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end === -1 ? '' : path.slice(0, end);
}

/** Folders before messages. With a text, what has it in its path, and the folders it is in. */
export function savedItems(
  { folders, messages }: Pick<MessagesBatch, 'folders' | 'messages'>,
  folded: ReadonlySet<string>,
  text: string,
): readonly SavedItem[] {
  const wanted = text.trim().toLowerCase();
  const found = messages.filter(({ path, name }) => wanted === '' || `${folderOf(path)}/${name}`.toLowerCase().includes(wanted));
  const items: SavedItem[] = [];
  addFolder('', 1);
  return items;

  function addFolder(folder: string, level: number): void {
    for (const path of folders) {
      if (folderOf(path) !== folder) continue;
      const count = found.filter((message) => message.path.startsWith(`${path}/`)).length;
      if (wanted !== '' && count === 0) continue;
      // What is looked for is seen.
      const isFolded = folded.has(path) && wanted === '';
      items.push({ kind: 'folder', path, name: path.slice(path.lastIndexOf('/') + 1), level, isFolded, count });
      if (!isFolded) addFolder(path, level + 1);
    }
    for (const message of found) {
      if (folderOf(message.path) === folder) items.push({ kind: 'message', path: message.path, name: message.name, level, message });
    }
  }
}
