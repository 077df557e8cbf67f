import { useTranslation } from 'react-i18next';
import { followMovedFile } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { NameDialog } from '../name-dialog.tsx';
import type { SavedItem } from './saved-tree.ts';

interface SavedNameDialogProps {
  /** To be renamed; `null`: a new folder. */
  readonly item: SavedItem | null;
  /** Where it is, or is going to be. */
  readonly folder: string;
  readonly onClose: () => void;
}

export function SavedNameDialog({ item, folder, onClose }: SavedNameDialogProps) {
  const { t } = useTranslation();
  const client = useClient();

  async function save(name: string): Promise<void> {
    if (item === null) {
      await client.call('messages.makeFolder', { folder, name });
      return;
    }
    const { path } = await client.call('messages.move', { path: item.path, folder, name });
    followMovedFile(item.path, path);
  }

  return (
    <NameDialog
      title={t(item === null ? 'saved.newFolderTitle' : 'saved.renameTitle', { name: item?.name ?? '' })}
      initial={item?.name ?? ''}
      maxLength={100}
      testId="name-dialog"
      onSave={save}
      onClose={onClose}
    />
  );
}
