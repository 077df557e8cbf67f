import { Stethoscope } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import { useConnection } from '../../stores/connection.ts';
import { clientEdits, saveEdits } from '../../stores/edits.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { AttemptsPanel } from '../attempts/attempts-panel.tsx';
import { lastDecision } from '../attempts/words.ts';
import { DoctorDialog } from '../doctor/doctor-dialog.tsx';
import { ConnectButton } from './connect-button.tsx';
import { Parts, Replies, StaleNote } from './connection-parts.tsx';
import { CurlButton } from './curl-button.tsx';
import { NamespacesPanel } from './namespaces-panel.tsx';
import type { Remedy } from './remedies.ts';
import { SettingBar } from './setting-bar.tsx';
import type { SettingName } from './setting-names.ts';
import { UrlField } from './url-field.tsx';
import { useConnectionActions } from './use-connection-actions.ts';

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
  const actions = useConnectionActions(sourceId);
  const doctor = useAction();
  const change = (part: Partial<ClientSettings>) => clientEdits.change(client, sourceId, part);
  const url = useRef<HTMLInputElement>(null);
  const [openSetting, setOpenSetting] = useState<SettingName | null>(null);
  const [isUrlFaulty, setIsUrlFaulty] = useState(false);
  const [isDoctorOpen, setIsDoctorOpen] = useState(false);
  const saveFailure = clientEdits.useFailure(sourceId);
  const failure = actions.failure ?? saveFailure ?? doctor.failure;
  const isConnected = connection.phase === 'connected';
  const canConnect = state === 'stopped' || state === 'failed';

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
        setOpenSetting(action.setting);
        return;
      case 'change':
        change(action.change);
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
          <UrlField
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
          <SettingBar
            settings={settings}
            openSetting={openSetting}
            onOpen={setOpenSetting}
            onChange={change}
            chosen={{ revision: connection.revision, reason: lastDecision(t, connection) }}
          />
          <span className="-my-0.5 flex shrink-0">
            <Button variant="ghost" size="sm" icon={Stethoscope} title={t('doctor.open')} onClick={runDoctor} data-testid="doctor-start">
              {t('doctor.short')}
            </Button>
            <CurlButton curl={connection.curl} />
          </span>
        </div>
        {failure !== null && <InlineFailure failure={failure} />}
      </div>
      {connection.isStale && isConnected && <StaleNote onReconnect={actions.reconnect} />}
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
          onClose={() => setIsDoctorOpen(false)}
        />
      )}
    </div>
  );
}
