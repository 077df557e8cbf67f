import type { CallParams } from '../../../contract/calls.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import type { SourceFolder } from '../../../contract/source-list.ts';

/** Some sources that stand together: those of a folder, or of none. */
interface Group {
  readonly folder: SourceFolder | null;
  readonly sources: readonly SourceRow[];
}

/** Those of no folder first, then each folder with its own. */
export type SourceTree = readonly Group[];

/** One row of the list. */
export type TreeItem =
  | { readonly key: string; readonly folder: SourceFolder; readonly count: number }
  | { readonly key: string; readonly source: SourceRow };

/** Where a source goes. */
export type Place = Omit<CallParams<'source.move'>, 'sourceId'>;

export function treeOf(sources: readonly SourceRow[], folders: readonly SourceFolder[]): SourceTree {
  const of = (folderId: string | null) => sources.filter((source) => source.folderId === folderId);
  return [{ folder: null, sources: of(null) }, ...folders.map((folder) => ({ folder, sources: of(folder.folderId) }))];
}

/** What is not folded away, from top to bottom. */
export function visibleItems(tree: SourceTree): readonly TreeItem[] {
  return tree.flatMap(({ folder, sources }) => [
    ...(folder === null ? [] : [{ key: folder.folderId, folder, count: sources.length }]),
    ...(folder?.isFolded === true ? [] : sources.map((source) => ({ key: source.sourceId, source }))),
  ]);
}

/** One row up or down, over the edge of its folder into the next. `null`: there is nowhere to go. */
export function nextPlace(tree: SourceTree, sourceId: string, step: 1 | -1): Place | null {
  const at = tree.findIndex(({ sources }) => sources.some((source) => source.sourceId === sourceId));
  const group = tree[at];
  if (group === undefined) return null;
  const ids = group.sources.map((source) => source.sourceId);
  const index = ids.indexOf(sourceId);
  const isAtEdge = step === -1 ? index === 0 : index === ids.length - 1;
  if (!isAtEdge) return { folderId: folderIdOf(group), beforeId: (step === -1 ? ids[index - 1] : ids[index + 2]) ?? null };
  const next = tree[at + step];
  if (next === undefined) return null;
  return { folderId: folderIdOf(next), beforeId: step === -1 ? null : (next.sources[0]?.sourceId ?? null) };
}

/** Before which folder one goes that is moved up or down. `undefined`: there is nowhere to go. */
export function nextFolderPlace(folders: readonly SourceFolder[], folderId: string, step: 1 | -1): string | null | undefined {
  const ids = folders.map((folder) => folder.folderId);
  const index = ids.indexOf(folderId);
  if (index + step < 0 || index + step >= ids.length) return undefined;
  return (step === -1 ? ids[index - 1] : ids[index + 2]) ?? null;
}

/** Where what is dropped on a row goes: on a folder, into it; on a source, before or after it. `null`: it is there already. */
export function dropPlace(tree: SourceTree, draggedId: string, target: TreeItem, isAfter: boolean): Place | null {
  if ('folder' in target) return { folderId: target.folder.folderId, beforeId: null };
  const { folderId, sourceId } = target.source;
  const ids = (tree.find((group) => folderIdOf(group) === folderId)?.sources ?? []).map((source) => source.sourceId);
  const beforeId = isAfter ? (ids[ids.indexOf(sourceId) + 1] ?? null) : sourceId;
  const isThere = sourceId === draggedId || beforeId === draggedId;
  return isThere ? null : { folderId, beforeId };
}

function folderIdOf({ folder }: Group): string | null {
  return folder?.folderId ?? null;
}
