import { useTranslation } from 'react-i18next';
import type { SourceFolder } from '../../../contract/source-list.ts';
import { useClient } from '../../stores/link.ts';
import { NameDialog } from '../name-dialog.tsx';

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

  async function save(name: string): Promise<void> {
    if (folder !== null) {
      await client.call('folder.update', { folderId: folder.folderId, name });
      return;
    }
    const { folderId } = await client.call('folder.add', { name });
    if (sourceId !== null) await client.call('source.move', { sourceId, folderId, beforeId: null });
  }

  return (
    <NameDialog
      title={t(folder === null ? 'sourceList.newFolder' : 'sourceList.renameFolder')}
      initial={folder?.name ?? ''}
      maxLength={128}
      {...(folder === null && { action: t('sourceList.addFolder') })}
      testId="folder-dialog"
      onSave={save}
      onClose={onClose}
    />
  );
}
