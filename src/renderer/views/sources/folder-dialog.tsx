import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceFolder } from '../../../contract/source-list.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { TextField } from '../../widgets/text-field.tsx';

interface FolderDialogProps {
  /** To be renamed, or `null` to add one. */
  readonly folder: SourceFolder | null;
  /** To be put into the new one. */
  readonly sourceId: string | null;
  readonly onClose: () => void;
}

export function FolderDialog({ folder, sourceId, onClose }: FolderDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [name, setName] = useState(folder?.name ?? '');
  const isValid = name.trim() !== '';

  async function save(): Promise<void> {
    if (folder !== null) {
      await client.call('folder.update', { folderId: folder.folderId, name: name.trim() });
      return;
    }
    const { folderId } = await client.call('folder.add', { name: name.trim() });
    if (sourceId !== null) await client.call('source.move', { sourceId, folderId, beforeId: null });
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isValid) action.run(save, onClose);
  }

  return (
    <Dialog title={t(folder === null ? 'sourceList.newFolder' : 'sourceList.renameFolder')} isOpen onClose={onClose} testId="folder-dialog">
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
        <TextField
          label={t('sources.name')}
          isLarge
          autoFocus
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.target.value)}
          data-testid="folder-name"
        />
        {action.failure !== null && <InlineFailure failure={action.failure} />}
        <DialogActions>
          <Button size="lg" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" size="lg" variant="primary" disabled={!isValid || action.isPending} data-testid="folder-save">
            {t(folder === null ? 'sourceList.addFolder' : 'common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
