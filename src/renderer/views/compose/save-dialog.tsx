import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeDraft, type Draft, nameOfPath, templateOf } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { useMessages } from '../../stores/messages.ts';
import { savedAs } from '../../stores/saved-messages.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import { FolderSelect } from '../messages/folder-select.tsx';
import { folderOf } from '../messages/saved-tree.ts';

interface SaveDialogProps {
  readonly sourceId: string;
  readonly draft: Draft;
  readonly onClose: () => void;
}

/** Asks for the name of a new file, and where it goes. */
export function SaveDialog({ sourceId, draft, onClose }: SaveDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { run, isPending, failure } = useAction();
  const messages = useMessages((state) => state.messages);
  const [name, setName] = useState(draft.saved === null ? fileName(draft.event) : nameOfPath(draft.saved.path));
  const [folder, setFolder] = useState(draft.saved === null ? '' : folderOf(draft.saved.path));
  const isValid = name.trim() !== '';

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isValid) return;
    const template = templateOf(draft);
    run(async () => {
      const { path } = await client.call('messages.save', { message: template, to: { folder, name: name.trim() } });
      changeDraft(sourceId, { saved: savedAs(path, template, messages) });
    }, onClose);
  }

  return (
    <Dialog
      title={t('saved.saveTitle')}
      description={t('saved.saveText', { folder: messages?.folder ?? '' })}
      isOpen
      onClose={onClose}
      testId="save-message"
    >
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
        <TextField
          label={t('sources.name')}
          isLarge
          autoFocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          data-testid="save-name"
        />
        <FolderSelect folders={messages?.folders ?? []} value={folder} onChange={setFolder} />
        {failure !== null && <InlineFailure failure={failure} />}
        <DialogActions>
          <Button size="lg" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" size="lg" variant="primary" disabled={!isValid || isPending} data-testid="save-confirm">
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** The event, without what no file can be called. */
function fileName(event: string): string {
  return event
    .replaceAll(/[<>:"/\\|?*{}$]+/g, '-')
    .replaceAll(/^[-.\s]+|[-.\s]+$/g, '')
    .slice(0, 100);
}
