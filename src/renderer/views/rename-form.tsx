import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { useClient } from '../stores/link.ts';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { DialogActions } from '../widgets/dialog.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { EnvironmentField } from './environment.tsx';

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
  const [environment, setEnvironment] = useState(source.environment);
  const isValid = name.trim() !== '' && name.length <= 512;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isValid) action.run(() => client.call('source.update', { sourceId: source.sourceId, name: name.trim(), environment }), onClose);
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
      <EnvironmentField environment={environment} onChange={setEnvironment} />
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
