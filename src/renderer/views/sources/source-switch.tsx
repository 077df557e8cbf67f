import { LogIn, Play, Power, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { describeFailure, failureOf } from '../../i18n/failure.ts';
import { useClient } from '../../stores/link.ts';
import { notify } from '../../stores/notifications.ts';
import { selectSource, useSources } from '../../stores/sources.ts';
import { IconButton } from '../../widgets/button.tsx';
import { dials } from '../source-words.ts';

/** Start or stop from the list; a failure is the source's state and shows in its pane. */
export function SourceSwitch({ source, tabIndex }: { readonly source: SourceRow; readonly tabIndex: number }) {
  const { sourceId, name, state, port, host } = source;
  const { t } = useTranslation();
  const client = useClient();
  const hasConnection = dials(source);
  // What dials can be stopped while it tries, too.
  const isRunning = hasConnection ? state !== 'stopped' && state !== 'failed' : state === 'running' || state === 'stopping';
  const names = hasConnection
    ? { start: t('client.connectNamed', { name }), stop: t('client.disconnectNamed', { name }) }
    : { start: t('sources.startNamed', { name }), stop: t('sources.stopNamed', { name }) };
  return (
    <IconButton
      icon={hasConnection ? (isRunning ? Power : LogIn) : isRunning ? Square : Play}
      iconSize={12}
      size="sm"
      tabIndex={tabIndex}
      disabled={(state === 'starting' && !hasConnection) || state === 'stopping'}
      label={isRunning ? names.stop : names.start}
      onClick={() => {
        selectSource(sourceId);
        client.call(isRunning ? 'source.stop' : 'source.start', { sourceId }).catch((error: unknown) => {
          // A failed start is the source's state, and its pane says so.
          const now = useSources.getState().sources?.find((row) => row.sourceId === sourceId)?.state;
          if (now === 'failed' || (hasConnection && now !== 'running')) return;
          const { title, hint } = describeFailure(t, failureOf(error), { port, host });
          notify('error', title, hint);
        });
      }}
    />
  );
}
