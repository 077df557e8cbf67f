import { useTranslation } from 'react-i18next';
import { NumberField } from '../../widgets/number-field.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import type { GroupProps } from './server-groups.tsx';

const TIMES = ['pingIntervalMs', 'pingTimeoutMs', 'connectTimeoutMs', 'upgradeTimeoutMs'] as const;

export function TimingGroup({ settings, onChange }: GroupProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        {TIMES.map((name) => (
          <NumberField
            key={name}
            label={t(`server.settings.${name}`)}
            value={settings[name]}
            min={100}
            max={3_600_000}
            unit="ms"
            onChange={(value) => value !== null && onChange({ [name]: value })}
            testId={`server-${name}`}
          />
        ))}
        <NumberField
          label={t('server.settings.maxHttpBufferSize')}
          value={settings.maxHttpBufferSize}
          min={1}
          max={1024 ** 3}
          unit={t('server.bytes')}
          onChange={(value) => value !== null && onChange({ maxHttpBufferSize: value })}
          testId="server-maxHttpBufferSize"
        />
      </div>
      <Checkbox label={t('server.perMessageDeflate')} isOn={settings.perMessageDeflate} onChange={(isOn) => onChange({ perMessageDeflate: isOn })} />
    </>
  );
}
