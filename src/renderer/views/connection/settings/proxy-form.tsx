import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clientSettings } from '../../../../contract/client-settings.ts';
import { TextField } from '../../../widgets/text-field.tsx';

interface ProxyFormProps {
  readonly proxy: string;
  readonly onChange: (proxy: string) => void;
}

export function ProxyForm({ proxy, onChange }: ProxyFormProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(proxy);
  const isValid = isProxy(typed);
  return (
    <TextField
      label={t('setting.proxy')}
      isMono
      placeholder="http://127.0.0.1:8080"
      maxLength={2048}
      value={typed}
      onChange={(event) => {
        const text = event.target.value.trim();
        setTyped(text);
        if (isProxy(text)) onChange(text);
      }}
      error={isValid ? undefined : t('setting.proxyInvalid')}
      hint={t('setting.proxyHint')}
      data-testid="proxy-input"
    />
  );
}

function isProxy(text: string): boolean {
  return clientSettings.shape.proxy.safeParse(text).success;
}
