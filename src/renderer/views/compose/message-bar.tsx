import { FilePlus, Folder, Save } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../stores/commands.ts';
import { changeDraft, type Draft, nameOfPath, templateOf } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { useMessages } from '../../stores/messages.ts';
import { savedAs, savedStateOf } from '../../stores/saved-messages.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { Tag } from '../../widgets/tag.tsx';
import { loadMessage, startMessage } from '../messages/load-message.ts';
import { folderOf } from '../messages/saved-tree.ts';
import { useAttempt } from '../use-attempt.ts';
import { OutsideChange } from './outside-change.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { VariablesPopover } from './variables-popover.tsx';

interface MessageBarProps {
  readonly sourceId: string;
  readonly draft: Draft;
  readonly missing: readonly string[];
}

/** Which message this is, and where it is kept. */
export function MessageBar({ sourceId, draft, missing }: MessageBarProps) {
  const { t } = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const messages = useMessages((state) => state.messages);
  const [isSaving, setIsSaving] = useState(false);
  const { saved } = draft;
  const state = savedStateOf(draft, messages);
  const folder = saved === null ? '' : folderOf(saved.path);

  function save(): void {
    if (saved === null) {
      setIsSaving(true);
      return;
    }
    const template = templateOf(draft);
    const next = savedAs(saved.path, template, messages);
    attempt(client.call('messages.save', { message: template, to: { path: saved.path } }).then(() => changeDraft(sourceId, { saved: next })));
  }

  useCommands([
    { id: 'compose.save', title: t('saved.save'), group: 'here', keys: 'Mod+S', run: save },
    { id: 'compose.saveAs', title: t('saved.saveAs'), group: 'here', keys: 'Mod+Shift+S', run: () => setIsSaving(true) },
    { id: 'compose.new', title: t('saved.new'), group: 'here', run: () => startMessage(t, sourceId) },
    ...(messages?.messages ?? []).flatMap(({ path, name, message }) =>
      message === null
        ? []
        : [
            {
              id: `message.load.${path}`,
              title: t('saved.loadNamed', { name }),
              group: 'here' as const,
              keywords: [path],
              run: () => loadMessage(t, sourceId, message, { path }),
            },
          ],
    ),
  ]);

  return (
    <>
      <header className="flex h-(--h-toolbar) shrink-0 items-center gap-1 border-b border-line pr-2 pl-3">
        <h2 className="flex min-w-0 items-center gap-1.5 pr-2 text-md">
          {folder !== '' && (
            <>
              <Folder size={14} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
              <span className="min-w-0 shrink truncate text-fg-3">{folder} /</span>
            </>
          )}
          <span className="min-w-0 truncate font-medium" title={saved?.path} data-testid="compose-title">
            {saved === null ? t('saved.untitled') : nameOfPath(saved.path)}
          </span>
          {(state === 'edited' || state === 'changed-outside') && <Tag testId="compose-edited">{t('saved.edited')}</Tag>}
        </h2>
        <span className="flex-1" />
        <VariablesPopover missing={missing} />
        <IconButton icon={FilePlus} size="sm" label={t('saved.new')} onClick={() => startMessage(t, sourceId)} data-testid="compose-new" />
        {saved !== null && (
          <Button variant="ghost" size="sm" onClick={() => setIsSaving(true)} data-testid="compose-save-as">
            {t('saved.saveAs')}
          </Button>
        )}
        <Button size="sm" icon={Save} disabled={state === 'same'} onClick={save} data-testid="compose-save">
          {t(saved === null ? 'saved.saveFirst' : 'common.save')}
        </Button>
      </header>
      <OutsideChange sourceId={sourceId} draft={draft} state={state} />
      {isSaving && <SaveDialog sourceId={sourceId} draft={draft} onClose={() => setIsSaving(false)} />}
    </>
  );
}
