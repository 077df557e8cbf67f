import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { useCommands } from '../../stores/commands.ts';
import { connectedNamespaces, useConnection } from '../../stores/connection.ts';
import { addArgument, changeDraft, draftToServer, draftWithin, useDraft } from '../../stores/drafts.ts';
import { useKeptMessages, useMessages, variablesByName } from '../../stores/messages.ts';
import { useRepetitions } from '../../stores/sends.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { isOfServers } from '../source-words.ts';
import { ArgumentsEditor } from './arguments-editor.tsx';
import { EventField } from './event-field.tsx';
import { messageOf } from './message.ts';
import { MessageBar } from './message-bar.tsx';
import { missingVariables } from './missing-variables.ts';
import { PreviewLine } from './preview-line.tsx';
import { RepetitionPanel } from './repetition-panel.tsx';
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
  const variables = useMessages(variablesByName);
  useKeptMessages();
  const { send: sendDraft, stop } = useSendMessage(sourceId);
  const isReadOnly = useIsReadOnly();
  const isRunning = useRepetitions((all) => all[sourceId]?.batch?.state === 'running');
  const message = messageOf(sourceId, draft, variables);
  const problem = 'kind' in message ? message : null;
  const missing = missingVariables(draft, variables);

  function send(): void {
    const isNobody = count === 0 && !draft.isRepeated;
    if (problem === null && !isReadOnly && !isNobody && !(draft.isRepeated && isRunning)) sendDraft(draft);
  }

  useCommands([
    { id: 'compose.send', title: t(draft.isRepeated ? 'repeat.start' : 'compose.send'), group: 'here', run: send },
    { id: 'compose.addArgument', title: t('compose.addArgument'), group: 'here', run: () => addArgument(sourceId) },
    ...(isRunning ? [{ id: 'compose.stop', title: t('repeat.stopCommand'), group: 'here' as const, run: stop }] : []),
  ]);

  function onKeyDown(event: KeyboardEvent): void {
    // What comes from a dialog is not of this form, though React hands it on.
    const isOwn = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (!isOwn || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl/Cmd+Enter sends from anywhere in the form.
    <div onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <MessageBar sourceId={sourceId} draft={draft} missing={missing} />
      <div className="grid min-h-72 flex-[1_1_52%] grid-cols-[minmax(0,1fr)_minmax(300px,30%)]">
        <div data-pane className="flex min-h-0 flex-col border-r border-line">
          <EventField sourceId={sourceId} draft={draft} />
          <ArgumentsEditor
            docKey={`${sourceId} ${draft.revision}`}
            variables={variables}
            list={draft}
            onChange={({ args, activeArg }) => changeDraft(sourceId, { args, activeArg })}
            emptyText={t('compose.noArguments')}
            testId="compose-args"
          />
          <PreviewLine draft={draft} variables={variables} />
          <SendBar source={source} draft={draft} problem={problem} recipients={count} isToServer={isToServer} onSend={send} />
        </div>
        {isToServer ? (
          <ServerPane sourceId={sourceId} draft={draft} connected={connected} url={source.url ?? ''} />
        ) : (
          <TargetPane source={source} draft={draft} recipients={recipients} />
        )}
      </div>
      <RepetitionPanel sourceId={sourceId} onStop={stop} />
      {capabilities.includes('ack') && <Results sourceId={sourceId} hasSockets={capabilities.includes('sockets')} />}
    </div>
  );
}
