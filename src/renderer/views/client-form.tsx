import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseAddress } from '../../contract/client-address.ts';
import { useClient } from '../stores/link.ts';
import { selectSource } from '../stores/sources.ts';
import { useAction } from '../stores/use-action.ts';
import { AddressField } from '../widgets/address-field.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { AddActions } from './add-actions.tsx';
import { LabelFields, NO_LABEL } from './label-fields.tsx';
import { addAndConnect, nameOf, newClient } from './new-client.ts';

/** A new client: its address is enough. */
export function ClientForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [label, setLabel] = useState(NO_LABEL);
  const parsed = parseAddress(text);

  function onAdd(): void {
    if (!parsed.isValid) return;
    const source = { ...newClient(parsed.address, name), ...label };
    action.run(async () => selectSource((await client.call('source.add', source)).sourceId), onClose);
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!parsed.isValid || action.isPending) return;
    const source = { ...newClient(parsed.address, name), ...label };
    // The dialog goes once it is added: connecting may take long, and shows elsewhere.
    action.run(() => addAndConnect(client, source, onClose));
  }

  return (
    <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
      <AddressField text={text} onText={setText} isLarge isEmptyFine isBrief testId="client-url" />
      <TextField
        label={t('sources.name')}
        isLarge
        maxLength={512}
        value={name}
        placeholder={parsed.isValid ? nameOf(parsed.address.origin) : t('client.defaultName')}
        onChange={(event) => setName(event.target.value)}
        data-testid="client-name"
      />
      <LabelFields label={label} onChange={setLabel} />
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      <AddActions isDisabled={!parsed.isValid || action.isPending} onAdd={onAdd} onClose={onClose} testId="client" />
    </form>
  );
}
