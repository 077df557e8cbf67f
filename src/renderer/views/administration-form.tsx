import { useTranslation } from 'react-i18next';
import { type Administration, administration } from '../../contract/admin-settings.ts';
import type { SourceRow } from '../../contract/rows.ts';
import { Segmented } from '../widgets/segmented.tsx';
import { SecretField, TextField } from '../widgets/text-field.tsx';
import { Checkbox, Switch } from '../widgets/toggles.tsx';

/** As it is being typed; the password and the path of the figures are empty where there is none. */
export interface AdministrationDraft extends Omit<Administration, 'password' | 'metricsPath'> {
  readonly password: string;
  readonly metricsPath: string;
  /** The console keeps one already. */
  readonly hasPassword: boolean;
}

const FRESH: AdministrationDraft = {
  isOn: false,
  namespace: '/admin',
  username: 'admin',
  password: '',
  mode: 'development',
  isReadOnly: false,
  metricsPath: '',
  hasPassword: false,
};

export function draftOfAdministration(saved: SourceRow['administration']): AdministrationDraft {
  return saved === null ? FRESH : { ...saved, password: '', metricsPath: saved.metricsPath ?? '' };
}

/** `null`: something in it is missing or wrong. */
export function administrationOf({ hasPassword, ...draft }: AdministrationDraft): Administration | null {
  const password = draft.password === '' ? null : draft.password;
  const metricsPath = draft.metricsPath.trim() === '' ? null : draft.metricsPath.trim();
  if (draft.isOn && password === null && !hasPassword) return null;
  const parsed = administration.safeParse({ ...draft, password, metricsPath });
  return parsed.success ? parsed.data : null;
}

interface AdministrationFormProps {
  readonly draft: AdministrationDraft;
  readonly onChange: (draft: AdministrationDraft) => void;
}

/** Who may administer a server of this console from elsewhere, and who reads its figures. */
export function AdministrationForm({ draft, onChange }: AdministrationFormProps) {
  const { t } = useTranslation();
  const change = (part: Partial<AdministrationDraft>) => onChange({ ...draft, ...part });
  const { isOn, namespace, username, password, mode, isReadOnly, metricsPath, hasPassword } = draft;
  const isPathValid = metricsPath.trim() === '' || administration.shape.metricsPath.safeParse(metricsPath.trim()).success;
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">{t('administration.title')}</legend>
      <div className="flex flex-col gap-1">
        <Switch label={t('administration.isOn')} isOn={isOn} onChange={(value) => change({ isOn: value })} testId="administration-on" />
        <p className="text-xs text-fg-3">{t('administration.hint')}</p>
      </div>
      {isOn && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label={t('admin.user')}
              isLarge
              maxLength={256}
              value={username}
              onChange={(event) => change({ username: event.target.value })}
              error={username === '' ? t('administration.noUser') : undefined}
              data-testid="administration-user"
            />
            <SecretField
              label={t('admin.password')}
              isLarge
              maxLength={1024}
              value={password}
              placeholder={hasPassword ? t('administration.unchanged') : ''}
              onChange={(event) => change({ password: event.target.value })}
              error={password === '' && !hasPassword ? t('administration.noPassword') : undefined}
              data-testid="administration-password"
            />
          </div>
          <Segmented
            label={t('admin.mode')}
            isWide
            value={mode}
            options={(['development', 'production'] as const).map((value) => ({ value, label: t(`admin.modes.${value}`) }))}
            onChange={(value) => change({ mode: value })}
          />
          <p className="-mt-2 text-xs text-fg-3">{t(`administration.modeHints.${mode}`)}</p>
          <Checkbox label={t('administration.readOnly')} isOn={isReadOnly} onChange={(value) => change({ isReadOnly: value })} />
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label={t('fields.namespace')}
              isLarge
              isMono
              maxLength={512}
              value={namespace}
              onChange={(event) => change({ namespace: event.target.value })}
              error={namespace.startsWith('/') ? undefined : t('namespaces.invalidName')}
            />
            <TextField
              label={t('administration.metricsPath')}
              isLarge
              isMono
              maxLength={256}
              placeholder="/metrics"
              value={metricsPath}
              onChange={(event) => change({ metricsPath: event.target.value })}
              error={isPathValid ? undefined : t('address.invalidPath')}
              hint={t('administration.metricsHint')}
              data-testid="administration-metrics"
            />
          </div>
        </>
      )}
    </fieldset>
  );
}
