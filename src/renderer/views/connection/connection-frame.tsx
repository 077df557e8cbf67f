import { Stethoscope } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure, SourceState } from '../../../contract/rows.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { ConnectButton } from './connect-button.tsx';
import { StaleNote } from './connection-parts.tsx';
import { CurlButton } from './curl-button.tsx';
import type { ConnectionActions } from './use-connection-actions.ts';

interface ConnectionFrameProps {
  readonly state: SourceState;
  readonly actions: ConnectionActions;
  readonly url: ReactNode;
  /** What stands in it is no address. */
  readonly isUrlFaulty: boolean;
  readonly settings: ReactNode;
  readonly curl: string;
  readonly failure: Failure | null;
  /** The settings are not those of the connection that is there. */
  readonly isStale: boolean;
  readonly onDoctor: () => void;
  /** What came of it. */
  readonly children: ReactNode;
}

/** The tab of a connection: where to and how, above what came of it. Ctrl/Cmd+Enter connects from anywhere in it. */
export function ConnectionFrame(props: ConnectionFrameProps) {
  const { state, actions, url, isUrlFaulty, settings, curl, failure, isStale, onDoctor, children } = props;
  const { t } = useTranslation();
  const canConnect = state === 'stopped' || state === 'failed';

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
          {url}
          <ConnectButton state={state} place="tab" isDisabled={isUrlFaulty} onConnect={actions.connect} onDisconnect={actions.disconnect} />
        </div>
        <div className="flex items-start gap-2">
          {settings}
          <span className="-my-0.5 flex shrink-0">
            <Button variant="ghost" size="sm" icon={Stethoscope} title={t('doctor.open')} onClick={onDoctor} data-testid="doctor-start">
              {t('doctor.short')}
            </Button>
            <CurlButton curl={curl} />
          </span>
        </div>
        {failure !== null && <InlineFailure failure={failure} />}
      </div>
      {isStale && <StaleNote onReconnect={actions.reconnect} />}
      {children}
    </div>
  );
}
