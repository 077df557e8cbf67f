import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { useClient } from '../stores/link.ts';
import { useSources } from '../stores/sources.ts';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { EmptyState, FailureNote, InlineFailure } from '../widgets/notes.tsx';
import { ConnectSnippet } from './connect-snippet.tsx';
import { SourceDialog } from './deferred-dialogs.ts';
import { freePort } from './source-form.ts';

/** Not running: says why, and how to get it to run. */
export function StoppedPane({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const { sourceId, name, state, failure } = source;
  const isStarting = state === 'starting' || action.isPending;
  const start = () => action.run(() => client.call('source.start', { sourceId }).catch(passStateFailure));

  if (state === 'failed' && failure !== null && !action.isPending) return <StartFailed source={source} failure={failure} onRetry={start} />;
  return (
    <div data-pane className="min-h-0 flex-1 overflow-y-auto border-t border-line">
      <EmptyState title={isStarting ? t('start.startingTitle', { name }) : t('start.stoppedTitle', { name })} text={t('start.stoppedText')}>
        <Button variant="primary" size="lg" icon={Play} disabled={isStarting} onClick={start} data-testid="source-start" data-pane-focus>
          {isStarting ? t('sources.starting') : t('sources.start')}
        </Button>
        {action.failure !== null && <InlineFailure failure={action.failure} values={{ port: source.port, host: source.host }} />}
        <ConnectSnippet source={source} />
      </EmptyState>
    </div>
  );

  function passStateFailure(error: unknown): void {
    // Once the source says `failed`, the pane shows that; anything else belongs beside the button.
    const current = useSources.getState().sources?.find((row) => row.sourceId === sourceId);
    if (current?.state !== 'failed') throw error;
  }
}

interface StartFailedProps {
  readonly source: SourceRow;
  readonly failure: NonNullable<SourceRow['failure']>;
  readonly onRetry: () => void;
}

function StartFailed({ source, failure, onRetry }: StartFailedProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [isEditing, setIsEditing] = useState(false);
  const { sourceId, host, port } = source;
  const taken = useSources.getState().sources?.map((row) => row.port) ?? [];
  const known = failure.facts?.freePort;
  const other = typeof known === 'number' ? known : freePort(taken, port < 1024 ? 3000 : port + 1);
  const isPortAtFault = failure.code === 'PORT_IN_USE' || failure.code === 'PORT_FORBIDDEN';
  return (
    <div data-pane className="min-h-0 flex-1 overflow-y-auto border-t border-line">
      <FailureNote failure={failure} values={{ host, port }}>
        {isPortAtFault && (
          <Button
            variant="primary"
            icon={Play}
            disabled={action.isPending}
            data-pane-focus
            onClick={() =>
              action.run(async () => {
                await client.call('source.update', { sourceId, port: other });
                await client.call('source.start', { sourceId });
              })
            }
          >
            {t('start.tryPort', { port: other })}
          </Button>
        )}
        <Button onClick={onRetry} data-testid="source-start">
          {t('start.tryAgain')}
        </Button>
        <Button variant="ghost" onClick={() => setIsEditing(true)}>
          {t('start.editSource')}
        </Button>
      </FailureNote>
      {isEditing && <SourceDialog source={source} onClose={() => setIsEditing(false)} />}
    </div>
  );
}
