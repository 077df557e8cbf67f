import { Ellipsis, Plus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import type { SourceFolder } from '../../contract/source-list.ts';
import { type Command, useCommands } from '../stores/commands.ts';
import { askForRecording } from '../stores/overlays.ts';
import { selectSource, useSources } from '../stores/sources.ts';
import { IconButton } from '../widgets/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../widgets/menu.tsx';
import { Tree, treeItemId } from '../widgets/tree.tsx';
import { ImportDialog, SourceDialog } from './deferred-dialogs.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { FolderDialog } from './sources/folder-dialog.tsx';
import { FolderRow } from './sources/folder-row.tsx';
import { SourceItem } from './sources/source-item.tsx';
import { nextFolderPlace, nextPlace, type TreeItem, treeOf, visibleItems } from './sources/source-tree.ts';
import { useListActions } from './sources/use-list-actions.ts';
import { useSourceDrag } from './sources/use-source-drag.ts';

type OpenDialog =
  | { readonly kind: 'add' | 'import' }
  | { readonly kind: 'edit' | 'remove'; readonly source: SourceRow }
  | { readonly kind: 'folder'; readonly folder: SourceFolder | null; readonly sourceId: string | null }
  | null;

const NOBODY: readonly SourceRow[] = [];

/** The sources in their folders: one tab stop, arrow keys inside, Alt with them to move what is there. */
export function SourceList() {
  const { t } = useTranslation();
  const sources = useSources((state) => state.sources) ?? NOBODY;
  const folders = useSources((state) => state.folders);
  const selectedId = useSources((state) => state.selectedId);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const actions = useListActions();
  const tree = treeOf(sources, folders);
  const items = visibleItems(tree);
  const topIds = tree.flatMap(({ folder, sources: inside }) => (folder === null ? inside.map(({ sourceId }) => sourceId) : [folder.folderId]));
  const { rowOf } = useSourceDrag(tree, actions.move);
  const stop = items.find(({ key }) => key === focusedKey) ?? items.find(({ key }) => key === selectedId) ?? items[0];
  const close = () => setDialog(null);
  const selected = sources.find(({ sourceId }) => sourceId === selectedId);
  useCommands([
    { id: 'source.add', title: t('sources.add'), group: 'app', keys: 'Mod+N', run: () => setDialog({ kind: 'add' }) },
    { id: 'sources.import', title: t('sourceList.import'), group: 'app', run: () => setDialog({ kind: 'import' }) },
    { id: 'recording.open', title: t('recording.open'), group: 'app', run: () => askForRecording() },
    { id: 'sources.export', title: t('sourceList.exportAll'), group: 'app', run: () => actions.exportSources(null) },
    { id: 'folder.add', title: t('sourceList.newFolderMenu'), group: 'app', run: () => setDialog({ kind: 'folder', folder: null, sourceId: null }) },
    ...(selected === undefined ? [] : commandsOf(selected)),
  ]);

  function commandsOf(source: SourceRow): readonly Command[] {
    const { name } = source;
    return [
      { id: 'source.edit', title: t('palette.edit', { name }), group: 'source', isLast: true, run: () => setDialog({ kind: 'edit', source }) },
      ...(source.recording === undefined
        ? [
            {
              id: 'source.duplicate',
              title: t('palette.duplicate', { name }),
              group: 'source',
              isLast: true,
              run: () => actions.duplicate(source),
            } as const,
          ]
        : []),
      { id: 'source.remove', title: t('palette.remove', { name }), group: 'source', isLast: true, run: () => setDialog({ kind: 'remove', source }) },
    ];
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    // The buttons of a row have keys of their own, and so have the menus they open, which are elsewhere on the page.
    if (!(event.target instanceof Element && event.target.matches('[role="treeitem"]')) || stop === undefined) return;
    if (event.altKey ? moveByKey(stop, event.key) : goByKey(stop, event.key, event.currentTarget)) event.preventDefault();
  }

  function moveByKey(item: TreeItem, key: string): boolean {
    const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : null;
    if (step === null) return false;
    if ('folder' in item) {
      const beforeId = nextFolderPlace(folders, item.key, step);
      if (beforeId !== undefined) actions.moveFolder(item.key, beforeId);
    } else {
      const place = nextPlace(tree, item.key, step);
      if (place !== null) actions.move(item.key, place);
    }
    return true;
  }

  function goByKey(item: TreeItem, key: string, list: HTMLElement): boolean {
    const index = items.indexOf(item);
    switch (key) {
      case 'ArrowDown':
        return focus(items[index + 1], list);
      case 'ArrowUp':
        return focus(items[index - 1], list);
      case 'Home':
        return focus(items[0], list);
      case 'End':
        return focus(items.at(-1), list);
      case 'ArrowRight':
        if (!('folder' in item)) return false;
        if (!item.folder.isFolded) return item.count > 0 && focus(items[index + 1], list);
        actions.fold(item.key, false);
        return true;
      case 'ArrowLeft':
        if ('source' in item)
          return focus(
            items.find(({ key: other }) => other === item.source.folderId),
            list,
          );
        if (!item.folder.isFolded) actions.fold(item.key, true);
        return true;
      default:
        return false;
    }
  }

  function focus(item: TreeItem | undefined, list: HTMLElement): boolean {
    if (item === undefined) return true;
    if ('source' in item) selectSource(item.key);
    list.querySelector<HTMLElement>(`[data-source="${CSS.escape(item.key)}"]`)?.focus();
    return true;
  }

  function itemOf(source: SourceRow, level: 1 | 2) {
    const { sourceId } = source;
    return (
      <SourceItem
        key={sourceId}
        source={source}
        level={level}
        isSelected={sourceId === selectedId}
        isTabStop={sourceId === stop?.key}
        folders={folders}
        actions={actions}
        {...rowOf({ key: sourceId, source })}
        onFocus={() => setFocusedKey(sourceId)}
        onEdit={() => setDialog({ kind: 'edit', source })}
        onRemove={() => setDialog({ kind: 'remove', source })}
        onNewFolder={() => setDialog({ kind: 'folder', folder: null, sourceId })}
      />
    );
  }

  return (
    <nav data-pane data-testid="source-list" aria-label={t('sources.title')} className="flex h-full flex-col bg-side">
      <div className="flex h-(--h-source) shrink-0 items-center gap-0.5 pr-2 pl-3">
        <h2 className="flex-1 text-md font-strong">{t('sources.title')}</h2>
        <Menu trigger={<IconButton icon={Ellipsis} iconSize={16} label={t('sourceList.actions')} data-testid="sources-menu" />}>
          <MenuItem onSelect={() => setDialog({ kind: 'folder', folder: null, sourceId: null })}>{t('sourceList.newFolderMenu')}</MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => setDialog({ kind: 'import' })}>{t('sourceList.import')}</MenuItem>
          <MenuItem isDisabled={!sources.some(({ recording }) => recording === undefined)} onSelect={() => actions.exportSources(null)}>
            {t('sourceList.exportAll')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => askForRecording()}>{t('recording.open')}</MenuItem>
        </Menu>
        <IconButton icon={Plus} iconSize={16} label={t('sources.add')} onClick={() => setDialog({ kind: 'add' })} data-testid="add-source" />
      </div>
      {items.length === 0 ? (
        <p className="px-3 py-1 text-sm text-fg-3">{t('sources.empty')}</p>
      ) : (
        <Tree label={t('sources.title')} itemIds={topIds.map(treeItemId)} onKeyDown={onKeyDown}>
          {tree.map(({ folder, sources: inside }) =>
            folder === null ? (
              inside.map((source) => itemOf(source, 1))
            ) : (
              <FolderRow
                key={folder.folderId}
                folder={folder}
                sources={inside}
                isTabStop={folder.folderId === stop?.key}
                actions={actions}
                {...rowOf({ key: folder.folderId, folder, count: inside.length })}
                onFocus={() => setFocusedKey(folder.folderId)}
                onRename={() => setDialog({ kind: 'folder', folder, sourceId: null })}
              >
                {inside.map((source) => itemOf(source, 2))}
              </FolderRow>
            ),
          )}
        </Tree>
      )}
      {dialog?.kind === 'add' && <SourceDialog source={null} onClose={close} />}
      {dialog?.kind === 'edit' && <SourceDialog source={dialog.source} onClose={close} />}
      {dialog?.kind === 'remove' && <RemoveDialog source={dialog.source} onClose={close} />}
      {dialog?.kind === 'folder' && <FolderDialog folder={dialog.folder} sourceId={dialog.sourceId} onClose={close} />}
      {dialog?.kind === 'import' && <ImportDialog onClose={close} />}
    </nav>
  );
}
