import { Eye, EyeOff, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientSettings } from '../../../../contract/client-settings.ts';
import { IconButton } from '../../../widgets/button.tsx';
import { TextField } from '../../../widgets/text-field.tsx';
import { Checkbox } from '../../../widgets/toggles.tsx';
import { PemField } from '../../pem-field.tsx';

type Tls = ClientSettings['tls'];

interface TlsFormProps {
  readonly tls: Tls;
  readonly onChange: (tls: Tls) => void;
}

export function TlsForm({ tls, onChange }: TlsFormProps) {
  const { t } = useTranslation();
  const [isRevealed, setIsRevealed] = useState(false);
  const change = (part: Partial<Tls>) => onChange({ ...tls, ...part });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-fg-3">{t('setting.tlsHint')}</p>
      <PemField name="ca" label={t('setting.ca')} text={tls.ca} onChange={(ca) => change({ ca })} />
      <PemField name="cert" label={t('setting.cert')} text={tls.cert} onChange={(cert) => change({ cert })} />
      <PemField name="key" label={t('setting.key')} text={tls.key} isSecret={!isRevealed} onChange={(key) => change({ key })} />
      <div className="flex items-end gap-1.5">
        <TextField
          label={t('setting.passphrase')}
          type={isRevealed ? 'text' : 'password'}
          isMono
          maxLength={1024}
          value={tls.passphrase}
          onChange={(event) => change({ passphrase: event.target.value })}
          data-testid="tls-passphrase"
          className="flex-1"
        />
        <IconButton
          icon={isRevealed ? EyeOff : Eye}
          label={t(isRevealed ? 'inspector.hide' : 'inspector.reveal', { name: t('setting.passphrase') })}
          onClick={() => setIsRevealed(!isRevealed)}
        />
      </div>
      <Checkbox
        label={t('setting.skipVerification')}
        isOn={!tls.rejectUnauthorized}
        onChange={(isSkipped) => change({ rejectUnauthorized: !isSkipped })}
        testId="tls-skip"
      />
      {!tls.rejectUnauthorized && (
        <p role="alert" className="flex gap-2 rounded-2 bg-warn-soft px-2 py-1.5 text-sm text-warn">
          <TriangleAlert size={14} strokeWidth={1.75} className="mt-0.25 shrink-0" aria-hidden />
          {t('setting.skipWarning')}
        </p>
      )}
    </div>
  );
}
