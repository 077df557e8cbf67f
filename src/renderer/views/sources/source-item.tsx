import { Ellipsis, FileClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import type { SourceFolder } from '../../../contract/source-list.ts';
import { selectSource } from '../../stores/sources.ts';
import { IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator, SubMenu } from '../../widgets/menu.tsx';
import { StateDot } from '../../widgets/state-dot.tsx';
import { treeItemId } from '../../widgets/tree.tsx';
import { EnvironmentTag } from '../environment.tsx';
import { ColorBar } from '../source-color.tsx';
import { canRun, placeOf, stateWord } from '../source-words.ts';
import { SourceSwitch } from './source-switch.tsx';
import type { ListActions } from './use-list-actions.ts';
import type { DropMark, SourceDrag } from './use-source-drag.ts';

interface SourceItemProps extends ReturnType<SourceDrag['rowOf']> {
  readonly source: SourceRow;
  readonly level: 1 | 2;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly folders: readonly SourceFolder[];
  readonly actions: ListActions;
  readonly onFocus: () => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  readonly onNewFolder: () => void;
}

export function SourceItem(props: SourceItemProps) {
  const { source, level, isSelected, isTabStop, mark, handlers, onFocus } = props;
  const { t } = useTranslation();
  const { sourceId, name, environment, color } = source;
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <div role="none" draggable {...handlers} className={cn('group relative flex h-11 items-center', isSelected ? 'bg-selected' : 'hover:bg-hover')}>
      <ColorBar color={color} />
      <DropLine mark={mark} />
      <button
        type="button"
        role="treeitem"
        id={treeItemId(sourceId)}
        aria-level={level}
        aria-selected={isSelected}
        tabIndex={tabIndex}
        {...(isTabStop && { 'data-pane-focus': true })}
        data-source={sourceId}
        data-testid="source-item"
        onFocus={onFocus}
        onClick={() => selectSource(sourceId)}
        className="flex h-full min-w-0 flex-1 flex-col justify-center pr-2 pl-3.5 text-left"
      >
        <span className="flex w-full items-center gap-1.5">
          <span className={cn('min-w-0 truncate text-md leading-4.5 text-fg', isSelected && 'font-medium')}>{name}</span>
          <EnvironmentTag environment={environment} />
        </span>
        <span className="flex w-full items-center gap-1.5 text-xs text-fg-3">
          {canRun(source) ? <StateDot state={source.state} /> : <FileClock size={10} strokeWidth={2} className="shrink-0" aria-hidden />}
          <span className="shrink-0">{stateWord(t, source)}</span>
          <span className="truncate">{placeOf(t, source)}</span>
        </span>
      </button>
      <span
        className={cn(
          'absolute inset-y-0 right-0 flex items-center pr-1.5 pl-1 opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 has-[[data-state=open]]:opacity-100',
          isSelected ? 'bg-selected' : 'bg-hover',
        )}
      >
        {canRun(source) && <SourceSwitch source={source} tabIndex={tabIndex} />}
        <SourceMenu {...props} />
      </span>
    </div>
  );
}

/** Where it would be dropped. */
function DropLine({ mark }: { readonly mark: DropMark }) {
  if (mark === null) return null;
  return <span aria-hidden className={cn('absolute inset-x-0 z-(--z-sticky) h-0.5 bg-accent', mark === 'before' ? '-top-px' : '-bottom-px')} />;
}

const NONE = '';

function SourceMenu({ source, isTabStop, folders, actions, onEdit, onRemove, onNewFolder }: SourceItemProps) {
  const { t } = useTranslation();
  const { sourceId, name, folderId } = source;
  // A recording is a file that was opened.
  const isSaved = source.recording === undefined;
  return (
    <Menu trigger={<IconButton icon={Ellipsis} size="sm" tabIndex={isTabStop ? 0 : -1} label={t('sources.actionsNamed', { name })} />}>
      <MenuItem onSelect={onEdit}>{t('sources.edit')}</MenuItem>
      {isSaved && <MenuItem onSelect={() => actions.duplicate(source)}>{t('sourceList.duplicate')}</MenuItem>}
      <SubMenu label={t('sourceList.moveTo')}>
        <MenuChoice
          label={t('sourceList.folder')}
          value={folderId ?? NONE}
          options={[{ value: NONE, label: t('sourceList.noFolder') }, ...folders.map((folder) => ({ value: folder.folderId, label: folder.name }))]}
          onChange={(value) => actions.move(sourceId, { folderId: value === NONE ? null : value, beforeId: null })}
        />
        <MenuSeparator />
        <MenuItem onSelect={onNewFolder}>{t('sourceList.newFolderMenu')}</MenuItem>
      </SubMenu>
      {isSaved && <MenuItem onSelect={() => actions.exportSources([sourceId])}>{t('sourceList.export')}</MenuItem>}
      <MenuSeparator />
      <MenuItem onSelect={onRemove} isDanger>
        {t('sources.remove')}
      </MenuItem>
    </Menu>
  );
}
