import { RotateCw, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { describeFailure } from '../../i18n/failure.ts';
import { changing } from '../../stores/confirmation.ts';
import { useClient } from '../../stores/link.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';

/** Under the header of a running server: what waits for a restart, and what went wrong without stopping it. */
export function ServerNotes({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const isReadOnly = useIsReadOnly();
  const [isAsking, setIsAsking] = useState(false);
  const { server, state } = source;
  if (server === null || state !== 'running') return null;
  const names = server.needsRestart.map((name) => t(`server.settings.${name}`)).join(t('server.listSeparator'));
  return (
    <>
      {server.trouble !== null && <Note testId="server-trouble">{describeFailure(t, server.trouble).title}</Note>}
      {server.needsRestart.length > 0 && (
        <Note testId="needs-restart">
          <span className="min-w-0 flex-1 truncate" title={names}>
            {t('server.needsRestart', { names })}
          </span>
          <Button
            size="sm"
            icon={RotateCw}
            disabled={isReadOnly}
            title={isReadOnly ? t('server.readOnly') : undefined}
            onClick={() => setIsAsking(true)}
            data-testid="restart"
          >
            {t('server.restartMenu')}
          </Button>
        </Note>
      )}
      {isAsking && <RestartDialog source={source} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function Note({ testId, children }: { readonly testId: string; readonly children: ReactNode }) {
  return (
    <div role="status" data-testid={testId} className="flex min-h-8 shrink-0 items-center gap-2 bg-warn-soft py-1 pr-3 pl-4 text-sm text-warn">
      <TriangleAlert size={14} strokeWidth={1.75} className="shrink-0" aria-hidden />
      {children}
    </div>
  );
}

function RestartDialog({ source, onClose }: { readonly source: SourceRow; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const { sourceId, name, counts } = source;

  function restart(): void {
    // A server that does not start again says so itself, in its pane.
    action.run(() => changing(sourceId, (confirm) => client.call('server.restart', { sourceId, ...confirm })), onClose);
  }

  return (
    <Dialog
      title={t('server.restartTitle', { name })}
      description={t('server.restartText', { count: counts.sockets })}
      isOpen
      onClose={onClose}
      testId="restart-dialog"
    >
      {action.failure !== null && <InlineFailure failure={action.failure} values={{ host: source.host, port: source.port }} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="lg" variant="solidDanger" disabled={action.isPending} onClick={restart} data-testid="restart-confirm">
          {action.isPending ? t('server.restarting') : t('server.restart')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
