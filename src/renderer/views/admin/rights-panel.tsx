import { Check, LogOut, Minus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminBatch, AdminPeer, MissingReason } from '../../../contract/admin-rows.ts';
import type { NamespaceConnectionRow } from '../../../contract/client-rows.ts';
import type { Capability, SourceRow } from '../../../contract/rows.ts';
import { formatClock, formatCount } from '../../i18n/format.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { KeyValue, KeyValues } from '../../widgets/section.tsx';
import { Tag } from '../../widgets/tag.tsx';
import { SessionsDialog } from '../deferred-dialogs.ts';
import { RefusedLogin } from './refused-login.tsx';

/** In this order; the others go without saying. */
const SHOWN = [
  'sockets',
  'rooms',
  'traffic',
  'handshake',
  'emit',
  'ack',
  'flags',
  'join',
  'leave',
  'disconnect',
  'bulk',
  'counters',
  'process',
  'audit',
] as const satisfies readonly Capability[];
/** What the server has yet to say is not missing. */
const REASONS: readonly MissingReason[] = ['production', 'readonly', 'role', 'old', 'protocol'];

interface RightsPanelProps {
  readonly source: SourceRow;
  readonly admin: AdminBatch;
  /** The admin namespace, as far as it is connected. */
  readonly row: NamespaceConnectionRow | null;
  readonly onEditLogin: () => void;
}

/** What the server lets this admin see and do, and why not the rest. */
export function RightsPanel({ source, admin, row, onEditLogin }: RightsPanelProps) {
  const { t } = useTranslation();
  const { peer } = admin;
  const isConnected = row?.state === 'connected';
  const failure = row?.failure ?? null;
  return (
    <section aria-label={t('admin.rights')} data-testid="admin-rights" className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-2 border-b border-line px-3">
        <h2 className="font-strong">{t('admin.rights')}</h2>
        <span className="flex-1" />
        {isConnected && peer !== null && <Tag testId="admin-peer">{t(`admin.peers.${peer.kind}`)}</Tag>}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {row !== null && failure !== null ? (
          <RefusedLogin row={{ ...row, failure }} onEditLogin={onEditLogin} />
        ) : isConnected && peer !== null ? (
          <>
            <Part>
              <WhoAndHow source={source} admin={admin} peer={peer} />
            </Part>
            <Part title={t('admin.can')}>
              <Granted source={source} />
            </Part>
            <Part title={t('admin.cannot')}>
              <Missing missing={admin.missing} />
            </Part>
            <LastCommand admin={admin} />
          </>
        ) : (
          <p className="px-3 py-2 text-fg-3">{isConnected ? t('admin.waiting') : t('admin.notConnected')}</p>
        )}
      </div>
    </section>
  );
}

function Part({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <div className="border-b border-line px-3 py-2.5">
      {title !== undefined && <h3 className="mb-1.5 text-xs text-fg-3">{title}</h3>}
      {children}
    </div>
  );
}

function WhoAndHow({ source, admin, peer }: { readonly source: SourceRow; readonly admin: AdminBatch; readonly peer: AdminPeer }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [areSessionsOpen, setAreSessionsOpen] = useState(false);
  const { sourceId } = source;
  return (
    <>
      <KeyValues>
        <KeyValue name={t('admin.mode')}>{t(`admin.modes.${peer.mode}`)}</KeyValue>
        {peer.role !== null && (
          <KeyValue name={t('admin.as')}>
            {peer.user ?? t('admin.anybody')} <span className="text-fg-3">{t(`admin.roles.${peer.role}`)}</span>
          </KeyValue>
        )}
        <KeyValue name={t('admin.session')}>{admin.hasSession ? t('admin.sessionKept') : t('admin.sessionNone')}</KeyValue>
        {admin.dropped > 0 && (
          <KeyValue name={t('admin.dropped')}>
            <span className="text-warn" title={t('admin.droppedHint')}>
              {t('admin.events', { count: admin.dropped })}
            </span>
          </KeyValue>
        )}
      </KeyValues>
      <div className="mt-2.5 flex gap-2">
        {peer.features.includes('X_SESSION') && (
          <Button size="sm" onClick={() => setAreSessionsOpen(true)} data-testid="admin-sessions">
            {t('admin.sessions')}
          </Button>
        )}
        {admin.hasSession && (
          <Button
            size="sm"
            icon={LogOut}
            disabled={action.isPending}
            title={t('admin.logOutHint')}
            onClick={() => action.run(() => client.call('admin.logOut', { sourceId }))}
            data-testid="admin-log-out"
          >
            {t('admin.logOut')}
          </Button>
        )}
      </div>
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      {areSessionsOpen && <SessionsDialog sourceId={sourceId} onClose={() => setAreSessionsOpen(false)} />}
    </>
  );
}

function Granted({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const granted = SHOWN.filter((capability) => source.capabilities.includes(capability));
  if (granted.length === 0) return <p className="text-fg-2">{t('admin.watchOnly')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {granted.map((capability) => (
        <li key={capability} className="flex items-start gap-1.5">
          <Check size={12} strokeWidth={2} className="mt-0.75 shrink-0 text-ok" aria-hidden />
          {t(`capabilities.${capability}`)}
        </li>
      ))}
    </ul>
  );
}

/** Grouped by why. */
function Missing({ missing }: Pick<AdminBatch, 'missing'>) {
  const { t } = useTranslation();
  const shown = missing.filter(({ capability, reason }) => isShown(capability) && reason !== 'waiting');
  if (shown.length === 0) return <p className="text-fg-2">{t('admin.nothingMissing')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {REASONS.map((reason) => {
        const names = shown
          .filter((each) => each.reason === reason)
          .map(({ capability }) => capability)
          .filter(isShown);
        if (names.length === 0) return null;
        return (
          <li key={reason} data-testid={`admin-missing-${reason}`}>
            <ul className="flex flex-col gap-1 text-fg-3">
              {names.map((name) => (
                <li key={name} className="flex items-start gap-1.5">
                  <Minus size={12} strokeWidth={2} className="mt-0.75 shrink-0" aria-hidden />
                  {t(`capabilities.${name}`)}
                </li>
              ))}
            </ul>
            <p className="mt-1 text-fg-2">{t(`admin.reasons.${reason}`)}</p>
          </li>
        );
      })}
    </ul>
  );
}

function isShown(capability: Capability): capability is (typeof SHOWN)[number] {
  return (SHOWN as readonly Capability[]).includes(capability);
}

function LastCommand({ admin }: { readonly admin: AdminBatch }) {
  const { t } = useTranslation();
  const { lastCommand } = admin;
  if (lastCommand === null) return null;
  const { action, sockets, commands, evaluatedBy, at } = lastCommand;
  return (
    <Part title={t('admin.lastCommand')}>
      <p className="text-fg" data-testid="admin-last-command">
        {t(`admin.actions.${action}`)} · {sockets === null ? t('admin.unknownSockets') : t('inspector.members', { count: sockets })}{' '}
        <span className="text-fg-3">{formatClock(at)}</span>
      </p>
      <p className="text-fg-3">
        {t(`admin.evaluatedBy.${evaluatedBy}`)} {t('admin.messages', { count: commands, number: formatCount(commands) })}
      </p>
    </Part>
  );
}
