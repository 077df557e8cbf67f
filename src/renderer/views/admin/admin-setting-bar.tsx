import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type AdminSettings, DEFAULT_ADMIN_SETTINGS } from '../../../contract/admin-settings.ts';
import { formatMs } from '../../i18n/format.ts';
import { NumberField } from '../../widgets/number-field.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import { SettingChip } from '../connection/setting-chip.tsx';
import { pairsSummary, proxySummary, type SettingSummary, tlsSummary } from '../connection/setting-summary.ts';
import { PairsForm } from '../connection/settings/pairs-form.tsx';
import { ProxyForm } from '../connection/settings/proxy-form.tsx';
import { TlsForm } from '../connection/settings/tls-form.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import { ADMIN_SETTING_NAMES, type AdminSettingName } from './setting-names.ts';

interface AdminSettingBarProps {
  readonly settings: AdminSettings;
  readonly openSetting: AdminSettingName | null;
  readonly onOpen: (name: AdminSettingName | null) => void;
  readonly onChange: (change: Partial<AdminSettings>) => void;
}

/** Every setting of an admin with what it is set to; each opens its form. */
export function AdminSettingBar({ settings, openSetting, onOpen, onChange }: AdminSettingBarProps) {
  const { t } = useTranslation();
  return (
    <ul className="flex min-w-0 flex-1 flex-wrap gap-1.5">
      {ADMIN_SETTING_NAMES.map((name) => (
        <SettingChip
          key={name}
          name={name}
          label={name === 'login' || name === 'transport' ? t(`admin.${name}`) : t(`setting.${name}`)}
          summary={summaryOf(t, name, settings)}
          width={name === 'tls' ? 'lg' : 'md'}
          isOpen={openSetting === name}
          onOpenChange={(isOpen) => onOpen(isOpen ? name : null)}
        >
          <SettingForm name={name} settings={settings} onChange={onChange} />
        </SettingChip>
      ))}
    </ul>
  );
}

type ChipName = Exclude<AdminSettingName, 'path'>;

function summaryOf(t: TFunction, name: ChipName, settings: AdminSettings): SettingSummary {
  switch (name) {
    case 'login':
      return loginSummary(t, settings.credentials);
    case 'transport':
      return {
        text: [settings.isWebSocketOnly ? t('admin.webSocketOnlyShort') : '', settings.parser === 'json' ? '' : settings.parser]
          .filter(Boolean)
          .join(', '),
      };
    case 'query':
    case 'headers':
      return pairsSummary(settings[name]);
    case 'tls':
      return tlsSummary(t, settings.tls);
    case 'proxy':
      return proxySummary(t, settings.proxy);
    case 'timing':
      return { text: settings.timeoutMs === DEFAULT_ADMIN_SETTINGS.timeoutMs ? '' : formatMs(settings.timeoutMs) };
  }
}

function loginSummary(t: TFunction, credentials: AdminSettings['credentials']): SettingSummary {
  if (credentials.type !== 'password') return { text: t(`admin.logins.${credentials.type}`) };
  const { username } = credentials;
  return username === '' ? { text: t('admin.noUser'), isWarning: true } : { text: username };
}

interface SettingFormProps {
  readonly name: ChipName;
  readonly settings: AdminSettings;
  readonly onChange: (change: Partial<AdminSettings>) => void;
}

function SettingForm({ name, settings, onChange }: SettingFormProps) {
  const { t } = useTranslation();
  switch (name) {
    case 'login':
      return <CredentialsForm credentials={settings.credentials} onChange={(credentials) => onChange({ credentials })} />;
    case 'transport':
      return <TransportForm settings={settings} onChange={onChange} />;
    case 'query':
      return <PairsForm pairs={settings.query} onChange={(query) => onChange({ query })} hint={t('setting.queryHint')} testId="query" />;
    case 'headers':
      return <PairsForm pairs={settings.headers} onChange={(headers) => onChange({ headers })} hint={t('setting.headersHint')} testId="headers" />;
    case 'tls':
      return <TlsForm tls={settings.tls} onChange={(tls) => onChange({ tls })} />;
    case 'proxy':
      return <ProxyForm proxy={settings.proxy} onChange={(proxy) => onChange({ proxy })} />;
    case 'timing':
      return (
        <NumberField
          label={t('setting.timeout')}
          value={settings.timeoutMs}
          min={100}
          max={600_000}
          unit="ms"
          hint={t('setting.timeoutHint')}
          onChange={(timeoutMs) => timeoutMs !== null && onChange({ timeoutMs })}
          testId="timing-timeout"
        />
      );
  }
}

function TransportForm({ settings, onChange }: Omit<SettingFormProps, 'name'>) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label={t('admin.webSocketOnly')}
        isOn={settings.isWebSocketOnly}
        onChange={(isWebSocketOnly) => onChange({ isWebSocketOnly })}
        testId="admin-websocket-only"
      />
      <p className="text-sm text-fg-3">{t('admin.parserHint')}</p>
      <Segmented
        label={t('admin.parser')}
        isWide
        value={settings.parser}
        options={[
          { value: 'json', label: t('admin.parsers.json'), testId: 'admin-parser-json' },
          { value: 'msgpack', label: t('admin.parsers.msgpack'), testId: 'admin-parser-msgpack' },
        ]}
        onChange={(parser) => onChange({ parser })}
      />
    </div>
  );
}
