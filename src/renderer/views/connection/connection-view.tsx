import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import { useConnection } from '../../stores/connection.ts';
import { clientEdits } from '../../stores/edits.ts';
import { useClient } from '../../stores/link.ts';
import { AttemptsPanel } from '../attempts/attempts-panel.tsx';
import { lastDecision } from '../attempts/words.ts';
import { DoctorDialog } from '../deferred-dialogs.ts';
import { ConnectionFrame } from './connection-frame.tsx';
import { Parts, Replies } from './connection-parts.tsx';
import { NamespacesPanel } from './namespaces-panel.tsx';
import { SettingBar } from './setting-bar.tsx';
import type { SettingName } from './setting-names.ts';
import { UrlField } from './url-field.tsx';
import { useConnectionTab } from './use-connection-tab.ts';

/** Where a source connects, how each attempt went, and what the server asks of it. */
export function ConnectionView({ source }: { readonly source: SourceRow }) {
  const connection = useConnection((state) => state.connection);
  const settings = clientEdits.useSettings(source.sourceId);
  if (connection === null || settings === null) return <div className="min-h-0 flex-1" aria-busy />;
  return <LoadedView source={source} connection={connection} settings={settings} />;
}

interface LoadedViewProps {
  readonly source: SourceRow;
  readonly connection: ConnectionBatch;
  readonly settings: ClientSettings;
}

function LoadedView({ source, connection, settings }: LoadedViewProps) {
  const { t } = useTranslation();
  const { sourceId, state, capabilities } = source;
  const client = useClient();
  const [openSetting, setOpenSetting] = useState<SettingName | null>(null);
  const [isUrlFaulty, setIsUrlFaulty] = useState(false);
  const change = (part: Partial<ClientSettings>) => clientEdits.change(client, sourceId, part);
  const { actions, url, isDoctorOpen, runDoctor, closeDoctor, onRemedy, failure } = useConnectionTab(sourceId, {
    openSetting: setOpenSetting,
    change,
  });
  const saveFailure = clientEdits.useFailure(sourceId);
  const isConnected = connection.phase === 'connected';
  const canConnect = state === 'stopped' || state === 'failed';

  return (
    <ConnectionFrame
      state={state}
      actions={actions}
      isUrlFaulty={isUrlFaulty}
      curl={connection.curl}
      failure={failure ?? saveFailure}
      isStale={connection.isStale && isConnected}
      onDoctor={runDoctor}
      url={
        <UrlField
          ref={url}
          settings={settings}
          onChange={change}
          onFaulty={setIsUrlFaulty}
          isPathOpen={openSetting === 'path'}
          onPathOpen={(isOpen) => setOpenSetting(isOpen ? 'path' : null)}
        />
      }
      settings={
        <SettingBar
          settings={settings}
          openSetting={openSetting}
          onOpen={setOpenSetting}
          onChange={change}
          chosen={{ revision: connection.revision, reason: lastDecision(t, connection) }}
        />
      }
    >
      <Parts
        replies={capabilities.includes('reply') ? <Replies sourceId={sourceId} connection={connection} /> : null}
        attempts={
          <AttemptsPanel
            connection={connection}
            failure={source.failure}
            settings={settings}
            onRemedy={onRemedy}
            onRetry={actions.retry}
            onPause={actions.pause}
            onDoctor={runDoctor}
          />
        }
        aside={
          <NamespacesPanel
            sourceId={sourceId}
            settings={settings}
            rows={connection.namespaces}
            isConnected={isConnected}
            onChange={change}
            onEditAuth={() => setOpenSetting('auth')}
          />
        }
      />
      {isDoctorOpen && (
        <DoctorDialog
          sourceId={sourceId}
          onFix={change}
          onConnect={canConnect ? actions.connect : isConnected ? actions.reconnect : actions.retry}
          onClose={closeDoctor}
        />
      )}
    </ConnectionFrame>
  );
}
