import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { followMovedFile } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import type { SavedItem } from './saved-tree.ts';

interface NameDialogProps {
  /** To be renamed; `null`: a new folder. */
  readonly item: SavedItem | null;
  /** Where it is, or is going to be. */
  readonly folder: string;
  readonly onClose: () => void;
}

export function NameDialog({ item, folder, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { run, isPending, failure } = useAction();
  const [name, setName] = useState(item?.name ?? '');
  const trimmed = name.trim();

  async function save(): Promise<void> {
    if (item === null) {
      await client.call('messages.makeFolder', { folder, name: trimmed });
      return;
    }
    const { path } = await client.call('messages.move', { path: item.path, folder, name: trimmed });
    followMovedFile(item.path, path);
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (trimmed !== '') run(save, onClose);
  }

  return (
    <Dialog
      title={t(item === null ? 'saved.newFolderTitle' : 'saved.renameTitle', { name: item?.name ?? '' })}
      isOpen
      onClose={onClose}
      testId="name-dialog"
    >
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
        <TextField
          label={t('sources.name')}
          isLarge
          autoFocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          data-testid="name-input"
        />
        {failure !== null && <InlineFailure failure={failure} />}
        <DialogActions>
          <Button size="lg" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" size="lg" variant="primary" disabled={trimmed === '' || isPending} data-testid="name-confirm">
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
