import { ChevronDown, ChevronRight, Ellipsis, TriangleAlert } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../i18n/format.ts';
import { IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator, SubMenu } from '../../widgets/menu.tsx';
import { treeItemId } from '../../widgets/tree.tsx';
import { folderOf, type SavedItem } from './saved-tree.ts';

interface SavedRowProps {
  readonly item: SavedItem;
  readonly folders: readonly string[];
  readonly isTabStop: boolean;
  readonly canLoad: boolean;
  /** What is dragged may be dropped on it. */
  readonly isDropTarget: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
  readonly onDrag: (isDragged: boolean) => void;
  readonly onDrop: () => void;
  readonly onMove: (folder: string) => void;
  readonly onRename: () => void;
  readonly onRemove: () => void;
  readonly onNewFolder: () => void;
}

const INDENT = 12;

export function SavedRow(props: SavedRowProps) {
  const { item, isTabStop, canLoad, isDropTarget, onFocus, onOpen, onDrag, onDrop } = props;
  const { t } = useTranslation();
  const [isOver, setIsOver] = useState(false);
  const { path, name, level, kind } = item;
  const problem = kind === 'message' ? item.message.problem : null;
  const isFolder = kind === 'folder';
  const Chevron = isFolder && item.isFolded ? ChevronRight : ChevronDown;
  return (
    <div
      role="none"
      draggable
      onDragStart={(event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        // Firefox drags nothing that carries nothing.
        event.dataTransfer.setData('text/plain', name);
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
      onDragOver={(event) => {
        if (!isDropTarget) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        setIsOver(false);
        if (!isDropTarget) return;
        event.preventDefault();
        event.stopPropagation();
        onDrop();
      }}
      className={cn('group relative flex h-7 items-center hover:bg-hover', isOver && 'bg-selected')}
    >
      <button
        type="button"
        role="treeitem"
        id={treeItemId(path)}
        aria-level={level}
        aria-selected={false}
        {...(isFolder && { 'aria-expanded': !item.isFolded })}
        tabIndex={isTabStop ? 0 : -1}
        {...(isTabStop && { 'data-pane-focus': true })}
        data-path={path}
        data-testid="saved-row"
        title={problem ?? (isFolder || canLoad ? path : t('history.noSource'))}
        onFocus={onFocus}
        onClick={onOpen}
        style={{ paddingLeft: 8 + (level - 1) * INDENT }}
        className="flex h-full min-w-0 flex-1 items-center gap-1 pr-2 text-left text-md"
      >
        <span className="grid size-4 shrink-0 place-items-center text-fg-3">
          {isFolder && <Chevron size={12} strokeWidth={2} aria-hidden />}
          {problem !== null && <TriangleAlert size={12} strokeWidth={2} className="text-err" aria-label={t('saved.broken')} />}
        </span>
        <span className={cn('min-w-0 truncate', isFolder ? 'text-fg-2' : problem === null ? 'text-fg' : 'text-err')}>{name}</span>
        {isFolder && <span className="shrink-0 text-xs text-fg-3 tabular-nums">{formatCount(item.count)}</span>}
        {problem !== null && <span className="min-w-0 flex-1 truncate text-xs text-fg-3">{problem}</span>}
      </button>
      <span className="absolute inset-y-0 right-0 flex items-center bg-hover pr-1.5 opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 has-[[data-state=open]]:opacity-100">
        <RowMenu {...props} />
      </span>
    </div>
  );
}

const TOP = '/';

function RowMenu({ item, folders, isTabStop, canLoad, onOpen, onMove, onRename, onRemove, onNewFolder }: SavedRowProps) {
  const { t } = useTranslation();
  const { path, name, kind } = item;
  const isBroken = kind === 'message' && item.message.message === null;
  const others = folders.filter((folder) => folder !== path && !folder.startsWith(`${path}/`));
  return (
    <Menu trigger={<IconButton icon={Ellipsis} size="sm" tabIndex={isTabStop ? 0 : -1} label={t('sources.actionsNamed', { name })} />}>
      {kind === 'message' && (
        <MenuItem isDisabled={isBroken || !canLoad} onSelect={onOpen}>
          {t('history.load')}
        </MenuItem>
      )}
      {kind === 'folder' && <MenuItem onSelect={onNewFolder}>{t('saved.newFolder')}</MenuItem>}
      <MenuItem note="F2" onSelect={onRename}>
        {t('saved.rename')}
      </MenuItem>
      <SubMenu label={t('saved.moveTo')}>
        <MenuChoice
          label={t('saved.folder')}
          value={folderOf(path) === '' ? TOP : folderOf(path)}
          options={[{ value: TOP, label: t('saved.topFolder') }, ...others.map((folder) => ({ value: folder, label: folder }))]}
          onChange={(folder) => onMove(folder === TOP ? '' : folder)}
        />
      </SubMenu>
      <MenuSeparator />
      <MenuItem isDanger note="Del" onSelect={onRemove}>
        {t('saved.remove')}
      </MenuItem>
    </Menu>
  );
}
