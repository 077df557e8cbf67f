import { useTranslation } from 'react-i18next';
import { useClient, useLink } from '../stores/link.ts';
import { useSources } from '../stores/sources.ts';
import { cn } from '../widgets/cn.ts';
import { Switch } from '../widgets/toggles.tsx';
import { Tooltip } from '../widgets/tooltip.tsx';
import { useAttempt } from './use-attempt.ts';

/** While it is on, nothing changes any server. */
export function ReadOnlySwitch() {
  const { t } = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const isReadOnly = useSources((state) => state.isReadOnly);
  const isThere = useSources(({ sources }) => sources !== null);
  const isLinked = useLink(({ status }) => status === 'open');
  if (!isThere || !isLinked) return null;

  function onChange(isOn: boolean): void {
    attempt(client.call('app.setReadOnly', { isReadOnly: isOn }));
  }

  return (
    <Tooltip text={t('readOnly.hint')}>
      <span className={cn('flex items-center', isReadOnly ? 'text-warn' : 'text-fg-2')}>
        <Switch label={t('readOnly.label')} isOn={isReadOnly} onChange={onChange} testId="read-only" />
      </span>
    </Tooltip>
  );
}
