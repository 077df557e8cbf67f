import { useState } from 'react';
import type { AdminBatch } from '../../../contract/admin-rows.ts';
import type { AdminSettings } from '../../../contract/admin-settings.ts';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import { useAdmin } from '../../stores/admin.ts';
import { useConnection } from '../../stores/connection.ts';
import { adminEdits } from '../../stores/edits.ts';
import { useClient } from '../../stores/link.ts';
import { AttemptsPanel } from '../attempts/attempts-panel.tsx';
import { ConnectionFrame } from '../connection/connection-frame.tsx';
import { Parts } from '../connection/connection-parts.tsx';
import { useConnectionTab } from '../connection/use-connection-tab.ts';
import { DoctorDialog } from '../deferred-dialogs.ts';
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
  const { sourceId, state } = source;
  const client = useClient();
  const [openSetting, setOpenSetting] = useState<AdminSettingName | null>(null);
  const [isUrlFaulty, setIsUrlFaulty] = useState(false);
  const change = (part: Partial<AdminSettings>) => adminEdits.change(client, sourceId, part);
  const { actions, url, isDoctorOpen, runDoctor, closeDoctor, onRemedy, failure } = useConnectionTab(sourceId, {
    openSetting: (name) => setOpenSetting(adminSettingOf(name)),
    change: advised,
  });
  const saveFailure = adminEdits.useFailure(sourceId);
  const isConnected = connection.phase === 'connected';
  const canConnect = state === 'stopped' || state === 'failed';

  function advised(part: Partial<ClientSettings>): void {
    const own = adminChangeOf(part);
    if (own !== null) change(own);
  }

  return (
    <ConnectionFrame
      state={state}
      actions={actions}
      isUrlFaulty={isUrlFaulty}
      curl={connection.curl}
      failure={failure ?? saveFailure}
      isStale={admin.isStale && isConnected}
      onDoctor={runDoctor}
      url={
        <AdminUrlField
          ref={url}
          settings={settings}
          onChange={change}
          onFaulty={setIsUrlFaulty}
          isPathOpen={openSetting === 'path'}
          onPathOpen={(isOpen) => setOpenSetting(isOpen ? 'path' : null)}
        />
      }
      settings={<AdminSettingBar settings={settings} openSetting={openSetting} onOpen={setOpenSetting} onChange={change} />}
    >
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
          onClose={closeDoctor}
        />
      )}
    </ConnectionFrame>
  );
}
