import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeDraft, type Draft, nameOfPath, templateOf } from '../../stores/drafts.ts';
import { useClient } from '../../stores/link.ts';
import { useMessages } from '../../stores/messages.ts';
import { savedAs } from '../../stores/saved-messages.ts';
import { FolderSelect } from '../messages/folder-select.tsx';
import { folderOf } from '../messages/saved-tree.ts';
import { NameDialog } from '../name-dialog.tsx';

interface SaveDialogProps {
  readonly sourceId: string;
  readonly draft: Draft;
  readonly onClose: () => void;
}

/** Asks for the name of a new file, and where it goes. */
export function SaveDialog({ sourceId, draft, onClose }: SaveDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const messages = useMessages((state) => state.messages);
  const [folder, setFolder] = useState(draft.saved === null ? '' : folderOf(draft.saved.path));

  async function save(name: string): Promise<void> {
    const template = templateOf(draft);
    const { path } = await client.call('messages.save', { message: template, to: { folder, name } });
    changeDraft(sourceId, { saved: savedAs(path, template, messages) });
  }

  return (
    <NameDialog
      title={t('saved.saveTitle')}
      description={t('saved.saveText', { folder: messages?.folder ?? '' })}
      initial={draft.saved === null ? fileName(draft.event) : nameOfPath(draft.saved.path)}
      maxLength={100}
      testId="save-message"
      onSave={save}
      onClose={onClose}
    >
      <FolderSelect folders={messages?.folders ?? []} value={folder} onChange={setFolder} />
    </NameDialog>
  );
}

/** The event, without what no file can be called. */
function fileName(event: string): string {
  return event
    .replaceAll(/[<>:"/\\|?*{}$]+/g, '-')
    .replaceAll(/^[-.\s]+|[-.\s]+$/g, '')
    .slice(0, 100);
}
