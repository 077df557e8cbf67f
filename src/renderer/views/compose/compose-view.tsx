import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { connectedNamespaces, useConnection } from '../../stores/connection.ts';
import { changeDraft, draftToServer, draftWithin, useDraft } from '../../stores/drafts.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { isOfServers } from '../source-words.ts';
import { ArgumentsEditor } from './arguments-editor.tsx';
import { EventField } from './event-field.tsx';
import { Results } from './results.tsx';
import { SendBar } from './send-bar.tsx';
import { ServerPane } from './server-pane.tsx';
import { TargetPane } from './target-pane.tsx';
import { useRecipients } from './use-recipients.ts';
import { useSendMessage } from './use-send-message.ts';

export function ComposeView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  // Without rooms there is nobody to choose: the other end gets it.
  const isToServer = !isOfServers(source);
  const connection = useConnection((state) => (isToServer ? state.connection : null));
  const connected = connectedNamespaces(connection);
  const stored = useDraft(sourceId, (current) => current);
  const draft = draftWithin(isToServer ? draftToServer(stored, connected) : stored, capabilities);
  const recipients = useRecipients(isToServer ? null : sourceId, draft);
  const count = isToServer ? Number(connected.includes(draft.namespace)) : (recipients?.count ?? null);
  const sendMessage = useSendMessage(sourceId);
  const isReadOnly = useIsReadOnly();
  const send = () => sendMessage(draft);

  function onKeyDown(event: KeyboardEvent): void {
    // What comes from a dialog is not of this form, though React hands it on.
    const isOwn = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (!isOwn || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!isReadOnly && (!isToServer || count !== 0)) send();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl/Cmd+Enter sends from anywhere in the form.
    <div onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <div className="grid min-h-72 flex-[1_1_52%] grid-cols-[minmax(0,1fr)_minmax(300px,30%)]">
        <div data-pane className="flex min-h-0 flex-col border-r border-line">
          <EventField sourceId={sourceId} draft={draft} />
          <ArgumentsEditor
            docKey={sourceId}
            list={draft}
            onChange={({ args, activeArg }) => changeDraft(sourceId, { args, activeArg })}
            emptyText={t('compose.noArguments')}
            testId="compose-args"
          />
          <SendBar source={source} draft={draft} recipients={count} isToServer={isToServer} onSend={send} />
        </div>
        {isToServer ? (
          <ServerPane sourceId={sourceId} draft={draft} connected={connected} url={source.url ?? ''} />
        ) : (
          <TargetPane source={source} draft={draft} recipients={recipients} />
        )}
      </div>
      {capabilities.includes('ack') && <Results sourceId={sourceId} hasSockets={capabilities.includes('sockets')} />}
    </div>
  );
}
