import { useTranslation } from 'react-i18next';
import type { ClientSettings } from '../../../../contract/client-settings.ts';
import { Segmented } from '../../../widgets/segmented.tsx';

interface ProtocolFormProps {
  readonly revision: ClientSettings['revision'];
  /** Why auto chose what it did; `null` before it has. */
  readonly reason: string | null;
  readonly onChange: (revision: ClientSettings['revision']) => void;
}

export function ProtocolForm({ revision, reason, onChange }: ProtocolFormProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-fg-3">{t('setting.protocolHint')}</p>
      <Segmented
        label={t('setting.protocol')}
        isWide
        value={String(revision)}
        options={[
          { value: 'auto', label: t('setting.auto'), testId: 'protocol-auto' },
          { value: '4', label: t('setting.revision', { revision: 4 }), testId: 'protocol-4' },
          { value: '3', label: t('setting.revision', { revision: 3 }), testId: 'protocol-3' },
        ]}
        onChange={(value) => onChange(value === '4' ? 4 : value === '3' ? 3 : 'auto')}
      />
      {revision === 'auto' && reason !== null && <p className="text-sm text-fg-2">{reason}</p>}
    </div>
  );
}
