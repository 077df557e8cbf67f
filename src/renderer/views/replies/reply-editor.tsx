import { CornerUpLeft } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyRequestRow } from '../../../contract/client-rows.ts';
import type { ReplyRule } from '../../../contract/client-settings.ts';
import { formatBytes, utf8Bytes } from '../../i18n/format.ts';
import { useClient } from '../../stores/link.ts';
import { changeReplyDraft, replyDraftOf, settleReplyDraft, useReplyDrafts } from '../../stores/reply-drafts.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { JsonText } from '../../widgets/json-text.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import { ArgumentsEditor } from '../compose/arguments-editor.tsx';
import { readArguments } from '../compose/read-arguments.ts';
import { withReplyRule } from './rules.ts';

interface ReplyEditorProps {
  readonly sourceId: string;
  readonly request: ReplyRequestRow;
  readonly rules: readonly ReplyRule[];
  /** Somebody works on it: it stays, whatever else is asked. */
  readonly onHold: () => void;
  /** It is settled; the next one may come. */
  readonly onDone: () => void;
}

const isMac = navigator.platform.startsWith('Mac');

/** The reply to one request. Ctrl/Cmd+Enter sends it. */
export function ReplyEditor({ sourceId, request, rules, onHold, onDone }: ReplyEditorProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const draft = useReplyDrafts((state) => replyDraftOf(state, request));
  const read = readArguments(draft.list.args, null);
  const { requestId, namespace, event } = request;

  function onReply(): void {
    if (!read.isValid || action.isPending) return;
    const { values, attachments } = read;
    action.run(
      async () => {
        // The rule first: a server may ask again as soon as it is answered.
        if (draft.isAlways && attachments.length === 0)
          await client.call('client.setRules', { sourceId, rules: withReplyRule(rules, namespace, event, values) });
        await client.call('client.reply', { sourceId, requestId, args: values, ...(attachments.length > 0 && { attachments }) });
      },
      () => {
        settleReplyDraft(request);
        onDone();
      },
    );
  }

  function onKeyDown(key: KeyboardEvent): void {
    if (key.key !== 'Enter' || !(key.ctrlKey || key.metaKey)) return;
    key.preventDefault();
    // Elsewhere in the tab it connects.
    key.stopPropagation();
    onReply();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl/Cmd+Enter replies from anywhere in the form.
    <div onKeyDown={onKeyDown} onFocus={onHold} data-testid="reply-editor" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ArgumentsEditor
        docKey={requestId}
        list={draft.list}
        onChange={(list) => changeReplyDraft(request, { list })}
        emptyText={t('replies.noArguments')}
        variables={null}
        testId="reply-args"
      >
        <h3 className="flex min-w-0 shrink items-center gap-1.5 pr-1 pl-1">
          <span className="shrink-0 font-strong">{t('replies.replyTo')}</span>
          <span className="min-w-8 truncate font-mono text-code text-fg" title={`${namespace} ${event}`}>
            {event}
          </span>
        </h3>
      </ArgumentsEditor>
      {request.state === 'overdue' && <p className="shrink-0 border-t border-line bg-warn-soft px-3 py-1 text-warn">{t('replies.overdueHint')}</p>}
      <p className="flex h-7 shrink-0 items-center gap-2 border-t border-line px-3">
        <span className="shrink-0 text-fg-3">{t('replies.sends')}</span>
        {read.isValid ? (
          <>
            <span className="min-w-0 flex-1 truncate font-mono text-code">
              <JsonText text={read.values.map((value) => JSON.stringify(value)).join(', ')} />
            </span>
            <span className="shrink-0 text-fg-3">{formatBytes(utf8Bytes(JSON.stringify(read.values)))}</span>
          </>
        ) : (
          <span className="text-err">{t('replies.invalid', { index: read.index + 1 })}</span>
        )}
      </p>
      <div className="flex h-11 shrink-0 items-center gap-2 border-t border-line px-3">
        <span className="min-w-0 flex-1 truncate">
          {action.failure !== null ? (
            <InlineFailure failure={action.failure} />
          ) : read.isValid && read.attachments.length > 0 ? (
            // A rule is kept as JSON.
            <span className="text-fg-3">{t('args.noBytesInRules')}</span>
          ) : (
            <Checkbox
              label={t('replies.always')}
              isOn={draft.isAlways}
              onChange={(isAlways) => changeReplyDraft(request, { isAlways })}
              testId="reply-always"
            />
          )}
        </span>
        <Button
          variant="ghost"
          disabled={action.isPending}
          onClick={() => action.run(() => client.call('client.ignore', { sourceId, requestId }), onDone)}
          data-testid="reply-ignore"
        >
          {t('replies.ignore')}
        </Button>
        <Button variant="primary" icon={CornerUpLeft} disabled={!read.isValid || action.isPending} onClick={onReply} data-testid="reply-send">
          {t('replies.reply')}
          <span className="ml-0.5 text-xs">{isMac ? '⌘ ↵' : 'Ctrl ↵'}</span>
        </Button>
      </div>
    </div>
  );
}
