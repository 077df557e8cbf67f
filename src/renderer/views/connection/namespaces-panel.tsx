import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamespaceConnectionRow } from '../../../contract/client-rows.ts';
import { type AuthObject, type ClientSettings, namespaceName } from '../../../contract/client-settings.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Popover } from '../../widgets/popover.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import { NamespaceItem } from './namespace-item.tsx';
import { AuthForm } from './settings/auth-form.tsx';

interface NamespacesPanelProps {
  readonly sourceId: string;
  readonly settings: ClientSettings;
  readonly rows: readonly NamespaceConnectionRow[];
  /** There is a connection to join and leave over. */
  readonly isConnected: boolean;
  readonly onChange: (change: Partial<ClientSettings>) => void;
  readonly onEditAuth: () => void;
}

/** The namespaces of one connection, each with its state. */
export function NamespacesPanel({ sourceId, settings, rows, isConnected, onChange, onEditAuth }: NamespacesPanelProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [isAdding, setIsAdding] = useState(false);
  const { namespaces } = settings;
  const listed = [
    ...namespaces,
    ...rows.filter(({ name }) => namespaces.every((other) => other.name !== name)).map(({ name }) => ({ name, auth: null })),
  ];

  function add(name: string, auth: AuthObject): void {
    setIsAdding(false);
    if (isConnected) action.run(() => client.call('client.join', { sourceId, namespace: name, auth }));
    else onChange({ namespaces: [...namespaces, { name, auth }] });
  }

  function leave(name: string): void {
    if (isConnected) action.run(() => client.call('client.leave', { sourceId, namespace: name }));
    else onChange({ namespaces: namespaces.filter((other) => other.name !== name) });
  }

  return (
    <section aria-label={t('namespaces.title')} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-2 border-b border-line pr-2 pl-3">
        <h2 className="font-strong">{t('namespaces.title')}</h2>
        <span className="text-xs text-fg-3">{listed.length}</span>
        <span className="flex-1" />
        <Popover
          label={t('namespaces.add')}
          width="md"
          isOpen={isAdding}
          onOpenChange={setIsAdding}
          trigger={<IconButton icon={Plus} size="sm" label={t('namespaces.add')} data-testid="namespace-add" />}
        >
          <AddForm taken={listed.map(({ name }) => name)} onAdd={add} />
        </Popover>
      </header>
      <ul className="min-h-0 flex-1 overflow-y-auto">
        {listed.map(({ name, auth }) => (
          <NamespaceItem
            key={name}
            name={name}
            auth={auth}
            row={rows.find((other) => other.name === name) ?? null}
            onAuth={(next) => onChange({ namespaces: namespaces.map((other) => (other.name === name ? { name, auth: next } : other)) })}
            onEditAuth={onEditAuth}
            onLeave={listed.length > 1 ? () => leave(name) : null}
          />
        ))}
      </ul>
      {action.failure !== null && (
        <div className="border-t border-line px-3 py-1.5">
          <InlineFailure failure={action.failure} />
        </div>
      )}
    </section>
  );
}

interface AddFormProps {
  readonly taken: readonly string[];
  readonly onAdd: (name: string, auth: AuthObject) => void;
}

function AddForm({ taken, onAdd }: AddFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('/');
  const [auth, setAuth] = useState<AuthObject>(null);
  const problem = !namespaceName.safeParse(name).success
    ? t('namespaces.invalidName')
    : taken.includes(name)
      ? t('namespaces.taken', { name })
      : undefined;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (problem === undefined) onAdd(name, auth);
  }

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3">
      <h2 className="text-md font-strong">{t('namespaces.add')}</h2>
      <TextField
        label={t('namespaces.nameLabel')}
        isMono
        maxLength={512}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={name === '/' ? undefined : problem}
        hint={t('namespaces.addHint')}
        data-testid="namespace-name"
      />
      <div>
        <h3 className="text-xs text-fg-3">{t('setting.auth')}</h3>
        <AuthForm label={t('setting.auth')} hint={t('setting.authOwnHint')} auth={auth} onChange={setAuth} />
      </div>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={problem !== undefined} data-testid="namespace-join">
          {t('namespaces.join')}
        </Button>
      </div>
    </form>
  );
}
