import { useTranslation } from 'react-i18next';
import { NumberField } from '../../widgets/number-field.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import type { GroupProps } from './server-groups.tsx';

/** Connection state recovery. */
export function RecoveryGroup({ settings: { recovery, adapter }, onChange }: GroupProps) {
  const { t } = useTranslation();
  const change = (part: Partial<typeof recovery>) => onChange({ recovery: { ...recovery, ...part } });
  return (
    <>
      <Checkbox label={t('server.recoveryOn')} isOn={recovery.isOn} onChange={(isOn) => change({ isOn })} testId="server-recovery" />
      {recovery.isOn && (
        <>
          <NumberField
            label={t('server.maxDisconnection')}
            value={recovery.maxDisconnectionMs}
            min={100}
            max={3_600_000}
            unit="ms"
            onChange={(value) => value !== null && change({ maxDisconnectionMs: value })}
          />
          <Checkbox label={t('server.skipMiddlewares')} isOn={recovery.skipMiddlewares} onChange={(isOn) => change({ skipMiddlewares: isOn })} />
          {adapter.type === 'redis' && <p className="text-xs text-warn">{t('server.noRecovery')}</p>}
        </>
      )}
    </>
  );
}
