import { FolderCog, FolderPlus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessagesBatch } from '../../../contract/message-rows.ts';
import { followMovedFile } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { useKeptMessages, useMessages } from '../../stores/messages.ts';
import { IconButton } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import { Tree, treeItemId } from '../../widgets/tree.tsx';
import { useAttempt } from '../use-attempt.ts';
import { ConfirmRemoval } from './confirm-removal.tsx';
import { loadMessage, useLoadableSource } from './load-message.ts';
import { SavedNameDialog } from './saved-name-dialog.tsx';
import { SavedRow } from './saved-row.tsx';
import { folderOf, type SavedItem, savedItems } from './saved-tree.ts';
import { UseFolderDialog } from './use-folder-dialog.tsx';

type OpenDialog =
  | { readonly kind: 'folder'; readonly in: string }
  | { readonly kind: 'rename' | 'remove'; readonly item: SavedItem }
  | { readonly kind: 'use-folder' }
  | null;

/** The messages that are kept as files: one tab stop, arrow keys inside. */
export function SavedPanel() {
  const { t } = useTranslation();
  const { failure } = useKeptMessages();
  const batch = useMessages(({ messages }) => messages);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const close = () => setDialog(null);
  return (
    <nav data-pane data-testid="saved-messages" aria-label={t('rail.panes.messages')} className="flex h-full flex-col bg-side">
      <div className="flex h-(--h-source) shrink-0 items-center gap-0.5 pr-2 pl-3">
        <h2 className="min-w-0 flex-1 truncate text-md font-strong">{t('rail.panes.messages')}</h2>
        <IconButton
          icon={FolderCog}
          iconSize={16}
          label={t('saved.chooseFolder')}
          onClick={() => setDialog({ kind: 'use-folder' })}
          data-testid="use-folder"
        />
        <IconButton
          icon={FolderPlus}
          iconSize={16}
          label={t('saved.newFolder')}
          disabled={batch === null}
          onClick={() => setDialog({ kind: 'folder', in: '' })}
          data-testid="new-folder"
        />
      </div>
      {failure !== null && (
        <div className="px-3">
          <InlineFailure failure={failure} />
        </div>
      )}
      {batch !== null && <Messages batch={batch} onOpen={setDialog} />}
      {dialog?.kind === 'folder' && <SavedNameDialog item={null} folder={dialog.in} onClose={close} />}
      {dialog?.kind === 'rename' && <SavedNameDialog item={dialog.item} folder={folderOf(dialog.item.path)} onClose={close} />}
      {dialog?.kind === 'remove' && <RemoveSaved item={dialog.item} onClose={close} />}
      {dialog?.kind === 'use-folder' && <UseFolderDialog onClose={close} />}
    </nav>
  );
}

function Messages({ batch, onOpen }: { readonly batch: MessagesBatch; readonly onOpen: (dialog: OpenDialog) => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const into = useLoadableSource();
  const [text, setText] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const [dragged, setDragged] = useState<SavedItem | null>(null);
  const { folder, problem, messages, omitted } = batch;
  const items = savedItems(batch, folded, text);
  const stop = items.find(({ path }) => path === focused) ?? items[0];

  function fold(path: string, isFolded: boolean): void {
    setFolded(new Set(isFolded ? [...folded, path] : [...folded].filter((other) => other !== path)));
  }

  function open(item: SavedItem): void {
    if (item.kind === 'folder') fold(item.path, !item.isFolded);
    else if (item.message.message !== null && into !== null) loadMessage(t, into, item.message.message, { path: item.path });
  }

  function move({ path, name }: SavedItem, to: string): void {
    if (folderOf(path) === to) return;
    attempt(client.call('messages.move', { path, folder: to, name }).then((moved) => followMovedFile(path, moved.path)));
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (!(event.target instanceof Element && event.target.matches('[role="treeitem"]')) || stop === undefined) return;
    const index = items.indexOf(stop);
    const next = { ArrowDown: items[index + 1], ArrowUp: items[index - 1], Home: items[0], End: items.at(-1) }[event.key];
    if (next !== undefined) event.currentTarget.querySelector<HTMLElement>(`[data-path="${CSS.escape(next.path)}"]`)?.focus();
    else if (event.key === 'ArrowRight' && stop.kind === 'folder') fold(stop.path, false);
    else if (event.key === 'ArrowLeft' && stop.kind === 'folder') fold(stop.path, true);
    else if (event.key === 'Delete') onOpen({ kind: 'remove', item: stop });
    else if (event.key === 'F2') onOpen({ kind: 'rename', item: stop });
    else return;
    event.preventDefault();
  }

  return (
    <>
      {messages.length > 0 && (
        <TextField
          label={t('common.filter')}
          labelAt="hidden"
          placeholder={t('saved.filter')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="shrink-0 px-2 pb-2"
          data-testid="saved-filter"
        />
      )}
      {problem !== null && (
        <p role="alert" className="px-3 pb-2 text-sm break-words text-err">
          {t('saved.problem', { problem })}
        </p>
      )}
      {messages.length === 0 && <p className="px-3 py-1 text-sm text-fg-3">{t('saved.empty')}</p>}
      {messages.length > 0 && items.length === 0 && <p className="px-3 py-1 text-sm text-fg-3">{t('history.noMatch', { count: messages.length })}</p>}
      <Tree
        label={t('rail.panes.messages')}
        itemIds={items.map(({ path }) => treeItemId(path))}
        onKeyDown={onKeyDown}
        onDragOver={(event) => dragged !== null && event.preventDefault()}
        onDrop={() => dragged !== null && move(dragged, '')}
      >
        {items.map((item) => (
          <SavedRow
            key={item.path}
            item={item}
            folders={batch.folders}
            isTabStop={item.path === stop?.path}
            canLoad={into !== null}
            isDropTarget={dragged !== null && item.kind === 'folder' && item.path !== dragged.path}
            onFocus={() => setFocused(item.path)}
            onOpen={() => open(item)}
            onDrag={(isDragged) => setDragged(isDragged ? item : null)}
            onDrop={() => dragged !== null && move(dragged, item.path)}
            onMove={(to) => move(item, to)}
            onRename={() => onOpen({ kind: 'rename', item })}
            onRemove={() => onOpen({ kind: 'remove', item })}
            onNewFolder={() => onOpen({ kind: 'folder', in: item.path })}
          />
        ))}
      </Tree>
      {omitted > 0 && <p className="shrink-0 border-t border-line px-3 py-1 text-xs text-warn">{t('saved.omitted', { count: omitted })}</p>}
      <p data-selectable className="shrink-0 truncate border-t border-line px-3 py-1.5 font-mono text-xs text-fg-3" title={folder ?? undefined}>
        {folder}
      </p>
    </>
  );
}

function RemoveSaved({ item, onClose }: { readonly item: SavedItem; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const { path, name } = item;
  return (
    <ConfirmRemoval
      title={t('saved.removeTitle', { name })}
      text={t(item.kind === 'folder' ? 'saved.removeFolderText' : 'saved.removeText', { path })}
      label={t('saved.removeConfirm')}
      work={() => client.call('messages.remove', { path })}
      onClose={onClose}
    />
  );
}
