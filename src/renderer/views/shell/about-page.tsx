import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallResult } from '../../../contract/calls.ts';
import { useClient } from '../../stores/link.ts';
import { SettingRow } from './setting-row.tsx';

export function AboutPage() {
  const { t } = useTranslation();
  const client = useClient();
  const [info, setInfo] = useState<CallResult<'app.info'> | null>(null);
  useEffect(() => {
    // Without an answer there is no console, which the whole page says.
    client.call('app.info', {}).then(setInfo, () => {});
  }, [client]);
  return (
    <>
      <SettingRow name="Patchbay" hint={t('about.text')}>
        <span className="font-mono text-code text-fg-2">{info?.version ?? ''}</span>
      </SettingRow>
      <SettingRow name={t('about.host')}>
        <span className="text-md text-fg-2">{info === null ? '' : t(`about.hosts.${info.host}`)}</span>
      </SettingRow>
      <SettingRow name={t('about.privacy')} hint={t('about.privacyText')}>
        {null}
      </SettingRow>
    </>
  );
}
