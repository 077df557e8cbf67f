import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../stores/link.ts';
import { useMessages } from '../../stores/messages.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { TextField } from '../../widgets/text-field.tsx';

/** Where messages are kept: a folder that is in a repository, for example. */
export function UseFolderDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const { run, isPending, failure } = useAction();
  const batch = useMessages(({ messages }) => messages);
  const [folder, setFolder] = useState(batch?.folder ?? '');
  const use = (wanted: string | null) => run(() => client.call('messages.useFolder', { folder: wanted }), onClose);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (folder.trim() !== '') use(folder.trim());
  }

  return (
    <Dialog title={t('saved.folderTitle')} description={t('saved.folderText')} isOpen onClose={onClose} testId="use-folder-dialog">
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
        <TextField
          label={t('saved.folderPath')}
          isLarge
          isMono
          autoFocus
          maxLength={4096}
          value={folder}
          hint={t('saved.folderHint')}
          onChange={(event) => setFolder(event.target.value)}
          data-testid="folder-path"
        />
        {failure !== null && <InlineFailure failure={failure} />}
        <DialogActions>
          {batch?.isDefault === false && (
            <Button size="lg" disabled={isPending} onClick={() => use(null)}>
              {t('saved.useDefault')}
            </Button>
          )}
          <Button size="lg" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" size="lg" variant="primary" disabled={folder.trim() === '' || isPending} data-testid="folder-use">
            {t('saved.useFolder')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
