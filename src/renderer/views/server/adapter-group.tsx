import { useTranslation } from 'react-i18next';
import { redisUrl } from '../../../contract/server-settings.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { SecretField } from '../../widgets/text-field.tsx';
import type { GroupProps } from './server-groups.tsx';

/** Where a server tells others of its cluster what it sends. */
export function AdapterGroup({ settings: { adapter }, onChange }: GroupProps) {
  const { t } = useTranslation();
  return (
    <>
      <Segmented
        label={t('server.groups.adapter')}
        isWide
        value={adapter.type}
        options={[
          { value: 'memory', label: t('server.memory') },
          { value: 'redis', label: 'Redis', testId: 'server-adapter-redis' },
        ]}
        onChange={(type) => onChange({ adapter: type === 'redis' ? { type, url: 'redis://127.0.0.1:6379' } : { type } })}
      />
      {adapter.type === 'redis' && (
        <SecretField
          label={t('server.redisUrl')}
          isLarge
          isMono
          maxLength={2048}
          value={adapter.url}
          onChange={(event) => onChange({ adapter: { type: 'redis', url: event.target.value } })}
          error={redisUrl.safeParse(adapter.url).success ? undefined : t('server.invalidRedis')}
          hint={t('server.redisHint')}
          data-testid="server-redis-url"
        />
      )}
      {adapter.type === 'memory' && <p className="text-xs text-fg-3">{t('server.memoryHint')}</p>}
    </>
  );
}
