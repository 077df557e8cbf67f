import { useTranslation } from 'react-i18next';
import type { ClientSettings } from '../../../../contract/client-settings.ts';
import { NumberField } from '../../../widgets/number-field.tsx';

interface TimingFormProps {
  readonly timeoutMs: number;
  readonly replyWithinMs: number;
  readonly onChange: (change: Partial<ClientSettings>) => void;
}

export function TimingForm({ timeoutMs, replyWithinMs, onChange }: TimingFormProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-3">
      <NumberField
        label={t('setting.timeout')}
        value={timeoutMs}
        min={100}
        max={600_000}
        unit="ms"
        hint={t('setting.timeoutHint')}
        onChange={(value) => value !== null && onChange({ timeoutMs: value })}
        testId="timing-timeout"
      />
      <NumberField
        label={t('setting.replyWithin')}
        value={replyWithinMs}
        min={1000}
        max={3_600_000}
        unit="ms"
        hint={t('setting.replyWithinHint')}
        onChange={(value) => value !== null && onChange({ replyWithinMs: value })}
        testId="timing-reply"
      />
    </div>
  );
}
