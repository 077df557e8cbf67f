import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AdminCredentials, DEFAULT_ADMIN_SETTINGS } from '../../contract/admin-settings.ts';
import { parseAddress } from '../../contract/client-address.ts';
import { useClient } from '../stores/link.ts';
import { selectSource } from '../stores/sources.ts';
import { useAction } from '../stores/use-action.ts';
import { AddressField } from '../widgets/address-field.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { AddActions } from './add-actions.tsx';
import { ADMIN_NAMESPACE } from './admin/admin-address.ts';
import { CredentialsForm } from './admin/credentials-form.tsx';
import { LabelFields, NO_LABEL } from './label-fields.tsx';
import { newAdmin } from './new-admin.ts';
import { addAndConnect, nameOf } from './new-client.ts';

interface AdminFormProps {
  /** What was typed already. */
  readonly url: string;
  readonly onClose: () => void;
}

/** A server that runs elsewhere: its address, and a name it knows. */
export function AdminForm({ url, onClose }: AdminFormProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [text, setText] = useState(url);
  const [name, setName] = useState('');
  const [label, setLabel] = useState(NO_LABEL);
  const [credentials, setCredentials] = useState<AdminCredentials>(DEFAULT_ADMIN_SETTINGS.credentials);
  const parsed = parseAddress(text);

  function onAdd(): void {
    if (!parsed.isValid) return;
    const source = newAdmin(parsed.address, { name, label, credentials });
    action.run(async () => selectSource((await client.call('source.add', source)).sourceId), onClose);
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!parsed.isValid || action.isPending) return;
    // The dialog goes once it is added: connecting may take long, and shows elsewhere.
    action.run(() => addAndConnect(client, newAdmin(parsed.address, { name, label, credentials }), onClose));
  }

  return (
    <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
      <p className="text-sm text-fg-3">{t('admin.formHint')}</p>
      <AddressField text={text} onText={setText} isLarge isEmptyFine isBrief defaultNamespace={ADMIN_NAMESPACE} testId="new-admin-url" />
      <CredentialsForm credentials={credentials} onChange={setCredentials} isLarge />
      <TextField
        label={t('sources.name')}
        isLarge
        maxLength={512}
        value={name}
        placeholder={parsed.isValid ? nameOf(parsed.address.origin) : t('admin.defaultName')}
        onChange={(event) => setName(event.target.value)}
        data-testid="admin-name"
      />
      <LabelFields label={label} onChange={setLabel} />
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      <AddActions isDisabled={!parsed.isValid || action.isPending} onAdd={onAdd} onClose={onClose} testId="admin" />
    </form>
  );
}
