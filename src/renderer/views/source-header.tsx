import { FileClock, Pencil, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { formatDuration } from '../i18n/format.ts';
import { useClient } from '../stores/link.ts';
import { useAction } from '../stores/use-action.ts';
import { Button, IconButton } from '../widgets/button.tsx';
import { CopyButton } from '../widgets/copy-button.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { useNow } from '../widgets/now.ts';
import { StateDot } from '../widgets/state-dot.tsx';
import { ConnectionActions, ConnectionTag } from './connection/connection-header.tsx';
import { SourceDialog } from './deferred-dialogs.ts';
import { EnvironmentTag } from './environment.tsx';
import { addressOf } from './snippets.ts';
import { canRun, dials, stateWord } from './source-words.ts';

export function SourceHeader({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [isEditing, setIsEditing] = useState(false);
  const { sourceId, name, state, since, environment } = source;
  const address = source.recording?.fileName ?? addressOf(source);
  const hasConnection = dials(source);
  return (
    <header className="flex h-(--h-source) shrink-0 items-center gap-2.5 pr-3 pl-4">
      <h1 className="max-w-80 shrink-0 truncate text-lg font-strong" title={name}>
        {name}
      </h1>
      <EnvironmentTag environment={environment} />
      <span className="flex shrink-0 items-center gap-1.5">
        {canRun(source) ? <StateDot state={state} /> : <FileClock size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />}
        {stateWord(t, source)}
        {canRun(source) && <Since since={since} />}
      </span>
      <span className="flex min-w-0 items-center gap-0.5">
        <span data-selectable data-testid="source-url" className="truncate font-mono text-code text-fg-2">
          {address}
        </span>
        {canRun(source) && <CopyButton text={address} label={t('sources.copyUrl')} />}
      </span>
      <span className="flex-1" />
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      {hasConnection ? (
        <>
          <ConnectionTag />
          <IconButton icon={Pencil} label={t('sources.edit')} onClick={() => setIsEditing(true)} />
          <ConnectionActions source={source} />
        </>
      ) : state === 'running' || state === 'stopping' ? (
        <>
          <IconButton icon={Pencil} label={t('sources.edit')} onClick={() => setIsEditing(true)} />
          <Button
            icon={Square}
            disabled={state === 'stopping' || action.isPending}
            onClick={() => action.run(() => client.call('source.stop', { sourceId }))}
            data-testid="source-stop"
          >
            {state === 'stopping' ? t('sources.stopping') : t('sources.stop')}
          </Button>
        </>
      ) : (
        <IconButton icon={Pencil} label={t('sources.edit')} disabled={state === 'starting'} onClick={() => setIsEditing(true)} />
      )}
      {isEditing && <SourceDialog source={source} onClose={() => setIsEditing(false)} />}
    </header>
  );
}

function Since({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const duration = formatDuration(t, useNow() - since);
  return <span className="text-fg-3">{t('sources.for', { duration })}</span>;
}
