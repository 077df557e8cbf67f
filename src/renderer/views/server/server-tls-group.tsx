import { useTranslation } from 'react-i18next';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { SecretField } from '../../widgets/text-field.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import { PemField } from '../pem-field.tsx';
import type { GroupProps } from './server-groups.tsx';

export function ServerTlsGroup({ settings: { tls }, onChange }: GroupProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const { isOn, cert, key, passphrase } = tls;
  const change = (part: Partial<typeof tls>) => onChange({ tls: { ...tls, ...part } });
  const isMissing = cert.trim() === '' || key.trim() === '';

  function make(): void {
    action.run(async () => {
      const made = await client.call('server.makeCertificate', {});
      onChange((current) => ({ tls: { ...current.tls, ...made, passphrase: '' } }));
    });
  }

  return (
    <>
      <Checkbox label={t('server.tlsOn')} isOn={isOn} onChange={(value) => change({ isOn: value })} testId="server-tls" />
      {isOn && (
        <>
          <div className="flex items-center gap-2">
            <Button size="sm" disabled={action.isPending} onClick={make} data-testid="server-make-certificate">
              {t('server.makeCertificate')}
            </Button>
            <span className="min-w-0 text-xs text-fg-3">{t('server.makeHint')}</span>
          </div>
          {action.failure !== null && <InlineFailure failure={action.failure} />}
          <PemField name="cert" label={t('server.cert')} text={cert} onChange={(text) => change({ cert: text })} />
          <PemField name="key" label={t('setting.key')} text={key} isSecret onChange={(text) => change({ key: text })} />
          <SecretField
            label={t('setting.passphrase')}
            isLarge
            isMono
            maxLength={1024}
            value={passphrase}
            onChange={(event) => change({ passphrase: event.target.value })}
          />
          {isMissing && <p className="text-xs text-err">{t('server.noCertificate')}</p>}
        </>
      )}
    </>
  );
}
