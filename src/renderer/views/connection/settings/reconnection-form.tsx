import { useTranslation } from 'react-i18next';
import type { ClientSettings } from '../../../../contract/client-settings.ts';
import { NumberField } from '../../../widgets/number-field.tsx';
import { Switch } from '../../../widgets/toggles.tsx';

type Reconnection = ClientSettings['reconnection'];

interface ReconnectionFormProps {
  readonly reconnection: Reconnection;
  readonly onChange: (reconnection: Reconnection) => void;
}

const MAX_MS = 3_600_000;

export function ReconnectionForm({ reconnection, onChange }: ReconnectionFormProps) {
  const { t } = useTranslation();
  const { isOn, attempts, delayMs, delayMaxMs, randomizationFactor } = reconnection;
  const change = (part: Partial<Reconnection>) => onChange({ ...reconnection, ...part });
  return (
    <div className="flex flex-col gap-3">
      <Switch label={t('setting.reconnectionOn')} isOn={isOn} onChange={(next) => change({ isOn: next })} testId="reconnection-on" />
      {isOn && (
        <div className="grid grid-cols-2 gap-3">
          <NumberField
            label={t('setting.attempts')}
            value={attempts}
            min={1}
            max={1_000_000}
            isOptional
            hint={t('setting.attemptsHint')}
            onChange={(value) => change({ attempts: value })}
          />
          <NumberField
            label={t('setting.jitter')}
            value={randomizationFactor}
            min={0}
            max={1}
            isWhole={false}
            unit="0–1"
            onChange={(value) => value !== null && change({ randomizationFactor: value })}
          />
          <NumberField
            label={t('setting.delay')}
            value={delayMs}
            min={0}
            max={MAX_MS}
            unit="ms"
            onChange={(value) => value !== null && change({ delayMs: value })}
          />
          <NumberField
            label={t('setting.delayMax')}
            value={delayMaxMs}
            min={0}
            max={MAX_MS}
            unit="ms"
            onChange={(value) => value !== null && change({ delayMaxMs: value })}
          />
          <p className="col-span-2 text-xs text-fg-3">{t('setting.jitterHint')}</p>
        </div>
      )}
    </div>
  );
}
