import { Stethoscope } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminBatch } from '../../../contract/admin-rows.ts';
import type { AdminSettings } from '../../../contract/admin-settings.ts';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import { useAdmin } from '../../stores/admin.ts';
import { useConnection } from '../../stores/connection.ts';
import { adminEdits, saveEdits } from '../../stores/edits.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { AttemptsPanel } from '../attempts/attempts-panel.tsx';
import { ConnectButton } from '../connection/connect-button.tsx';
import { Parts, StaleNote } from '../connection/connection-parts.tsx';
import { CurlButton } from '../connection/curl-button.tsx';
import type { Remedy } from '../connection/remedies.ts';
import { useConnectionActions } from '../connection/use-connection-actions.ts';
import { DoctorDialog } from '../doctor/doctor-dialog.tsx';
import { adminChangeOf, adminSettingOf, isForAdmins } from './admin-change.ts';
import { AdminSettingBar } from './admin-setting-bar.tsx';
import { AdminUrlField } from './admin-url-field.tsx';
import { RightsPanel } from './rights-panel.tsx';
import type { AdminSettingName } from './setting-names.ts';

/** Where an admin connects and as whom, how each attempt went, and what the server lets it do. */
export function AdminView({ source }: { readonly source: SourceRow }) {
  const connection = useConnection((state) => state.connection);
  const admin = useAdmin((state) => state.admin);
  const settings = adminEdits.useSettings(source.sourceId);
  if (connection === null || admin === null || settings === null) return <div className="min-h-0 flex-1" aria-busy />;
  return <LoadedView source={source} connection={connection} admin={admin} settings={settings} />;
}

interface LoadedViewProps {
  readonly source: SourceRow;
  readonly connection: ConnectionBatch;
  readonly admin: AdminBatch;
  readonly settings: AdminSettings;
}

function LoadedView({ source, connection, admin, settings }: LoadedViewProps) {
  const { t } = useTranslation();
  const { sourceId, state } = source;
  const client = useClient();
  const actions = useConnectionActions(sourceId);
  const doctor = useAction();
  const url = useRef<HTMLInputElement>(null);
  const [openSetting, setOpenSetting] = useState<AdminSettingName | null>(null);
  const [isUrlFaulty, setIsUrlFaulty] = useState(false);
  const [isDoctorOpen, setIsDoctorOpen] = useState(false);
  const saveFailure = adminEdits.useFailure(sourceId);
  const failure = actions.failure ?? saveFailure ?? doctor.failure;
  const isConnected = connection.phase === 'connected';
  const canConnect = state === 'stopped' || state === 'failed';
  const change = (part: Partial<AdminSettings>) => adminEdits.change(client, sourceId, part);

  function advised(part: Partial<ClientSettings>): void {
    const own = adminChangeOf(part);
    if (own !== null) change(own);
  }

  function runDoctor(): void {
    setIsDoctorOpen(true);
    doctor.run(async () => {
      await saveEdits(client, sourceId);
      await client.call('doctor.start', { sourceId });
    });
  }

  function onRemedy({ action }: Remedy): void {
    switch (action.type) {
      case 'doctor':
        runDoctor();
        return;
      case 'retry':
        actions.retry();
        return;
      case 'url':
        url.current?.focus();
        url.current?.select();
        return;
      case 'open':
        setOpenSetting(adminSettingOf(action.setting));
        return;
      case 'change':
        advised(action.change);
        actions.retry();
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isConnectKey = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented;
    // What comes from a dialog is not of this tab, though React hands it on.
    const isOwn = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (!isConnectKey || !isOwn || !canConnect || isUrlFaulty) return;
    event.preventDefault();
    actions.connect();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl/Cmd+Enter connects from anywhere in the tab.
    <div onKeyDown={onKeyDown} className="@container flex min-h-0 flex-1 flex-col">
      <div data-pane className="flex shrink-0 flex-col gap-2 border-b border-line px-3 py-2.5">
        <div className="flex items-start gap-2">
          <AdminUrlField
            ref={url}
            settings={settings}
            onChange={change}
            onFaulty={setIsUrlFaulty}
            isPathOpen={openSetting === 'path'}
            onPathOpen={(isOpen) => setOpenSetting(isOpen ? 'path' : null)}
          />
          <ConnectButton state={state} place="tab" isDisabled={isUrlFaulty} onConnect={actions.connect} onDisconnect={actions.disconnect} />
        </div>
        <div className="flex items-start gap-2">
          <AdminSettingBar settings={settings} openSetting={openSetting} onOpen={setOpenSetting} onChange={change} />
          <span className="-my-0.5 flex shrink-0">
            <Button variant="ghost" size="sm" icon={Stethoscope} title={t('doctor.open')} onClick={runDoctor} data-testid="doctor-start">
              {t('doctor.short')}
            </Button>
            <CurlButton curl={connection.curl} />
          </span>
        </div>
        {failure !== null && <InlineFailure failure={failure} />}
      </div>
      {admin.isStale && isConnected && <StaleNote onReconnect={actions.reconnect} />}
      <Parts
        replies={null}
        attempts={
          <AttemptsPanel
            connection={connection}
            failure={source.failure}
            settings={connection.settings}
            accepts={isForAdmins}
            onRemedy={onRemedy}
            onRetry={actions.retry}
            onPause={actions.pause}
            onDoctor={runDoctor}
          />
        }
        aside={<RightsPanel source={source} admin={admin} row={connection.namespaces[0] ?? null} onEditLogin={() => setOpenSetting('login')} />}
      />
      {isDoctorOpen && (
        <DoctorDialog
          sourceId={sourceId}
          accepts={(part) => adminChangeOf(part) !== null}
          onFix={advised}
          onConnect={canConnect ? actions.connect : isConnected ? actions.reconnect : actions.retry}
          onClose={() => setIsDoctorOpen(false)}
        />
      )}
    </div>
  );
}
