import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { changeDraft, type Draft, nameOfPath, templateOf } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { useMessages } from '../../stores/messages.ts';
import { type SavedState, savedAs } from '../../stores/saved-messages.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { loadMessage } from '../messages/load-message.ts';
import { folderOf } from '../messages/saved-tree.ts';

interface OutsideChangeProps {
  readonly sourceId: string;
  readonly draft: Draft;
  readonly state: SavedState;
}

/** The file of the draft was changed, or removed, by another program. */
export function OutsideChange({ sourceId, draft, state }: OutsideChangeProps) {
  const { t } = useTranslation();
  const client = useClient();
  const messages = useMessages((all) => all.messages);
  const { run, failure } = useAction();
  const { saved } = draft;
  if (saved === null || (state !== 'changed-outside' && state !== 'gone')) return null;
  const { path } = saved;
  const file = messages?.messages.find((message) => message.path === path);
  const name = nameOfPath(path);

  function saveAgain(): void {
    const template = templateOf(draft);
    const next = savedAs(path, template, messages);
    run(async () => {
      await client.call('messages.save', { message: template, to: { folder: folderOf(path), name } });
      changeDraft(sourceId, { saved: next });
    });
  }

  return (
    <div
      role="alert"
      data-testid="outside-change"
      className="flex min-h-9 shrink-0 items-center gap-2.5 border-b border-line bg-warn-soft px-3 py-1 text-sm"
    >
      <TriangleAlert size={14} strokeWidth={1.75} className="shrink-0 text-warn" aria-hidden />
      <p className="min-w-0 flex-1 text-fg-2">
        <span className="font-medium text-fg">{t(state === 'gone' ? 'saved.goneTitle' : 'saved.changedTitle', { name })}</span>{' '}
        {state === 'gone'
          ? t('saved.goneText')
          : file?.message == null
            ? t('saved.brokenText', { problem: file?.problem ?? '' })
            : t('saved.changedText')}
      </p>
      {failure !== null && <InlineFailure failure={failure} />}
      {state === 'gone' ? (
        <>
          <Button size="sm" onClick={saveAgain} data-testid="outside-save">
            {t('saved.saveAgain')}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => changeDraft(sourceId, { saved: null })}>
            {t('saved.keepUnsaved')}
          </Button>
        </>
      ) : (
        <>
          {file?.message != null && (
            <Button size="sm" onClick={() => file.message !== null && loadMessage(t, sourceId, file.message, { path })} data-testid="outside-reload">
              {t('saved.reload')}
            </Button>
          )}
          <Button
            size="sm"
            variant="ghost"
            onClick={() => changeDraft(sourceId, { saved: { path, template: file?.message ?? saved.template, before: file?.updatedAt ?? null } })}
            data-testid="outside-keep"
          >
            {t('saved.keepMine')}
          </Button>
        </>
      )}
    </div>
  );
}
