import { ChevronDown, ChevronRight, Ellipsis } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import type { SourceFolder } from '../../../contract/source-list.ts';
import { formatCount } from '../../i18n/format.ts';
import { IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Menu, MenuItem, MenuSeparator } from '../../widgets/menu.tsx';
import { treeItemId } from '../../widgets/tree.tsx';
import { isAtRest, isStoppable, type ListActions } from './use-list-actions.ts';
import type { SourceDrag } from './use-source-drag.ts';

interface FolderRowProps extends ReturnType<SourceDrag['rowOf']> {
  readonly folder: SourceFolder;
  readonly sources: readonly SourceRow[];
  readonly isTabStop: boolean;
  readonly actions: ListActions;
  readonly onFocus: () => void;
  readonly onRename: () => void;
  /** Its sources. */
  readonly children: ReactNode;
}

export function FolderRow({ folder, sources, isTabStop, actions, mark, handlers, onFocus, onRename, children }: FolderRowProps) {
  const { t } = useTranslation();
  const groupId = useId();
  const { folderId, name, isFolded } = folder;
  const Chevron = isFolded ? ChevronRight : ChevronDown;
  const resting = sources.filter(isAtRest).length;
  const running = sources.filter(isStoppable).length;
  const saved = sources.filter(({ recording }) => recording === undefined);
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <div role="none">
      <div className={cn('group relative flex h-6 items-center hover:bg-hover', mark === 'into' && 'bg-selected')} {...handlers}>
        <button
          type="button"
          role="treeitem"
          id={treeItemId(folderId)}
          aria-level={1}
          aria-expanded={!isFolded}
          aria-owns={isFolded ? undefined : groupId}
          tabIndex={tabIndex}
          {...(isTabStop && { 'data-pane-focus': true })}
          data-source={folderId}
          data-testid="source-folder-row"
          onFocus={onFocus}
          onClick={() => actions.fold(folderId, !isFolded)}
          className="flex h-full min-w-0 flex-1 items-center gap-1 pr-2 pl-2 text-left text-xs text-fg-3"
        >
          <Chevron size={12} strokeWidth={2} className="shrink-0" aria-hidden />
          <span className="min-w-0 truncate" title={name}>
            {name}
          </span>
          {isFolded && <span className="shrink-0 tabular-nums">{formatCount(sources.length)}</span>}
        </button>
        <span className="absolute inset-y-0 right-0 flex items-center bg-hover pr-1.5 opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 has-[[data-state=open]]:opacity-100">
          <Menu trigger={<IconButton icon={Ellipsis} size="sm" tabIndex={tabIndex} label={t('sources.actionsNamed', { name })} />}>
            <MenuItem isDisabled={resting === 0} onSelect={() => actions.startAll(sources)}>
              {t('sourceList.startAll', { count: resting })}
            </MenuItem>
            <MenuItem isDisabled={running === 0} onSelect={() => actions.stopAll(sources)}>
              {t('sourceList.stopAll', { count: running })}
            </MenuItem>
            <MenuSeparator />
            <MenuItem onSelect={onRename}>{t('sourceList.rename')}</MenuItem>
            <MenuItem isDisabled={saved.length === 0} onSelect={() => actions.exportSources(saved.map(({ sourceId }) => sourceId))}>
              {t('sourceList.export')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem onSelect={() => actions.removeFolder(folderId)}>{t('sourceList.removeFolder')}</MenuItem>
          </Menu>
        </span>
      </div>
      {!isFolded && (
        // biome-ignore lint/a11y/useSemanticElements: a group of a tree
        <div role="group" id={groupId} aria-label={name}>
          {children}
        </div>
      )}
    </div>
  );
}
