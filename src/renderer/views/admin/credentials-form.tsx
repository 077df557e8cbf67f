import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminCredentials } from '../../../contract/admin-settings.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { SecretField, TextField } from '../../widgets/text-field.tsx';

interface CredentialsFormProps {
  readonly credentials: AdminCredentials;
  readonly onChange: (credentials: AdminCredentials) => void;
  readonly isLarge?: boolean;
}

const TYPES = ['password', 'session', 'none'] as const;

/** How an admin says who it is: by a name and a password, by a session that somebody has, or not at all. */
export function CredentialsForm({ credentials: saved, onChange, isLarge = false }: CredentialsFormProps) {
  const { t } = useTranslation();
  // A session without an id is none yet: it stays here until it is typed.
  const [credentials, setCredentials] = useState(saved);

  function change(next: AdminCredentials): void {
    setCredentials(next);
    if (next.type !== 'session' || next.sessionId !== '') onChange(next);
  }

  return (
    <div className="flex flex-col gap-3">
      <Segmented
        label={t('admin.login')}
        isWide
        value={credentials.type}
        options={TYPES.map((value) => ({ value, label: t(`admin.logins.${value}`), testId: `admin-login-${value}` }))}
        onChange={(type) => change(type === saved.type ? saved : emptyOf(type))}
      />
      {credentials.type === 'password' && (
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t('admin.user')}
            isLarge={isLarge}
            maxLength={256}
            value={credentials.username}
            onChange={(event) => change({ ...credentials, username: event.target.value })}
            data-testid="admin-username"
          />
          <SecretField
            label={t('admin.password')}
            isLarge={isLarge}
            maxLength={1024}
            value={credentials.password}
            onChange={(event) => change({ ...credentials, password: event.target.value })}
            data-testid="admin-password"
          />
        </div>
      )}
      {credentials.type === 'session' && (
        <SecretField
          label={t('admin.sessionId')}
          isMono
          isLarge={isLarge}
          maxLength={256}
          value={credentials.sessionId}
          onChange={(event) => change({ ...credentials, sessionId: event.target.value })}
          hint={t('admin.sessionHint')}
          data-testid="admin-session-id"
        />
      )}
      {credentials.type === 'none' && <p className="text-sm text-fg-3">{t('admin.noneHint')}</p>}
    </div>
  );
}

function emptyOf(type: AdminCredentials['type']): AdminCredentials {
  switch (type) {
    case 'password':
      return { type, username: '', password: '' };
    case 'session':
      return { type, sessionId: '' };
    case 'none':
      return { type };
  }
}
