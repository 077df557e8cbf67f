import { KeyRound, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamespaceConnectionRow } from '../../../contract/client-rows.ts';
import type { AuthObject } from '../../../contract/client-settings.ts';
import type { SourceState } from '../../../contract/rows.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { Popover } from '../../widgets/popover.tsx';
import { StateDot } from '../../widgets/state-dot.tsx';
import { FailureDetail } from './failure-detail.tsx';
import { AuthForm } from './settings/auth-form.tsx';

interface NamespaceItemProps {
  readonly name: string;
  readonly auth: AuthObject;
  /** `null`: nothing was tried yet. */
  readonly row: NamespaceConnectionRow | null;
  readonly onAuth: (auth: AuthObject) => void;
  /** The common auth. */
  readonly onEditAuth: () => void;
  /** `null`: the last one stays. */
  readonly onLeave: (() => void) | null;
}

type ItemState = NamespaceConnectionRow['state'] | 'idle';
const DOTS: Readonly<Record<ItemState, SourceState>> = {
  idle: 'stopped',
  connecting: 'starting',
  connected: 'running',
  refused: 'failed',
  disconnected: 'stopped',
};

export function NamespaceItem({ name, auth, row, onAuth, onEditAuth, onLeave }: NamespaceItemProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const state: ItemState = row?.state ?? 'idle';
  return (
    <li data-testid="namespace-row" data-namespace={name} data-state={state} className="border-b border-line-soft py-1.5 pr-2 pl-3">
      <div className="flex h-6 items-center gap-1">
        <StateDot state={DOTS[state]} />
        <span title={name} className="ml-1 max-w-3/4 shrink-0 truncate font-mono text-code text-fg">
          {name}
        </span>
        <span className={cn('ml-1 min-w-0 truncate', state === 'refused' ? 'text-err' : 'text-fg-3')}>{t(`namespaces.states.${state}`)}</span>
        <span className="flex-1" />
        <Popover
          label={t('namespaces.settings', { name })}
          width="md"
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          trigger={
            <IconButton
              icon={KeyRound}
              size="sm"
              iconSize={12}
              label={t('namespaces.settings', { name })}
              className={auth === null ? undefined : 'text-accent-fg'}
            />
          }
        >
          <h2 className="mb-2 text-md font-strong">{t('namespaces.settings', { name })}</h2>
          <AuthForm label={t('namespaces.settings', { name })} hint={t('setting.authOwnHint')} auth={auth} onChange={onAuth} />
        </Popover>
        {onLeave !== null && (
          <IconButton icon={X} size="sm" iconSize={12} label={t('namespaces.leave', { name })} onClick={onLeave} data-testid="namespace-leave" />
        )}
      </div>
      {row?.socketId != null && (
        <p className="flex h-5 items-center gap-1 pl-3 text-fg-2">
          <span data-selectable className="min-w-0 truncate font-mono text-code">
            {row.socketId}
          </span>
          <CopyButton text={row.socketId} />
          {row.isRecovered && <span className="text-fg-3">{t('namespaces.recovered')}</span>}
          {auth !== null && <span className="text-fg-3">{t('namespaces.ownAuth')}</span>}
        </p>
      )}
      {row?.state === 'disconnected' && row.reason !== null && <p className="pl-4 text-fg-3">{row.reason}</p>}
      {row?.failure != null && (
        <FailureDetail failure={row.failure} target={null} testId="namespace-failure" className="mt-1 pl-3">
          <Button size="sm" onClick={auth === null ? onEditAuth : () => setIsOpen(true)}>
            {t('remedies.auth')}
          </Button>
        </FailureDetail>
      )}
    </li>
  );
}
