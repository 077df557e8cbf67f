import type { KeyboardEvent } from 'react';
import type { SourceRow } from '../../../contract/rows.ts';
import { useDraft } from '../../stores/drafts.ts';
import { ArgumentsEditor } from './arguments-editor.tsx';
import { EventField } from './event-field.tsx';
import { Results } from './results.tsx';
import { SendBar } from './send-bar.tsx';
import { TargetPane } from './target-pane.tsx';
import { useRecipients } from './use-recipients.ts';
import { useSendMessage } from './use-send-message.ts';

export function ComposeView({ source }: { readonly source: SourceRow }) {
  const { sourceId } = source;
  const draft = useDraft(sourceId, (current) => current);
  const recipients = useRecipients(sourceId, draft);
  const send = useSendMessage(sourceId);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl/Cmd+Enter sends from anywhere in the form.
    <div onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <div className="grid min-h-72 flex-[1_1_52%] grid-cols-[minmax(0,1fr)_minmax(300px,30%)]">
        <div data-pane className="flex min-h-0 flex-col border-r border-line">
          <EventField sourceId={sourceId} draft={draft} />
          <ArgumentsEditor sourceId={sourceId} draft={draft} />
          <SendBar sourceId={sourceId} draft={draft} recipients={recipients?.count ?? null} onSend={send} />
        </div>
        <TargetPane sourceId={sourceId} draft={draft} recipients={recipients} />
      </div>
      <Results sourceId={sourceId} />
    </div>
  );
}
