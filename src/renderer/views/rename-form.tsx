import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { useClient } from '../stores/link.ts';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { DialogActions } from '../widgets/dialog.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { type LabelDraft, LabelFields } from './label-fields.tsx';

interface RenameFormProps {
  readonly source: SourceRow;
  readonly onClose: () => void;
}

/** Where it dials is changed where that is shown. */
export function RenameForm({ source, onClose }: RenameFormProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [name, setName] = useState(source.name);
  const [label, setLabel] = useState<LabelDraft>(source);
  const { sourceId } = source;
  const isValid = name.trim() !== '' && name.length <= 512;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isValid) action.run(save, onClose);
  }

  async function save(): Promise<void> {
    const { environment, color, folderId } = label;
    await client.call('source.update', { sourceId, name: name.trim(), environment, color });
    if (folderId !== source.folderId) await client.call('source.move', { sourceId, folderId, beforeId: null });
  }

  return (
    <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
      <TextField
        label={t('sources.name')}
        isLarge
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={isValid ? undefined : t('sources.invalidName')}
        data-testid="client-name"
      />
      <LabelFields label={label} onChange={setLabel} />
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" size="lg" variant="primary" disabled={!isValid || action.isPending}>
          {t('common.save')}
        </Button>
      </DialogActions>
    </form>
  );
}
