import { useTranslation } from 'react-i18next';
import { corsOrigin } from '../../../contract/server-settings.ts';
import { ChipInput } from '../../widgets/chip-input.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import type { GroupProps } from './server-groups.tsx';

/** The pages of which origins may read answers. */
export function CorsGroup({ settings: { cors }, onChange }: GroupProps) {
  const { t } = useTranslation();
  const { allow, origins, credentials } = cors;
  const bad = origins.find((origin) => !corsOrigin.safeParse(origin).success);
  return (
    <>
      <Segmented
        label={t('server.groups.cors')}
        isWide
        value={allow}
        options={(['any', 'list', 'none'] as const).map((value) => ({
          value,
          label: t(`server.corsAllow.${value}`),
          testId: `server-cors-${value}`,
        }))}
        onChange={(value) => onChange({ cors: { ...cors, allow: value } })}
      />
      {allow === 'list' && (
        <div className="flex flex-col gap-1">
          <ChipInput
            label={t('server.origins')}
            placeholder="https://example.com"
            values={origins}
            onChange={(values) => onChange({ cors: { ...cors, origins: [...values] } })}
            testId="server-origins"
          />
          <span className={bad === undefined ? 'text-xs text-fg-3' : 'text-xs text-err'}>
            {bad === undefined ? t('server.originsHint') : t('server.invalidOrigin', { origin: bad })}
          </span>
        </div>
      )}
      {allow !== 'none' && (
        <Checkbox label={t('server.credentials')} isOn={credentials} onChange={(isOn) => onChange({ cors: { ...cors, credentials: isOn } })} />
      )}
      <p className="text-xs text-fg-3">{t('server.corsHint')}</p>
    </>
  );
}
