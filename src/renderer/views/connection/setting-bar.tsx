import { useTranslation } from 'react-i18next';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { Checkbox } from '../../widgets/toggles.tsx';
import { SettingChip } from './setting-chip.tsx';
import { SETTING_NAMES, type SettingName } from './setting-names.ts';
import { summaryOf } from './setting-summary.ts';
import { AuthForm } from './settings/auth-form.tsx';
import { PairsForm } from './settings/pairs-form.tsx';
import { ProtocolForm } from './settings/protocol-form.tsx';
import { ProxyForm } from './settings/proxy-form.tsx';
import { ReconnectionForm } from './settings/reconnection-form.tsx';
import { TimingForm } from './settings/timing-form.tsx';
import { TlsForm } from './settings/tls-form.tsx';
import { TransportsForm } from './settings/transports-form.tsx';

interface SettingBarProps {
  readonly settings: ClientSettings;
  readonly openSetting: SettingName | null;
  readonly onOpen: (name: SettingName | null) => void;
  readonly onChange: (change: Partial<ClientSettings>) => void;
  /** What auto has found out, and why. */
  readonly chosen: { readonly revision: 3 | 4 | null; readonly reason: string | null };
}

/** Every setting with what it is set to; each opens its form. */
export function SettingBar({ settings, openSetting, onOpen, onChange, chosen }: SettingBarProps) {
  const { t } = useTranslation();
  return (
    <ul className="flex min-w-0 flex-1 flex-wrap gap-1.5">
      {SETTING_NAMES.map((name) => (
        <SettingChip
          key={name}
          name={name}
          label={t(`setting.${name}`)}
          summary={summaryOf(t, name, settings, chosen.revision)}
          width={name === 'tls' ? 'lg' : 'md'}
          isOpen={openSetting === name}
          onOpenChange={(isOpen) => onOpen(isOpen ? name : null)}
        >
          <SettingForm name={name} settings={settings} onChange={onChange} reason={chosen.reason} />
        </SettingChip>
      ))}
    </ul>
  );
}

interface SettingFormProps {
  readonly name: Exclude<SettingName, 'path'>;
  readonly settings: ClientSettings;
  readonly onChange: (change: Partial<ClientSettings>) => void;
  readonly reason: string | null;
}

function SettingForm({ name, settings, onChange, reason }: SettingFormProps) {
  const { t } = useTranslation();
  switch (name) {
    case 'query':
      return <PairsForm pairs={settings.query} onChange={(query) => onChange({ query })} hint={t('setting.queryHint')} testId="query" />;
    case 'headers':
      return <PairsForm pairs={settings.headers} onChange={(headers) => onChange({ headers })} hint={t('setting.headersHint')} testId="headers" />;
    case 'cookies':
      return (
        <div className="flex flex-col gap-3">
          <PairsForm
            pairs={settings.cookies}
            onChange={(cookies) => onChange({ cookies })}
            hint={t('setting.cookiesHint')}
            isSecret
            testId="cookies"
          />
          <Checkbox label={t('setting.keepCookies')} isOn={settings.keepCookies} onChange={(keepCookies) => onChange({ keepCookies })} />
        </div>
      );
    case 'auth':
      return <AuthForm label={t('setting.auth')} hint={t('setting.authHint')} auth={settings.auth} onChange={(auth) => onChange({ auth })} />;
    case 'transports':
      return <TransportsForm settings={settings} onChange={onChange} />;
    case 'protocol':
      return <ProtocolForm revision={settings.revision} reason={reason} onChange={(revision) => onChange({ revision })} />;
    case 'tls':
      return <TlsForm tls={settings.tls} onChange={(tls) => onChange({ tls })} />;
    case 'proxy':
      return <ProxyForm proxy={settings.proxy} onChange={(proxy) => onChange({ proxy })} />;
    case 'reconnection':
      return <ReconnectionForm reconnection={settings.reconnection} onChange={(reconnection) => onChange({ reconnection })} />;
    case 'timing':
      return <TimingForm timeoutMs={settings.timeoutMs} replyWithinMs={settings.replyWithinMs} onChange={onChange} />;
  }
}
